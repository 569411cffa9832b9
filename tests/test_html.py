"""The report as a page: what it shows, that it tells no more than it may, that no text of a student's is markup."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import itertools
import json
import os
import re
import shutil
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT
from test_bad_input import grade as run_grade
from test_bad_input import mul
from test_text import SOURCES

from grader.course import Course, read_course
from grader.graded import Report
from grader.grading import Options, grade
from grader.model import Feedback
from grader.reports import html, picture
from grader.reports.json import read
from grader.reports.json import render as as_json
from grader.sandbox.zygotes import Zygotes
from grader.submission import load_submission
from grader.words import Language

VOID = {"meta", "img", "br", "link", "input", "hr"}
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "nav", "main", "article", "section", "footer",
    "h1", "h2", "h3", "h4", "p", "div", "span", "code", "pre", "mark", "em", "strong", "ul", "ol", "li", "details",
    "summary", "figure", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    "math", "mrow", "mtable", "mtr", "mtd", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "msub", "msup",
    "msubsup", "munder", "mover", "munderover", "mstyle", "mpadded",
    "svg", "g", "rect", "path", "text", "desc",
}  # fmt: skip


@dataclasses.dataclass
class Element:
    name: str
    attributes: dict[str, str]
    parent: Element | None
    inside: list[Element | str] = dataclasses.field(default_factory=list)

    def all(self, name: str = "", **attributes: str) -> list[Element]:
        """Those below it of a name, with these values of attributes; `class_` for class."""
        wanted = {key.rstrip("_"): value for key, value in attributes.items()}
        found = []
        for each in self.inside:
            if isinstance(each, Element):
                fits = all(value in each.attributes.get(key, "").split(" ") for key, value in wanted.items())
                found += [each] * (name in ("", each.name) and fits) + each.all(name, **attributes)
        return found

    @property
    def text(self) -> str:
        parts = [each if isinstance(each, str) else each.text for each in self.inside]
        return "".join(parts)


class Parser(HTMLParser):
    """A page as elements; one that is closed where it is not open is a fault."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = self.here = Element("", {}, None)
        self.feed(text)
        self.close()
        assert self.here is self.root, f"<{self.here.name}> is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute of <{tag}> is there twice"
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.inside.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.here.name == tag, f"</{tag}> closes <{self.here.name}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def parsed(page: str) -> Element:
    return Parser(page).root


Graded = tuple[Report, str]


def graded(
    course: Course,
    zygotes: Zygotes,
    path: Path,
    options: Options = Options(),  # noqa: B008
    language: Language = Language.en,
) -> Graded:
    submission = load_submission(path, course)
    report = grade(course, submission, zygotes, options)
    return report, html.page(report, language, course, submission)


@pytest.fixture(scope="module")
def demo(course: Course, zygotes: Zygotes) -> Graded:
    return graded(course, zygotes, ROOT / "tests/demo")


# --- what it shows ----------------------------------------------------------------------------------------


def test_verdict_and_points_come_first_and_lead_to_each_problem(demo: Graded) -> None:
    report, page = demo
    root = parsed(page)
    [headline] = root.all("h1")
    assert headline.text == "✗ 44.5 of 56 points"
    [overview] = root.all("table", class_="overview")
    rows = [row.text for row in overview.all("tr")[1:]]
    assert len(rows) == 6
    assert "9.5/10" in rows[3]
    assert "kept-axis" in rows[3]
    targets = {element.attributes["id"] for element in root.all() if "id" in element.attributes}
    links = [link.attributes["href"] for link in root.all("a")]
    assert {link.removeprefix("#") for link in links} <= targets
    assert {f"#problem-{problem.id}" for problem in report.problems} <= {*links}


def problem_of(page: str, name: str) -> Element:
    [article] = parsed(page).all("article", id=f"problem-{name}")
    return article


def test_of_each_answer_it_shows_what_it_is_worth_and_how_that_is_counted(demo: Graded) -> None:
    [answers] = problem_of(demo[1], "relu-backward").all("table", class_="answers")
    assert [row.all("th")[0].text for row in answers.all("tr")[1:]] == ["out", "dz", "Together"]
    assert "1 of 4 edge cases failed: × 0.95" in answers.text
    assert "4 × 0.95 = 3.8" in answers.text


def test_the_smallest_input_is_worked_out_beside_what_was_got(demo: Graded) -> None:
    article = problem_of(demo[1], "bn-backward")
    inputs = [" ".join(each.text.split()) for each in article.all("span", class_="input")]
    assert inputs == ["x = [1.50]", "gamma = [2]", "beta = [1]", "eps = 1", "dout = [31]"]
    assert len(article.all("mtr")) == 6
    [worked] = article.all("table", class_="worked")
    products = [[cell.text.split()[-1] for cell in row.all("td")] for row in worked.all("tbody")[0].all("tr")]
    assert products == [["6", "0.8", "4.8"], ["−4", "0.8", "−3.2"], ["−0.72", "0.8", "−0.576"]]
    assert [row.all("td")[0].text for row in worked.all("tfoot")[0].all("tr")] == ["1.024", "✗ 1.6"]


def test_wrong_entries_are_marked_and_right_ones_are_not(demo: Graded) -> None:
    [entries] = problem_of(demo[1], "relu-backward").all("table", class_="entries")
    cells = entries.all("tbody")[0].all("td")
    assert [cell.text for cell in cells] == ["✗ got 5 expected 0", "−4", "0"]
    assert [cell.attributes.get("class", "") for cell in cells] == ["wrong worked-out", "", ""]


def test_the_line_to_mend_is_marked_in_the_file(demo: Graded) -> None:
    report, page = demo
    for problem in report.problems:
        marked = problem_of(page, problem.id).all("mark")
        assert [line.attributes["data-line"] for line in marked] == [str(shown.line) for shown in problem.smallest]
        for line, shown in zip(marked, problem.smallest, strict=True):
            assert line.text.endswith(shown.source)


def test_the_file_is_shown_as_it_is(demo: Graded) -> None:
    lines = problem_of(demo[1], "linear-row").all("pre", class_="source")[0].all(class_="line")
    shown = [re.sub(r"^to mend, line \d+: ", "", line.text) for line in lines]
    assert shown == (ROOT / "tests/demo/linear/linear_row.py").read_text(encoding="utf-8").splitlines()
    assert [line.attributes["data-line"] for line in lines] == [str(i) for i in range(1, len(lines) + 1)]


def test_a_long_file_is_shown_around_the_line_to_mend(course: Course, zygotes: Zygotes, tmp_path: Path) -> None:
    filler = "\n".join(f"x{i} = {i}" for i in range(1000))
    (tmp_path / "gate_mul.py").write_text(f"{filler}\n{mul('return dz * x, dz * x')}{filler}\n")
    [article] = parsed(graded(course, zygotes, tmp_path)[1]).all("article")
    numbers = [int(line.attributes["data-line"]) for line in article.all("pre", class_="source")[0].all(class_="line")]
    assert numbers == [*range(904, 1304)]
    assert [line.attributes["data-line"] for line in article.all("mark")] == ["1004"]
    assert "1604 lines of the file are not shown." in article.text


def test_the_lines_of_a_notebook_have_their_cells(course: Course, zygotes: Zygotes, tmp_path: Path) -> None:
    sources = ["import numpy as np", "# by hand\ndef gate_mul_backward(x, y, dz):\n    return dz * x, dz * x"]
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "mine.ipynb").write_text(json.dumps(notebook))
    [article] = parsed(graded(course, zygotes, tmp_path / "mine.ipynb")[1]).all("article")
    assert [line.attributes["data-line"] for line in article.all("mark")] == ["2:3"]
    assert "return dz * x, dz * x" in article.all("mark")[0].text


def test_many_entries_are_a_map_of_heat_with_signs(zygotes: Zygotes, tmp_path: Path) -> None:
    for name in ("problems/gates/gate-mul.yaml", "reference/gates/gate_mul.py", "student_template/gates/gate_mul.py"):
        (tmp_path / "course" / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, tmp_path / "course" / name)
    problem = tmp_path / "course/problems/gates/gate-mul.yaml"
    text = re.sub("(N|M): {size: .*", r"\1: {size: [4, 6]}", problem.read_text(encoding="utf-8"))
    problem.write_text(re.sub(".*name: (one entry|square).*\n", "", text), encoding="utf-8")
    (tmp_path / "gate_mul.py").write_text(mul("return dz * y + np.round(x) * (np.size(x) > 15), dz * x"))
    report, page = graded(read_course(tmp_path / "course"), zygotes, tmp_path / "gate_mul.py")
    [shown] = report.problems[0].smallest
    [heat] = parsed(page).all("table", class_="heat")
    rows = [row.all("td") for row in heat.all("tbody")[0].all("tr")]
    assert len(rows) * len(rows[0]) >= 16
    for row, wants, gots in zip(rows, shown.want, shown.got, strict=True):
        for cell, want, got in zip(row, wants, gots, strict=True):
            shown_as = cell.text[0], cell.attributes.get("class", "").split("-")[0]
            assert shown_as == (("+", "over") if got > want else ("−", "under") if got < want else ("0", ""))


def test_the_statement_is_there_with_its_formulas(course: Course, zygotes: Zygotes, tmp_path: Path) -> None:
    for language in Language:
        _, page = graded(course, zygotes, ROOT / "student_template", language=language)
        root = parsed(page)
        statements = root.all("div", class_="statement")
        assert len(statements) == len(course.ids) == 21
        formulas = 0
        for name, shown in zip(course.ids, statements, strict=True):
            text = re.sub(r"`[^`]*`", "", getattr(course.problem(name).statement, language))
            found = re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$", text, re.DOTALL)
            assert len(shown.all("math")) >= len(found), name
            assert "$" not in shown.text
            assert "\\" not in re.sub(r"\\n", "", shown.text), name
            formulas += len(found)
        assert formulas > 200


@pytest.mark.parametrize(("language", "lang"), [(Language.en, "en"), (Language.zh, "zh-Hans")])
def test_it_is_in_the_language_asked_for(course: Course, zygotes: Zygotes, language: Language, lang: str) -> None:
    root = parsed(graded(course, zygotes, ROOT / "tests/demo", language=language)[1])
    assert root.all("html")[0].attributes["lang"] == lang
    headings = " ".join(each.text for each in root.all("h3"))
    assert ("To mend: db" in headings) == (language is Language.en)
    assert ("\u9700\u8981\u4fee\u6539\uff1adb" in headings) == (language is Language.zh)


def test_the_graph_marks_the_first_wrong_node(demo: Graded) -> None:
    article = problem_of(demo[1], "linear-row")
    [drawn] = article.all("svg")
    [wrong] = drawn.all("g", class_="wrong")
    assert "✗" in wrong.text
    [figure] = article.all("figure")
    rows = article.all("table")[-2].all("tr")
    assert [row.all("th")[0].text for row in rows[1:]] == ["x", "W", "b", "u1", "out"]
    assert "✗ gradient wrong, got [[2]]" in rows[3].text
    assert figure.attributes["tabindex"] == "0"


def test_no_graph_where_its_own_numbers_are_not_those_expected(demo: Graded) -> None:
    assert problem_of(demo[1], "softmax-ce").all("svg") == [], "logits of 800: apart from its logarithm softmax is 0"


def test_every_wrong_answer_that_is_there_can_be_shown(course: Course, zygotes: Zygotes, tmp_path: Path) -> None:
    drawn = 0
    for folder in sorted((ROOT / "tests/submissions").glob("*/*")):
        if folder.parent.name == "pytorch":
            continue
        for file in sorted(folder.glob("*.py"))[::7]:
            shutil.copy(file, tmp_path / f"{folder.name}.py")
            report, page = graded(course, zygotes, tmp_path / f"{folder.name}.py")
            drawn += len(parsed(page).all("svg"))
            assert report.problems[0].title["en"] in page
    assert drawn > 10


# --- that it is one calm file -----------------------------------------------------------------------------


def test_it_loads_nothing_and_runs_nothing(demo: Graded) -> None:
    root = parsed(demo[1])
    assert {element.name for element in root.all()} <= ELEMENTS
    for element in root.all():
        assert not {name for name in element.attributes if name.startswith("on") or name in ("src", "style")}
        assert element.attributes.get("href", "#")[0] == "#"
    [policy] = [
        each.attributes["content"] for each in root.all("meta") if each.attributes.get("http-equiv") is not None
    ]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    for sheet in root.all("style"):
        digest = base64.b64encode(hashlib.sha256(sheet.text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
        assert "url(" not in sheet.text
        assert "@import" not in sheet.text
    assert picture.STYLE in {sheet.text for sheet in root.all("style")}


def test_headings_and_tables_are_in_order(demo: Graded) -> None:
    root = parsed(demo[1])
    levels = [int(element.name[1]) for element in root.all() if re.fullmatch(r"h\d", element.name)]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))
    for table in root.all("table"):
        assert table.all("caption")
        assert {"scope"} == {name for head in table.all("th") for name in head.attributes} - {"class", "colspan"}
    ids = [element.attributes["id"] for element in root.all() if "id" in element.attributes]
    assert len(ids) == len({*ids})


def test_the_same_report_is_the_same_page(course: Course, zygotes: Zygotes, demo: Graded) -> None:
    assert graded(course, zygotes, ROOT / "tests/demo")[1] == demo[1]


def test_a_report_that_was_read_back_gives_the_same_page(course: Course, demo: Graded) -> None:
    report, page = demo
    again = read(as_json(report, Language.en))
    assert html.page(again, Language.en, course, load_submission(ROOT / "tests/demo", course)) == page


# --- that it tells no more than the report ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("feedback", "smallest", "drawn"), [(Feedback.SYMPTOM, 0, 0), (Feedback.FAMILY, 1, 0), (Feedback.FULL, 1, 1)]
)
def test_it_tells_as_much_as_an_assignment_allows(
    course: Course, zygotes: Zygotes, feedback: Feedback, smallest: int, drawn: int
) -> None:
    options = Options(only=["linear-row"], feedback=feedback)
    [article] = parsed(graded(course, zygotes, ROOT / "tests/demo", options)[1]).all("article")
    assert len(article.all("div", class_="inputs")) == smallest
    assert len(article.all("mark")) == smallest
    assert len(article.all("svg")) == drawn
    assert ("kept-axis" in article.text) == bool(smallest)
    assert ("keepdims=True, a reshape" in article.text) == (feedback is Feedback.FULL)


def test_of_a_hidden_case_it_gives_nothing_away(course: Course, zygotes: Zygotes, tmp_path: Path) -> None:
    source = mul('if np.all(x == np.round(x)):\n    return dz * y, dz * x\nraise ValueError(f\'{"LE" + "AK"} {x!r}\')')
    (tmp_path / "gate_mul.py").write_text(source)
    assert "LEAK" in graded(course, zygotes, tmp_path)[1]
    hidden = graded(course, zygotes, tmp_path, Options(secret_seed="a secret"))[1]
    assert "LEAK" not in hidden
    assert "a secret" not in hidden
    assert "5 of them lie behind hidden cases" in hidden


# --- that no text of a student's is markup ----------------------------------------------------------------

MARKUP = (
    "</style><script>EVIL</script>", "]]><svg onload=EVIL>", "\"'><img src=EVIL onerror=EVIL>", "--><EVIL>",
    "</code></pre></title><h1>EVIL", "&lt;EVIL&gt; &#60;EVIL>", "[x](javascript:EVIL) ![y](http://EVIL)",
    "{{ EVIL }} {% EVIL %}", "$\\text{</math><script>EVIL</script>}$", "a\u202eEVIL\u2066b\x1b[31m\ufeff",
)  # fmt: skip


def assert_no_markup(page: str) -> None:
    root = parsed(page)
    assert {element.name for element in root.all()} <= ELEMENTS
    for element in root.all():
        assert not [name for name in element.attributes if re.search("evil|^on|^style$", name.lower())]
        for name in ("href", "src", "class", "id"):
            assert "EVIL" not in element.attributes.get(name, "")
    assert [len(root.all(name)) for name in ("h1", "head", "body", "main")] == [1] * 4
    assert [each.name for each in root.all("head")[0].all()] == ["meta"] * 5 + ["title", "style"]
    assert not [c for c in page if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") and c != "\n"]


@pytest.mark.parametrize("markup", MARKUP)
@pytest.mark.parametrize("where", SOURCES)
def test_nothing_that_student_code_says_is_markup(
    course: Course, zygotes: Zygotes, tmp_path: Path, where: str, markup: str
) -> None:
    source = SOURCES[where].format(text=markup)
    (tmp_path / "gate_mul.py").write_text(source)
    _, page = graded(course, zygotes, tmp_path)
    assert_no_markup(page)


@pytest.mark.parametrize("markup", MARKUP)
def test_no_key_of_a_dict_is_markup(course: Course, zygotes: Zygotes, tmp_path: Path, markup: str) -> None:
    source = (ROOT / "reference/networks/net2_relu_sse.py").read_text().replace('"W1": ', f"{markup!r}: ")
    (tmp_path / "net2_relu_sse.py").write_text(source)
    report, page = graded(course, zygotes, tmp_path)
    assert report.problems[0].findings[0].code == "missing-key"
    assert_no_markup(page)
    assert "EVIL" in page


@pytest.mark.parametrize("folder", ["<script>EVIL", '"><EVIL a="', "a\u202eEVIL", "&lt;EVIL"])
def test_no_path_that_is_handed_in_is_markup(course: Course, zygotes: Zygotes, tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "gate_mul.py").write_text(mul("return dz * x, dz * x"))
    _, page = graded(course, zygotes, tmp_path / folder)
    assert_no_markup(page)
    assert "EVIL" in page


def test_a_file_made_to_be_slow_is_shown_at_once(course: Course, zygotes: Zygotes, tmp_path: Path) -> None:
    import time

    hard = ["f'" + "{" * 200, '"""' + "\\" * 300, "0" * 3000 + "x", "# " + "(" * 3000, "@" * 3000, "\t" * 3000]
    (tmp_path / "gate_mul.py").write_text("\n".join(hard * 200)[: 250 * 1024])
    start = time.process_time()
    assert_no_markup(graded(course, zygotes, tmp_path)[1])
    assert time.process_time() - start < 5


# --- grade submit -----------------------------------------------------------------------------------------


def browser_that_says_so(folder: Path) -> dict[str, str]:
    script = folder / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {folder / "opened"}\n')
    script.chmod(0o755)
    return {"BROWSER": f"{script} %s", "DISPLAY": "", "WAYLAND_DISPLAY": "", "CI": "", "SSH_CONNECTION": ""}


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/gate_mul.py").write_text(mul("return dz * x, dz * x"))
    return tmp_path / "mine"


def test_the_page_is_written_to_a_file(answers: Path) -> None:
    done = run_grade("submit", str(answers), "--form", "html", "--out", "page.html", cwd=answers)
    assert (done.returncode, done.stdout) == (1, "")
    page = (answers / "page.html").read_text(encoding="utf-8")
    assert parsed(page).all("h1")[0].text == "✗ 2.5 of 5 points"
    assert run_grade("submit", str(answers), "--form", "html", cwd=answers).stdout == page


@pytest.mark.parametrize("handed_in", ["mine", "mine/gate_mul.py"])
def test_the_page_is_written_beside_the_answers_and_opened(answers: Path, handed_in: str) -> None:
    done = run_grade("submit", handed_in, "--report", cwd=answers.parent, **browser_that_says_so(answers.parent))
    file = answers / ".grade/report.html"
    assert done.returncode == 1
    assert done.stdout.startswith("✗ 2.5 of 5 points"), "the report at the terminal stays"
    assert done.stderr == "The report as a page: mine/.grade/report.html\n"
    assert (answers.parent / "opened").read_text().strip() == file.resolve().as_uri()
    assert parsed(file.read_text(encoding="utf-8")).all("h1")[0].text == "✗ 2.5 of 5 points"
    before = load_submission(answers, read_course(ROOT)).sha256
    file.unlink()
    assert load_submission(answers, read_course(ROOT)).sha256 == before


@pytest.mark.parametrize(
    "surroundings",
    [{}, {"DISPLAY": ":0", "SSH_CONNECTION": "1 2 3 4"}, {"DISPLAY": ":0", "CI": "1"}, {"DISPLAY": ":0"}],
)
def test_where_nobody_sits_before_a_screen_only_the_path_is_said(answers: Path, surroundings: dict[str, str]) -> None:
    if surroundings == {"DISPLAY": ":0"}:  # all there is takes over the terminal
        tools, others = {"lynx": f": > {answers.parent / 'opened'}"}, str(answers.parent)
    else:
        tools = {"xdg-open": f"touch {answers.parent / 'opened'}"}
        others = f"{answers.parent}{os.pathsep}{os.environ['PATH']}"
    for name, script in tools.items():
        (answers.parent / name).write_text(f"#!/bin/sh\n{script}\n")
        (answers.parent / name).chmod(0o755)
    alone = {"BROWSER": "", "DISPLAY": "", "WAYLAND_DISPLAY": "", "CI": "", "SSH_CONNECTION": "", "TERM": "xterm"}
    done = run_grade("submit", "mine", "--report", cwd=answers.parent, **alone | surroundings, PATH=others)
    assert (done.returncode, done.stderr) == (1, "The report as a page: mine/.grade/report.html\n")
    assert not (answers.parent / "opened").exists()


@pytest.mark.parametrize("link", [".grade", ".grade/report.html"])
def test_no_link_that_is_handed_in_is_written_through(answers: Path, link: str) -> None:
    kept = answers.parent / "kept"
    kept.mkdir()
    (kept / "report.html").write_text("mine")
    (answers / link).parent.mkdir(exist_ok=True)
    (answers / link).symlink_to(kept if link == ".grade" else kept / "report.html")
    done = run_grade("submit", "mine", "--report", cwd=answers.parent, **browser_that_says_so(answers.parent))
    assert done.returncode == (2 if link == ".grade" else 1)
    assert ("mine/.grade/report.html: cannot be written" in done.stderr) == (link == ".grade")
    assert (kept / "report.html").read_text() == "mine"
