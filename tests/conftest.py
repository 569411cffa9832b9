"""What the tests share: the built-in course, and zygotes that live as long as the tests."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.course import Course, read_course
from grader.graded import Report
from grader.grading import Options, grade
from grader.sandbox.zygotes import Zygotes
from grader.submission import load_submission

ROOT = Path(__file__).parent.parent
HAS_BROWSER = shutil.which("chromium") is not None and importlib.util.find_spec("playwright") is not None
HAS_TORCH = importlib.util.find_spec("torch") is not None

Grade = Callable[..., Report]


def right_file(course: Course, name: str) -> Path:
    """A right answer to a problem of the built-in course: the reference, or the first of those that tests hand in."""
    reference = course.reference(name)
    if not course.problem(name).forward_only:
        return reference
    folder = ROOT / "tests" / "submissions" / course.module_of(name) / reference.stem
    return min(folder.glob("right_*.py"))


def on_a_runner(folder: Path, wheels: Path) -> dict[str, str]:
    """The environment of a fresh machine that runs commands; its pip finds no more than what there is in `wheels`."""
    return {
        "PATH": f"{folder / 'venv/bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("torch") and not HAS_TORCH:
            item.add_marker(pytest.mark.skip(reason="torch is not installed"))
        if item.get_closest_marker("browser") and not HAS_BROWSER and "BROWSER_REQUIRED" not in os.environ:
            item.add_marker(pytest.mark.skip(reason="no chromium; try: apt-get install chromium"))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wanted answers are kept for this run of the tests alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project and all it needs, as pip finds it where there is no index."""
    folder = tmp_path_factory.mktemp("wheels")
    argv = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", folder, ROOT]
    subprocess.run([*map(str, argv)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def course() -> Course:
    return read_course(ROOT)


@pytest.fixture(scope="session")
def zygotes() -> Iterator[Zygotes]:
    with Zygotes() as zygotes:
        yield zygotes


@pytest.fixture
def grade_files(course: Course, zygotes: Zygotes, tmp_path: Path) -> Grade:
    """Grade a submission given as file name -> source text or file."""

    def grade_them(
        files: dict[str, str | bytes | Path],
        options: Options = Options(),  # noqa: B008
        zygotes: Zygotes = zygotes,
    ) -> Report:
        for name, content in files.items():
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                shutil.copy(content, target)
            else:
                target.write_bytes(content.encode() if isinstance(content, str) else content)
        return grade(course, load_submission(tmp_path, course), zygotes, options)

    return grade_them
