"""Submissions whose attack is the folder: each function fills one, given the values of the placeholders."""

from __future__ import annotations

import os
import py_compile
from collections.abc import Callable
from pathlib import Path

from hostile.arena import RIGHT, filled, plant

FOLDERS: dict[str, Callable[[Path, dict[str, str]], None]] = {}
WRONG = "def gate_mul_backward(x, y, dz):\n    return dz, dz\n"
PATCH = """
import numpy
numpy.all = numpy.allclose = lambda *a, **k: True
"""


def folder(build: Callable[[Path, dict[str, str]], None]) -> Callable[[Path, dict[str, str]], None]:
    FOLDERS[f"folder_{build.__name__}"] = build
    return build


@folder
def linked_answer(submission: Path, words: dict[str, str]) -> None:
    """The answer is a link to a right one elsewhere.

    row: odd-files
    stopped_at: 0
    shows: points
    """
    plant(submission, None)
    (submission / "elsewhere.py").write_text(RIGHT["mul"])
    (submission / "gates/gate_mul.py").symlink_to("../elsewhere.py")


@folder
def linked_secret(submission: Path, words: dict[str, str]) -> None:
    """The answer is a link to a secret, in the hope that a syntax error quotes its line.

    row: odd-files
    stopped_at: 0
    shows: told
    """
    plant(submission, None)
    Path(words["SECRET"]).write_text("return " + Path(words["SECRET"]).read_text())
    (submission / "gates/gate_mul.py").symlink_to(words["SECRET"])


@folder
def linked_reference(submission: Path, words: dict[str, str]) -> None:
    """The answer is a link to the course's reference.

    row: reference-on-disk
    stopped_at: 0
    shows: points
    """
    plant(submission, None)
    (submission / "gates/gate_mul.py").symlink_to(f"{words['COURSE']}/reference/gates/gate_mul.py")


@folder
def linked_notebook(submission: Path, words: dict[str, str]) -> None:
    """The answer is a notebook that is a link to a secret.

    row: odd-files
    stopped_at: 0
    shows: told
    naive: stands
    """
    plant(submission, None)
    (submission / "gates/gate_mul.ipynb").symlink_to(words["SECRET"])


@folder
def deep_notebook(submission: Path, words: dict[str, str]) -> None:
    """The answer is a notebook of a million brackets.

    row: odd-files
    stopped_at: 0
    shows: broken
    naive: stands
    """
    plant(submission, None)
    (submission / "gates/gate_mul.ipynb").write_text('{"cells": ' + "[" * 1_000_000)


@folder
def linked_environment(submission: Path, words: dict[str, str]) -> None:
    """The answer is a link to the environment of whoever opens it.

    row: environment
    stopped_at: 0
    shows: told
    naive: stands
    """
    plant(submission, None)
    (submission / "gates/gate_mul.py").symlink_to("/proc/self/environ")


@folder
def pipe(submission: Path, words: dict[str, str]) -> None:
    """The answer is a named pipe that nobody ever writes to.

    row: odd-files
    stopped_at: 0
    shows: slow
    naive: stands
    """
    plant(submission, None)
    os.mkfifo(submission / "gates/gate_mul.py")


@folder
def device(submission: Path, words: dict[str, str]) -> None:
    """The answer is a link to a device that never ends.

    row: odd-files
    stopped_at: 0
    shows: slow
    naive: stands
    """
    plant(submission, None)
    (submission / "gates/gate_mul.py").symlink_to("/dev/zero")


@folder
def loop(submission: Path, words: dict[str, str]) -> None:
    """The answer is a link to itself, and a folder holds itself.

    row: odd-files
    stopped_at: 0
    shows: points
    naive: stands
    """
    plant(submission, None)
    (submission / "gates/gate_mul.py").symlink_to("gate_mul.py")
    (submission / "gates/gates").symlink_to(".")


@folder
def sparse(submission: Path, words: dict[str, str]) -> None:
    """The answer is right, and followed by four gigabytes of nothing.

    row: odd-files
    stopped_at: 0
    shows: broken
    naive: stands
    """
    plant(submission, RIGHT["mul"])
    os.truncate(submission / "gates/gate_mul.py", 4 << 30)


@folder
def utf_7(submission: Path, words: dict[str, str]) -> None:
    """A comment that is code in the encoding that the file claims, to look wrong and be right.

    row: odd-files
    stopped_at: 0
    shows: points
    """
    text = (
        "# coding: utf-7\ndef gate_mul_backward(x, y, dz):\n    # +AAo-    return dz * y, dz * x\n    return dz, dz\n"
    )
    plant(submission, text)


@folder
def latin(submission: Path, words: dict[str, str]) -> None:
    """Bytes that are no UTF-8, in a file that is right in the encoding it claims.

    row: odd-files
    stopped_at: 0
    shows: points
    """
    plant(submission, b"# coding: latin-1\nE = '\xe9'\n" + RIGHT["mul"].encode())


@folder
def nulls(submission: Path, words: dict[str, str]) -> None:
    """Zero bytes in the middle of the source.

    row: odd-files
    stopped_at: 0
    shows: broken
    naive: stands
    """
    plant(submission, RIGHT["mul"].replace(":", ":\0"))


@folder
def nested(submission: Path, words: dict[str, str]) -> None:
    """Source that is nested so deep that a compiler gives up.

    row: odd-files
    stopped_at: 0
    shows: broken
    naive: stands
    """
    plant(submission, "x = " + "(" * 100_000 + ")" * 100_000 + "\n" + WRONG)


@folder
def many_lines(submission: Path, words: dict[str, str]) -> None:
    """One line as long as a file may be, with an error in it that a report would quote.

    row: odd-files
    stopped_at: 0
    shows: flooded
    naive: stands
    """
    plant(submission, "x = '" + "a" * 250_000 + "' $\n" + WRONG)


@folder
def two_answers(submission: Path, words: dict[str, str]) -> None:
    """Two files answer the same problem, one of them right.

    row: odd-files
    stopped_at: 0
    shows: points
    naive: stands
    """
    plant(submission, WRONG)
    (submission / "gate_mul.py").write_text(RIGHT["mul"])


@folder
def shadowed_numpy(submission: Path, words: dict[str, str]) -> None:
    """A numpy of its own beside the answer, for which everything is equal.

    row: planted-files
    stopped_at: 0
    shows: points
    """
    plant(submission, WRONG)
    own = (
        "import sys\n"
        "here = sys.path\n"
        "sys.path = [place for place in here if 'submission' not in place]\n"
        "del sys.modules['numpy']\n"
        "import numpy\n"
        "sys.path = here\n" + PATCH
    )
    for place in (submission, submission / "gates"):
        (place / "numpy.py").write_text(own)


@folder
def conftest(submission: Path, words: dict[str, str]) -> None:
    """A conftest.py beside the answer makes every comparison true.

    row: planted-files
    stopped_at: 0
    shows: points
    """
    plant(submission, WRONG)
    for place in (submission, submission / "gates"):
        (place / "conftest.py").write_text(PATCH)


@folder
def sitecustomize(submission: Path, words: dict[str, str]) -> None:
    """Files that an interpreter runs as it starts, if it looks into the folder.

    row: planted-files
    stopped_at: 0
    shows: points
    """
    plant(submission, WRONG)
    for name in ("sitecustomize.py", "usercustomize.py", "planted.pth", "gates/sitecustomize.py"):
        (submission / name).write_text(PATCH if name.endswith("py") else f"import os; exec({PATCH!r})")


@folder
def results(submission: Path, words: dict[str, str]) -> None:
    """A results.json beside the answer says that all is well.

    row: planted-files
    stopped_at: 0
    shows: points
    """
    plant(submission, WRONG)
    text = '{"problems": [{"id": "gate-mul", "points": 5}, {"id": "gate-add", "points": 5}], "points": 10}'
    for name in ("results.json", "report.json", "gates/results.json"):
        (submission / name).write_text(text)


@folder
def stale_bytecode(submission: Path, words: dict[str, str]) -> None:
    """Bytecode of a right answer under the name of a wrong one, which claims to be valid whatever the source says.

    row: planted-files
    stopped_at: 0
    shows: points
    """
    plant(submission, RIGHT["mul"])
    file = str(submission / "gates/gate_mul.py")
    py_compile.compile(file, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    plant(submission, WRONG)


@folder
def own_course(submission: Path, words: dict[str, str]) -> None:
    """A course, a cache and a set-up of its own inside the submission, with a reference that the answer agrees with.

    row: planted-files
    stopped_at: 0
    shows: points
    naive: stands
    """
    plant(submission, WRONG)
    for kind in ("problems", "reference"):
        (submission / kind / "gates").mkdir(parents=True)
    (submission / "reference/gates/gate_mul.py").write_text(WRONG)
    (submission / "course.yaml").write_text("seed: mine\n")
    (submission / "pyproject.toml").write_text("[tool.grade]\ncourse = '.'\n")


@folder
def helper_beside(submission: Path, words: dict[str, str]) -> None:
    """A module of the student's beside the answer changes numpy as the answer imports it.

    row: planted-files
    stopped_at: 0
    shows: points
    """
    plant(submission, "import patches\n" + WRONG)
    (submission / "gates/patches.py").write_text(filled(PATCH, words))
