"""Zip files: the same as the folder in them, and no bomb goes off."""

from __future__ import annotations

import dataclasses
import io
import json
import random
import struct
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, right_file
from test_bad_input import RIGHT_ADD, mul
from test_bad_input import grade as run_grade
from test_notebook import notebook, said

from grader import submission
from grader.archive import ENTRIES_MOST, Archive
from grader.course import Course
from grader.errors import UserError
from grader.grading import Options, grade
from grader.reports import FORMS
from grader.sandbox.zygotes import Zygotes
from grader.submission import Submission, load_submission
from grader.words import Language

RIGHT_MUL = mul("return dz * y, dz * x")
LINK = 0o120777 << 16


def zipped(folder: Path, file: Path, top: str = "") -> Path:
    """A zip file of a folder, as most programs pack it."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(folder.rglob("*")):
            archive.write(each, f"{top}{each.relative_to(folder)}")
    return file


def packed(**files: str | bytes) -> bytes:
    """A zip file of these; the names without the ending."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"gates/{name}.py", content)
    return kept.getvalue()


@pytest.fixture
def hand_in(course: Course, tmp_path: Path) -> Callable[[bytes], Submission]:
    def load(content: bytes) -> Submission:
        (tmp_path / "mine.zip").write_bytes(content)
        return load_submission(tmp_path / "mine.zip", course)

    return load


def why(loaded: Submission, name: str = "gate-mul") -> Any:
    trouble = loaded.files[name].trouble
    return trouble and trouble["why"]


# --- the same as the folder -------------------------------------------------------------------------------


@pytest.mark.parametrize("top", ["", "my_solution/"])
def test_a_zip_file_is_graded_as_the_folder_in_it(course: Course, zygotes: Zygotes, tmp_path: Path, top: str) -> None:
    """Right, wrong, unreadable and missing answers, a notebook, and what answers nothing: hash and report agree."""
    folder = tmp_path / "my_solution"
    for name in ("gates/gate_add.py", "linear/linear_row.py", "losses/softmax_ce.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((ROOT / "tests/demo" / name).read_bytes())
    (folder / "gates/gate_mul.ipynb").write_text(notebook(mul("return dz, dz"), "1 +"))
    (folder / "gates/gate_max.py").write_bytes(b"\0")
    (folder / "circuit_add_mul.py").write_text("")
    (folder / "gates/circuit_add_mul.py").write_text("")
    (folder / "data.bin").write_bytes(random.Random(0).randbytes(1 << 20))
    reports = []
    for path in (folder, zipped(folder, tmp_path / "mine.zip", top)):
        loaded = dataclasses.replace(load_submission(path, course), path="it")
        reports.append(dataclasses.replace(grade(course, loaded, zygotes, Options()), durations={}))
    one, other = (FORMS["json"](report, Language.en) for report in reports)
    assert one == other
    verdicts = {problem["id"]: problem["verdict"] for problem in json.loads(one)["problems"]}
    assert {*verdicts.values()} == {"correct", "wrong", "partly", "unreadable"}


def test_all_references_in_a_zip_file_get_all_points(course: Course, zygotes: Zygotes, tmp_path: Path) -> None:
    numpy_only = [id_ for id_ in course.ids if course.problem(id_).package == "numpy"]
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as archive:
        for id_ in numpy_only:
            archive.write(right_file(course, id_), f"{course.module_of(id_)}/{right_file(course, id_).name}")
        archive.writestr("__MACOSX/gates/._gate_add.py", b"\0\5\26\7")
        archive.writestr(".DS_Store", b"\0")
    report = grade(course, load_submission(tmp_path / "mine.zip", course), zygotes, Options())
    assert [problem.id for problem in report.problems] == numpy_only
    assert report.all_right


def test_the_top_folder_is_looked_into_beside_what_macos_adds(hand_in: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as archive:
        archive.writestr("Mine 1/", b"")
        archive.writestr("Mine 1/gate_mul.py", RIGHT_MUL)
        archive.writestr("__MACOSX/Mine 1/._gate_mul.py", b"\0")
    file = hand_in((tmp_path / "mine.zip").read_bytes()).files["gate-mul"]
    assert (file.path, file.source) == ("gate_mul.py", RIGHT_MUL)


@pytest.mark.parametrize(
    "name", ["a/b/gate_mul.py", "../gate_mul.py", "/gate_mul.py", "C:/gate_mul.py", "./gate_mul.py"]
)
def test_a_name_elsewhere_answers_nothing(hand_in: Any, name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as archive:
        archive.writestr(name, RIGHT_MUL)
        archive.writestr("readme.txt", "")
    with pytest.raises(UserError, match="nothing-answered"):
        hand_in((tmp_path / "mine.zip").read_bytes())
    assert {each.name for each in tmp_path.iterdir()} == {"mine.zip"}


def test_names_are_looked_at_for_one_that_is_nearly_right(hand_in: Any) -> None:
    with pytest.raises(UserError) as error:
        hand_in(packed(gate_mull=RIGHT_MUL))
    assert error.value.params["near"] == "gates/gate_mull.py -> gates/gate_mul.py"


def test_the_script_that_shows_a_mistake_carries_the_code(tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_bytes(packed(gate_mul=mul("return dz * y, dz * y")))
    run_grade("submit", "mine.zip", "--repro", "show.py", cwd=tmp_path)
    assert "    return dz * y, dz * y\n" in (tmp_path / "show.py").read_text()


# --- what is odd ------------------------------------------------------------------------------------------


def patched(content: bytes, name: str, **fields: int) -> bytes:
    """The same zip file, where its list says something else of an entry; what its own header says stays."""
    at = {
        "flags": (8, "<H"),
        "method": (10, "<H"),
        "packed": (20, "<I"),
        "size": (24, "<I"),
        "made": (5, "<B"),
        "mode": (38, "<I"),
        "offset": (42, "<I"),
    }
    start = content.index(b"PK\1\2")
    while not content[start + 46 :].startswith(name.encode()):
        start = content.index(b"PK\1\2", start + 1)
    new = bytearray(content)
    for field, value in fields.items():
        place, kind = at[field]
        struct.pack_into(kind, new, start + place, value)
    return bytes(new)


ODD: dict[str, tuple[dict[str, int], str]] = {
    "a link": ({"made": 3, "mode": LINK}, "link"),
    "a device": ({"made": 3, "mode": 0o020666 << 16}, "not-a-file"),
    "a pipe": ({"made": 3, "mode": 0o010666 << 16}, "not-a-file"),
    "encrypted": ({"flags": 1}, "encrypted"),
    "bzip2": ({"method": 12}, "other-compression"),
    "lzma": ({"method": 14}, "other-compression"),
    "unknown": ({"method": 77}, "other-compression"),
    "stored, it says": ({"method": 0}, "damaged"),
    "a smaller size": ({"size": 10}, "damaged"),
    "a larger size": ({"size": 10_000}, "damaged"),
    "a huge size": ({"size": 1 << 31}, "too-large"),
    "less than it is": ({"packed": 10}, "damaged"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_entry_costs_its_own_problem(hand_in: Any, name: str) -> None:
    fields, wanted = ODD[name]
    loaded = hand_in(patched(packed(gate_add=RIGHT_ADD, gate_mul=RIGHT_MUL * 9), "gates/gate_mul.py", **fields))
    assert why(loaded) == wanted
    assert loaded.files["gate-mul"].source == ""
    assert loaded.files["gate-add"].source == RIGHT_ADD


def test_what_is_told_of_an_odd_entry(course: Course, zygotes: Zygotes, hand_in: Any) -> None:
    for fields, _ in ODD.values():
        loaded = hand_in(patched(packed(gate_mul=RIGHT_MUL * 9), "gates/gate_mul.py", **fields))
        [problem] = grade(course, loaded, zygotes, Options()).problems
        assert (problem.verdict, problem.points) == ("unreadable", 0)
        assert said(problem).startswith("gate-mul: gates/gate_mul.py ")


def test_a_linked_folder_is_told_like_one_on_disk(course: Course, hand_in: Any, tmp_path: Path) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        link = zipfile.ZipInfo("gates")
        link.external_attr = LINK
        archive.writestr(link, "elsewhere")
        archive.writestr("elsewhere/gate_mul.py", RIGHT_MUL)
    (tmp_path / "mine/elsewhere").mkdir(parents=True)
    (tmp_path / "mine/elsewhere/gate_mul.py").write_text(RIGHT_MUL)
    (tmp_path / "mine/gates").symlink_to("elsewhere")
    on_disk = load_submission(tmp_path / "mine", course)
    assert hand_in(kept.getvalue()).files["gate-mul"].trouble == on_disk.files["gate-mul"].trouble
    assert hand_in(kept.getvalue()).sha256 == on_disk.sha256


def test_a_name_that_is_there_twice_is_no_answer(hand_in: Any) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive, warnings.catch_warnings(action="ignore"):
        archive.writestr("gate_mul.py", mul("return dz, dz"))
        archive.writestr("gate_mul.py", RIGHT_MUL)
    assert why(hand_in(kept.getvalue())) == "twice"


# --- bombs and rubbish ------------------------------------------------------------------------------------


def many() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("gate_mul.py", RIGHT_MUL)
        for i in range(ENTRIES_MOST):
            archive.writestr(f"{i}", b"")
    return kept.getvalue()


def nested() -> bytes:
    """Zip files in zip files, as in 42.zip."""
    content = packed(gate_mul=bytes(1 << 24))
    for _ in range(5):
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
            for i in range(16):
                archive.writestr(f"lib {i}.zip", content)
        content = kept.getvalue()
    return content


def overlapping() -> bytes:
    """Entries that share their bytes, as in the bombs of 2019."""
    content = packed(gate_add="#" * 100_000, gate_mul="#" * 100_000, gate_max="#" * 100_000)
    for name in ("gate_add", "gate_mul", "gate_max"):
        content = patched(content, f"gates/{name}.py", offset=0)
    return content


RUBBISH: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "is no zip file"),
    "text": (lambda: RIGHT_MUL.encode(), "is no zip file"),
    "half": (lambda: packed(gate_mul=RIGHT_MUL)[:-30], "is no zip file"),
    "another beginning": (lambda: packed(gate_mul=RIGHT_MUL)[20:], "is no zip file"),
    "an end alone": (lambda: b"PK\5\6" + bytes(18), "nothing here answers"),
    "a list of lies": (lambda: b"PK\5\6" + bytes(4) + b"\xff" * 12 + bytes(2), "is no zip file"),
    "too many": (many, "more than 10000 files"),
    "nested": (nested, "nothing here answers"),
    "overlapping": (overlapping, "is no zip file"),
    "behind its list": (lambda: patched(packed(gate_mul=RIGHT_MUL), "gates", offset=1 << 30), "is no zip file"),
    "too large": (lambda: bytes(submission.LARGEST_SUBMISSION + 1), "larger than 4194304 bytes"),
}


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_is_refused_at_once_in_one_clear_line(hand_in: Any, name: str) -> None:
    make, wanted = RUBBISH[name]
    content = make()
    hand_in(packed(gate_mul=RIGHT_MUL))  # what is imported on the way takes its time once
    tracemalloc.start()
    start = time.process_time()
    with pytest.raises(UserError) as error:
        hand_in(content)
    spent, most = time.process_time() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 0.3 and most < 1 << 24, (spent, most)
    for language in Language:
        assert "\n" not in error.value.text(language)
    assert wanted in error.value.text(Language.en)


def test_a_bomb_in_the_place_of_an_answer_is_not_unpacked(hand_in: Any) -> None:
    bomb = packed(gate_add=RIGHT_ADD, gate_mul=bytes(1 << 26), huge=bytes(1 << 26))
    lying = patched(bomb, "gates/gate_mul.py", size=1000)
    hand_in(packed(gate_mul=RIGHT_MUL))
    tracemalloc.start()
    start = time.process_time()
    assert [why(hand_in(each)) for each in (bomb, lying)] == ["too-large", "damaged"]
    spent, most = time.process_time() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 0.3 and most < 1 << 23, (spent, most)


def test_all_files_together_are_bounded(hand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "LARGEST_SUBMISSION", 1000)
    loaded = hand_in(packed(gate_add="#" * 600, gate_mul="#" * 600, gate_max="#" * 400))
    assert [why(loaded, name) for name in ("gate-add", "gate-mul", "gate-max")] == [None, "too-large-together", None]


def test_damaged_bytes_never_raise_but_what_is_told(course: Course) -> None:
    content = packed(gate_add=RIGHT_ADD, gate_mul=RIGHT_MUL, gate_max=RIGHT_ADD * 20)
    chance = random.Random(1)
    whole = 0
    for _ in range(3000):
        new = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            new[chance.randrange(len(new))] = chance.randrange(256)
        try:
            archive = Archive(bytes(new), {"gates/gate_mul.py"})
            for name in ("gate_add", "gate_mul", "gate_max"):
                whole += len(archive.read(f"gates/{name}.py", 10_000)) > 0
        except (submission.Unreadable, FileNotFoundError):
            pass
    assert whole > 100


def test_the_command_line_says_it_with_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_text("no zip")
    done = run_grade("submit", "mine.zip", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("grade: mine.zip is no zip file")
