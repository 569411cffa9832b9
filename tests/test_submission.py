"""What is read of what a student hands in: regular files of bounded size, once, and nothing that a link leads to."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Grade
from test_bad_input import RIGHT_ADD, grade, mul

from grader import handed_in, submission
from grader.course import Course
from grader.errors import Unreadable, UserError
from grader.reports.sentences import happened
from grader.submission import StudentFile, Submission, is_answered, load_submission
from grader.words import Language

RIGHT_MUL = mul("return dz * y, dz * x")


def hand_in(folder: Path, course: Course, **files: str | bytes) -> Submission:
    """A submission of `gates/gate_mul.py` and the like, given by problem."""
    (folder / "gates").mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / "gates" / f"{name}.py").write_bytes(content.encode() if isinstance(content, str) else content)
    return load_submission(folder, course)


def why(file: StudentFile) -> Any:
    return file.trouble and file.trouble.get("why")


def make_socket(path: Path) -> None:
    """A socket in the file system; by a relative path, since its address may have a hundred characters only."""
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as bound:
        bound.bind(path.name)


def test_a_linked_module_folder_is_not_followed(course: Course, tmp_path: Path) -> None:
    elsewhere, mine = tmp_path / "elsewhere", tmp_path / "mine"
    for folder in (elsewhere, mine):
        folder.mkdir()
    (elsewhere / "gate_mul.py").write_text(RIGHT_MUL)
    (mine / "gates").symlink_to("../elsewhere", target_is_directory=True)
    file = load_submission(mine, course).files["gate-mul"]
    assert (file.path, file.source, why(file)) == ("gates", "", "link")
    assert not is_answered(mine, course, "gate-mul")
    (mine / "gate_mul.py").write_text(RIGHT_MUL)
    both = load_submission(mine, course).files["gate-mul"]
    assert both.trouble == {"kind": "unreadable", "why": "two-files", "files": ["gates", "gate_mul.py"]}


@pytest.mark.parametrize("target", ["../../elsewhere.py", "missing.py", "gate_mul.py", "/etc/hostname", "/dev/zero"])
def test_a_linked_file_is_told_and_not_followed(course: Course, tmp_path: Path, target: str) -> None:
    (tmp_path / "elsewhere.py").write_text(RIGHT_MUL)
    (tmp_path / "mine/gates").mkdir(parents=True)
    (tmp_path / "mine/gates/gate_mul.py").symlink_to(target)
    file = load_submission(tmp_path / "mine", course).files["gate-mul"]
    assert (file.path, file.source, why(file)) == ("gates/gate_mul.py", "", "link")
    assert not is_answered(tmp_path / "mine", course, "gate-mul")


def test_the_path_that_is_handed_in_may_be_a_link(course: Course, tmp_path: Path) -> None:
    wanted = hand_in(tmp_path, course, gate_mul=RIGHT_MUL)
    (tmp_path / "other").mkdir()
    (tmp_path / "other/folder").symlink_to(tmp_path)
    (tmp_path / "other/gate_mul.py").symlink_to(tmp_path / "gates/gate_mul.py")
    linked = load_submission(tmp_path / "other/folder", course).files
    assert {name: vars(file) for name, file in linked.items()} == {k: vars(file) for k, file in wanted.files.items()}
    assert load_submission(tmp_path / "other/folder", course).sha256 == wanted.sha256
    assert load_submission(tmp_path / "other/gate_mul.py", course).files["gate-mul"].source == RIGHT_MUL
    assert is_answered(tmp_path / "other/folder", course, "gate-mul")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, make_socket])
def test_what_is_no_regular_file_is_not_waited_for(course: Course, tmp_path: Path, make: Any) -> None:
    make(tmp_path / "gate_mul.py")
    assert why(load_submission(tmp_path, course).files["gate-mul"]) in ("not-a-file", "cannot-open")
    assert not is_answered(tmp_path, course, "gate-mul")


def test_a_file_in_the_place_of_a_folder_answers_nothing(course: Course, tmp_path: Path) -> None:
    (tmp_path / "gates").write_text("")
    (tmp_path / "gate_add.py").write_text(RIGHT_ADD)
    assert load_submission(tmp_path, course).files.keys() == {"gate-add"}


def test_a_path_that_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    make_socket(tmp_path / "gate_mul.py")
    done = grade("submit", "gate_mul.py", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("grade: gate_mul.py: cannot be opened (")


def test_a_sparse_file_is_refused_by_its_size(course: Course, tmp_path: Path) -> None:
    with open(tmp_path / "gate_mul.py", "wb") as file:
        file.truncate(1 << 40)
    assert why(load_submission(tmp_path, course).files["gate-mul"]) == "too-large"


def test_a_file_may_have_just_the_size_that_is_allowed(course: Course, tmp_path: Path) -> None:
    most = submission.LARGEST_FILE
    assert why(hand_in(tmp_path, course, gate_mul="#" * most).files["gate-mul"]) is None
    assert why(hand_in(tmp_path, course, gate_mul="#" * (most + 1)).files["gate-mul"]) == "too-large"


def test_a_file_that_is_larger_than_it_said_is_refused() -> None:
    with open("/proc/self/smaps", "rb") as grows:  # its size is said to be 0
        with pytest.raises(Unreadable, match="too-large"):
            handed_in.content(grows.fileno(), 100)
        assert os.lseek(grows.fileno(), 0, os.SEEK_CUR) < 1 << 20


def test_all_files_together_are_bounded(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "LARGEST_SUBMISSION", 1000)
    files = hand_in(tmp_path, course, gate_add="#" * 600, gate_mul="#" * 600, gate_max="#" * 400).files
    assert {name: why(file) for name, file in files.items()} == {
        "gate-add": None,
        "gate-mul": "too-large-together",
        "gate-max": None,
    }


DECLARED: dict[str, tuple[bytes, str | None]] = {
    "none": (b"x = 1\n", None),
    "utf-8": (b"# -*- coding: utf-8 -*-\n", None),
    "utf8": (b"# vim: set fileencoding=UTF8 :\n", None),
    "emacs": (b"#!/usr/bin/env python\n# -*- coding: utf-8-unix -*-\n", None),
    "byte order mark": (b"\xef\xbb\xbf# coding: utf-8\nx = '\xc3\xa9'\n", None),
    "in code": (b"x = '# coding: latin-1'\n", None),
    "below code": (b"x = 1\n# coding: latin-1\n", None),
    "on the third line": (b"\n\n# coding: latin-1\n", None),
    "latin": (b"# coding: latin-1\nx = 'a'\n", "other-coding"),
    "below a comment": (b"#!/usr/bin/env python\r\n# coding=gbk\r\n", "other-coding"),
    "old line ends": (b"# a comment\r# coding: gbk\r", "other-coding"),
    "utf-7": (b"# coding: utf-7\n# +AAo-print(1)\n", "other-coding"),
    "unknown": (b"# decoding: gates\n", "other-coding"),
    "beside a byte order mark": (b"\xef\xbb\xbf# coding: cp1252\n", "other-coding"),
    "latin bytes": (b"# coding: latin-1\nx = '\xe9'\n", "not-utf-8"),
    "overlong": (b"x = '\xc0\x80'\n", "not-utf-8"),
    "surrogate": (b"x = '\xed\xa0\x80'\n", "not-utf-8"),
    "utf-16": ("x = 1\n".encode("utf-16"), "not-utf-8"),
    "utf-16 without a mark": ("x = 1\n".encode("utf-16-le"), "control-characters"),
    "escape": (b"x = 1  # \x1b[2J\n", "control-characters"),
    "form feed and tab": (b"\f\nif 1:\r\n\tx = 1\n", None),
    "null byte": (b"x = 1\n\0", "control-characters"),
}


@pytest.mark.parametrize("name", DECLARED)
def test_only_text_that_every_editor_shows_alike_is_graded(course: Course, tmp_path: Path, name: str) -> None:
    content, wanted = DECLARED[name]
    file = hand_in(tmp_path, course, gate_mul=content).files["gate-mul"]
    assert why(file) == wanted
    assert file.source == ("" if wanted else content.decode("utf-8-sig"))
    assert is_answered(tmp_path, course, "gate-mul") == (wanted is None)


@pytest.mark.parametrize("character", ["\t", "\f", '"', "\\", "é", "中", "😀", "\x80", "\ud7ff"])
def test_the_largest_file_reaches_its_guest(grade_files: Grade, character: str) -> None:
    room = submission.LARGEST_FILE - len(RIGHT_MUL.encode()) - 2
    [problem] = grade_files({"gate_mul.py": f"#{character * (room // len(character.encode()))}\n{RIGHT_MUL}"}).problems
    assert problem.points == 5


@pytest.mark.parametrize("language", Language)
def test_every_trouble_has_its_sentence(course: Course, tmp_path: Path, language: Language) -> None:
    from grader.model import Cost, Finding

    said = set()
    for content in (b"\xff", b"\0", b"# coding: gbk\n", b"#" * 300_000):
        trouble = dict(hand_in(tmp_path, course, gate_mul=content).files["gate-mul"].trouble or {})
        text = happened(Finding("", None, "answered", str(trouble.pop("kind")), Cost.CASE, trouble), language)
        assert text.startswith("gates/gate_mul.py")
        said.add(text)
    assert len(said) == 4


def test_what_is_unreadable_tells_submissions_apart(course: Course, tmp_path: Path) -> None:
    def digest(**files: str | bytes) -> str:
        return hand_in(tmp_path, course, gate_add=RIGHT_ADD, **files).sha256

    with_null, with_link = digest(gate_mul=b"\0"), ""
    (tmp_path / "gates/gate_mul.py").unlink()
    without = digest()
    (tmp_path / "gates/gate_mul.py").symlink_to("gate_add.py")
    with_link = digest()
    assert len({with_null, without, with_link}) == 3


def test_a_name_that_is_nearly_right_is_shown_clean_and_no_link_is_looked_behind(
    course: Course, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/gate-\nmul.py").write_text("")
    with pytest.raises(UserError) as error:
        load_submission(tmp_path, course)
    assert error.value.params["near"] == "a/gate- mul.py -> gates/gate_mul.py"
    (tmp_path / "b").mkdir()
    (tmp_path / "b/link").symlink_to("../a")
    with pytest.raises(UserError) as error:
        load_submission(tmp_path / "b", course)
    assert error.value.params["near"] == ""


def test_no_descriptor_is_left_open(course: Course, tmp_path: Path) -> None:
    (tmp_path / "gate_max.py").symlink_to("nowhere")
    hand_in(tmp_path, course, gate_mul=RIGHT_MUL, gate_add=b"\0")
    before = len(os.listdir("/proc/self/fd"))
    load_submission(tmp_path, course)
    with pytest.raises(UserError):
        load_submission(ROOT / "docs", course)
    assert len(os.listdir("/proc/self/fd")) == before
