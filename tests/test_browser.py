"""The page of a report in a real browser: accessible, narrow and wide, by day and night, on paper, without scripts."""

from __future__ import annotations

import dataclasses
import itertools
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from test_bad_input import mul
from test_html import MARKUP, graded

from grader.course import Course
from grader.grading import Options
from grader.sandbox.zygotes import Zygotes
from grader.words import Language

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
NARROW, WIDE = 320, 1280


@dataclasses.dataclass
class Seen:
    """A page in the browser, what it asked of the network beside itself, and what the console says."""

    page: Page
    requests: list[str] = dataclasses.field(default_factory=list)
    said: list[str] = dataclasses.field(default_factory=list)

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def unfold(self) -> None:
        """Open whatever is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        argv = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=argv)
        yield browser
        browser.close()


@pytest.fixture
def see(chromium: Browser) -> Iterator[Any]:
    contexts = []

    def see_it(file: Path, width: int = WIDE, **settings: Any) -> Seen:
        context = chromium.new_context(viewport={"width": width, "height": 800}, **settings)
        contexts.append(context)
        seen = Seen(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda message: seen.said.append(message.text))
        seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
        seen.page.goto(file.as_uri())
        return seen

    yield see_it
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def pages(course: Course, zygotes: Zygotes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Real pages by name: mixed answers in both languages, every problem of the course, and the worst."""
    folder = tmp_path_factory.mktemp("pages")
    hostile = folder / "hostile"
    hostile.mkdir()
    (hostile / "gate_mul.py").write_text(mul(f"print({MARKUP!r})\nraise ValueError({' '.join(MARKUP)!r})"))
    (hostile / "gate_add.py").write_text("def gate_add_backward(x, y, dz):\n    return dz, 2 * dz  # " + "wide " * 60)
    (hostile / "gate_max.py").write_text("def gate_max_backward(x, y, dz:\n" + "\n".join(MARKUP))
    network = ROOT / "tests/submissions/networks/net2_relu_sse"
    wrong = next(file for file in sorted(network.glob("*.py")) if not file.stem.startswith("right"))
    shutil.copy(wrong, hostile / "net2_relu_sse.py")
    every = [ROOT / "tests/demo", Options(only=[*course.modules])]
    made = {
        "demo": (ROOT / "tests/demo", Options(), Language.en),
        "chinese": (ROOT / "tests/demo", Options(), Language.zh),
        "long": (*every, Language.en),
        "hostile": (hostile, Options(), Language.en),
    }
    files = {}
    for name, (path, options, language) in made.items():
        files[name] = folder / f"{name}.html"
        files[name].write_text(graded(course, zygotes, path, options, language)[1], encoding="utf-8")
    return files


PAGES = ("demo", "chinese", "long", "hostile")


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        *itertools.product(("demo",), (NARROW, WIDE), ("light", "dark")),
        *itertools.chain(*(((name, NARROW, "light"), (name, WIDE, "dark")) for name in ("chinese", "long", "hostile"))),
    ],
)
def test_it_has_no_violation_of_wcag_aa(see: Any, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    seen = see(pages[name], width, color_scheme=scheme)
    seen.unfold()
    found = Axe().run(seen.page, options=WCAG).response
    violations = [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found["violations"]]
    assert violations == []
    checked = {rule["id"] for rule in found["passes"]}
    assert {"color-contrast", "html-has-lang", "scrollable-region-focusable", "document-title"} <= checked


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("name", PAGES)
def test_it_never_scrolls_sideways_asks_nothing_and_the_console_is_silent(
    see: Any, pages: dict[str, Path], name: str, width: int
) -> None:
    seen = see(pages[name], width)
    seen.unfold()
    assert seen.overflow() <= 0
    assert seen.requests == [pages[name].as_uri()]
    assert seen.said == []
    boxes = seen.page.locator(".scroll")
    assert boxes.count() > 3
    for box in boxes.all():
        assert box.get_attribute("tabindex") == "0"
        assert box.get_attribute("aria-label")
        inside = box.bounding_box()
        assert inside is None or (inside["x"] >= 0 and inside["x"] + inside["width"] <= width)


def test_it_can_be_read_through_without_scripts(see: Any, pages: dict[str, Path]) -> None:
    seen = see(pages["demo"], java_script_enabled=False)
    page = seen.page
    page.get_by_role("link", name="The linear layer, samples in rows").click()
    assert page.url.endswith("#problem-linear-row")
    article = page.locator("#problem-linear-row")
    accused = article.locator("mark")
    accused.scroll_into_view_if_needed()
    assert accused.is_visible()
    assert "keepdims=True" in accused.inner_text()
    statement = article.get_by_text("The statement", exact=True)
    assert not article.locator(".statement").is_visible()
    statement.click()
    assert article.locator(".statement math").first.is_visible()
    article.get_by_role("link", name="Overview").click()
    assert page.url.endswith("#overview")
    assert seen.said == []


def test_the_keyboard_reaches_the_report_and_what_has_focus_is_seen(see: Any, pages: dict[str, Path]) -> None:
    page = see(pages["demo"]).page
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "report"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_colour_is_never_the_only_sign(see: Any, pages: dict[str, Path]) -> None:
    page = see(pages["demo"], forced_colors="active").page
    wrong = page.locator("#problem-relu-backward .entries .wrong")
    assert wrong.inner_text().startswith("✗")
    line = page.locator("#problem-relu-backward mark")
    assert "✗" in line.evaluate("line => getComputedStyle(line, '::before').content")


def test_formulas_and_matrices_are_set_as_such(see: Any, pages: dict[str, Path]) -> None:
    seen = see(pages["demo"])
    seen.unfold()
    fraction = seen.page.locator("#problem-softmax-ce .statement mfrac").first
    over, below = (fraction.locator(f"xpath=./*[{i}]").bounding_box() for i in (1, 2))
    assert over["y"] + over["height"] <= below["y"] + 1
    rows = seen.page.locator("#problem-bn-backward .input").first.locator("mtr").all()
    assert rows[0].bounding_box()["y"] < rows[1].bounding_box()["y"]


def test_code_is_set_in_one_width_in_every_language(see: Any, pages: dict[str, Path]) -> None:
    for name in ("demo", "chinese"):
        font = see(pages[name]).page.locator("pre.source").first.evaluate("each => getComputedStyle(each).fontFamily")
        assert "monospace" in font


def test_it_prints_in_full_and_by_day(see: Any, pages: dict[str, Path]) -> None:
    seen = see(pages["demo"], color_scheme="dark")
    printed = seen.page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    seen.page.emulate_media(media="print")
    assert seen.page.evaluate("getComputedStyle(document.body).color") == "rgb(33, 31, 28)"
    assert seen.page.locator("#problem-gate-add .statement").is_visible(), "what is folded is printed"
    assert not seen.page.locator(".up").first.is_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 5
