"""The pictures of the README, from real runs: `make pictures`. Needs chromium."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
SHOWN = ("submit", "tests/demo", "-p", "bn-backward")
COLUMNS = 120
WIDTH, HEIGHT = 860, 1500
"""What a reader sees of the page without scrolling far."""
FONTS_FROM_ELSEWHERE = re.compile(r"@font-face \{.*?\}", re.DOTALL)
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(HERE.parent)}


def grade(*arguments: str) -> None:
    """Run the tool in the top folder; not all points is what is to be shown."""
    argv = [sys.executable, "-m", "grader", *arguments]
    assert subprocess.run(argv, cwd=HERE.parent, env=ENVIRONMENT).returncode == 1


def page(file: Path) -> None:
    """The beginning of the page, by day."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        written = Path(folder) / "report.html"
        grade(*SHOWN, "--form", "html", "--out", str(written))
        argv = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=argv)
        shown = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        shown.goto(written.as_uri())
        shown.screenshot(path=file)
        browser.close()


def terminal(file: Path) -> None:
    """What a terminal shows, with its colours."""
    from grader.course import built_in
    from grader.grading import Options
    from grader.grading import grade as graded
    from grader.reports.terminal import render
    from grader.sandbox.zygotes import Zygotes
    from grader.submission import load_submission
    from grader.words import Language

    os.chdir(HERE.parent)
    course = built_in()
    with Zygotes() as zygotes:
        only = Options(only=SHOWN[-1:])
        report = graded(course, load_submission(Path(SHOWN[1]), course), zygotes, only)
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(f"$ grade {' '.join(SHOWN)}\n{render(report, Language.en)}"))
    drawn = console.export_svg(title="grade", unique_id="terminal")
    file.write_text(FONTS_FROM_ELSEWHERE.sub("", drawn), encoding="utf-8")


if __name__ == "__main__":
    page(HERE / "report.png")
    terminal(HERE / "terminal.svg")
