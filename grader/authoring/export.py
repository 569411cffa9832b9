"""`grade export`: problems packed for another place that grades them, with this very version of the tool.

The tool goes along as a wheel made of its own files, wherever these are: an installed package and a checkout give the
same, no network is asked for it, and students are graded by what the instructor tried.
"""

from __future__ import annotations

import base64
import hashlib
import io
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

import grader
from grader.course import Course

PACKAGE = Path(grader.__file__).parent
SCRIPTS = Path(__file__).parent / "gradescope"
NAME = "backgrade"
TORCH = "torch==2.13.0"
"""The last one whose build for Linux brings no CUDA along."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
EXECUTABLE = ("setup.sh", "run_autograder")
COURSE = ("course.yaml", "problems", "reference", "student_template")
NOT_PACKED = {"__pycache__", "builtin"}


def gradescope(course: Course, names: Sequence[str], arguments: Sequence[str], secret_seed: str | None) -> bytes:
    """The zip file of an autograder of these problems, the same each time; `arguments` are those of `grade submit`."""
    wheel = f"{NAME}-{grader.__version__}-py3-none-any.whl"
    packages = {package for name in names for package in course.problem(name).packages}
    requirements = [f"./{wheel}", *([TORCH] if "torch" in packages else [])]
    files = {script: (SCRIPTS / script).read_bytes() for script in EXECUTABLE}
    files |= {f"course/{path}": content for path, content in _of_course(course.root)}
    files |= {wheel: _wheel(), "requirements.txt": _lines(requirements), "arguments": _lines(arguments)}
    if secret_seed is not None:
        files["seed"] = _lines([secret_seed])
    return _zip(files)


def _of_course(root: Path) -> Iterator[tuple[str, bytes]]:
    for part in COURSE:
        files = [root / part] if (root / part).is_file() else (root / part).rglob("*")
        yield from _contents(root, files)


def _contents(root: Path, files: Iterator[Path] | Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """The ordinary files among these, by their path below a folder."""
    for file in files:
        path = file.relative_to(root)
        if file.is_file() and not NOT_PACKED & {*path.parts} and not any(p.startswith(".") for p in path.parts):
            yield path.as_posix(), file.read_bytes()


def _wheel() -> bytes:
    """This package as a wheel, without the built-in course."""
    info = f"{NAME}-{grader.__version__}.dist-info"
    files = {f"grader/{path}": content for path, content in _contents(PACKAGE, PACKAGE.rglob("*"))}
    needs = [f"Requires-Dist: {each}" for each in _requirements()]
    head = ["Metadata-Version: 2.1", f"Name: {NAME}", f"Version: {grader.__version__}", "Requires-Python: >=3.11"]
    files[f"{info}/METADATA"] = _lines([*head, *needs])
    files[f"{info}/WHEEL"] = _lines(
        ["Wheel-Version: 1.0", f"Generator: {NAME}", "Root-Is-Purelib: true", "Tag: py3-none-any"]
    )
    files[f"{info}/entry_points.txt"] = _lines(["[console_scripts]", "grade = grader.__main__:main"])
    record = [f"{path},sha256={_digest(content)},{len(content)}" for path, content in files.items()]
    files[f"{info}/RECORD"] = _lines([*record, f"{info}/RECORD,,"])
    return _zip(files)


def _requirements() -> list[str]:
    """What this package needs: as its checkout says, or else as it was installed."""
    project = PACKAGE.parent / "pyproject.toml"
    if project.is_file():
        return list(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"])
    return [each for each in metadata.requires(NAME) or () if "extra ==" not in each]


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _lines(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    """A zip file that depends on nothing but what is in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, LONG_AGO)
            entry.create_system = 3
            entry.external_attr = (0o100755 if path in EXECUTABLE else 0o100644) << 16
            archive.writestr(entry, files[path], zipfile.ZIP_DEFLATED)
    return packed.getvalue()
