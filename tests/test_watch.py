"""`grade watch` as a student runs it: at a terminal with keys, and into a pipe; and what counts as a save."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from test_bad_input import RIGHT_ADD, grade, mul

from grader.course import Course
from grader.looking import SETTLE_SECONDS, Paths, Saves
from grader.reports.columns import columns
from grader.reports.watching import Score
from grader.submission import load_submission
from grader.watch import read_scores, write_scores

DEADLINE = 60
"""Seconds that a busy machine may take; a machine that is not busy needs a moment."""
WATCH = [sys.executable, "-m", "grader", "watch"]
RIGHT = mul("return dz * y, dz * x")
SWAPPED = mul("return dz * x, dz * y")
HALF_RIGHT = mul("return dz * y, dz * y")
KEYS = "n next  h hint  l list  r report  q quit"
ESCAPE = re.compile(r"\x1b\[[0-9;]*[a-zA-Z]")


class Watched:
    """A running `grade watch`, and what it wrote."""

    def __init__(self, process: subprocess.Popen[bytes], output: int) -> None:
        self.process, self.output = process, output
        self.raw = b""
        self.read_to = 0

    def text(self) -> str:
        return self.raw.decode("utf-8", "replace").replace("\r\n", "\n")

    def expect(self, *wanted: str) -> str:
        """Wait until these were written, one after the other, since the time before; all that was."""
        start = self.read_to
        for text in wanted:
            until = time.monotonic() + DEADLINE
            while text not in self.text()[self.read_to :]:
                assert time.monotonic() < until, f"{text} not in:\n{self.text()[self.read_to :]}"
                self._read(0.1)
            self.read_to = self.text().index(text, self.read_to) + len(text)
        return self.text()[start : self.read_to]

    def quiet(self, seconds: float) -> str:
        """What is written in so many seconds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._read(0.05)
        new, self.read_to = self.text()[self.read_to :], len(self.text())
        return new

    def ended(self) -> int:
        """The exit code, once it is there."""
        until = time.monotonic() + DEADLINE
        while self.process.poll() is None:
            assert time.monotonic() < until, self.text()
            self._read(0.05)
        self._read(0)
        return self.process.returncode

    def press(self, keys: str) -> None:
        os.write(self.output, keys.encode())

    def _read(self, seconds: float) -> None:
        while select.select([self.output], [], [], seconds)[0]:
            with contextlib.suppress(OSError):  # a terminal that everybody has left
                if more := os.read(self.output, 1 << 16):
                    self.raw += more
                    seconds = 0
                    continue
            return


Start = Callable[..., Watched]


def with_signals() -> None:
    """A shell ignores signals in what it runs in the background, such as these tests; children would inherit that."""
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "GRADE_SEED")}
    return {**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TERM": "xterm"}


@pytest.fixture
def piped(tmp_path: Path, environment: dict[str, str]) -> Iterator[Start]:
    """Start `grade watch` with its output in a pipe."""
    started = []

    def start(*arguments: str) -> Watched:
        read, write = os.pipe()
        argv = [*WATCH, *arguments]
        process = subprocess.Popen(
            argv,
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=write,
            stderr=write,
            preexec_fn=with_signals,
        )
        os.close(write)
        started.append(Watched(process, read))
        return started[-1]

    yield start
    for watched in started:
        if watched.process.poll() is None:
            watched.process.kill()
            watched.process.wait()
        os.close(watched.output)


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """The two ends of a terminal: ours, and the one that a command has."""
    ends = pty.openpty()
    termios.tcsetwinsize(ends[1], (24, 90))
    yield ends
    for end in ends:
        os.close(end)


@pytest.fixture
def typed(tmp_path: Path, environment: dict[str, str], terminal: tuple[int, int]) -> Iterator[Start]:
    """Start `grade watch`, or another command, at a terminal."""
    started = []

    def start(*arguments: str, argv: list[str] = WATCH, **variables: str) -> Watched:
        ours, theirs = terminal
        process = subprocess.Popen(
            [*argv, *arguments],
            cwd=tmp_path,
            env=environment | variables,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            preexec_fn=lambda: (with_signals(), os.login_tty(theirs)),
        )
        started.append(process)
        return Watched(process, ours)

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()


def answer(folder: Path, source: str, name: str = "gates/gate_mul.py") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source)
    return file


def zygotes_of(watched: Watched) -> list[int]:
    return [
        int(pid) for pid in Path(f"/proc/{watched.process.pid}/task/{watched.process.pid}/children").read_text().split()
    ]


def test_what_is_saved_is_graded_and_the_change_is_said(tmp_path: Path, piped: Start) -> None:
    mine = tmp_path / "mine"
    file = answer(mine, HALF_RIGHT)
    watched = piped("mine")
    assert watched.expect("is graded.\n").startswith("Watching mine: 1 answered, 2.5 of 5 points.")
    file.write_text(SWAPPED)
    said = watched.expect("✗ gate-mul: 2.5 → 0 of 5 points, wrong: dx, dy\n", "your line", "\n")
    assert "✓" not in said
    file.write_text(RIGHT)
    watched.expect("✓ gate-mul: 0 → 5 of 5 points, correct\n")
    file.write_text(RIGHT + "\n")
    watched.expect("✓ gate-mul: 5 of 5 points, correct\n")
    file.write_text(HALF_RIGHT)
    watched.expect("~ gate-mul: 5 → 2.5 of 5 points, partly right; wrong: dy\n")
    answer(mine, RIGHT_ADD, "gate_add.py")
    watched.expect("✓ gate-add: 5 of 5 points, correct\n")
    watched.process.send_signal(signal.SIGINT)
    assert watched.ended() == 0
    assert "\x1b" not in watched.text()
    assert "\r" not in watched.text()
    assert KEYS not in watched.text()


def test_the_verdict_comes_before_the_smallest_input(tmp_path: Path, piped: Start) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    watched = piped("mine")
    watched.expect("nothing answered yet")
    slow = "import time\n\ndef gate_mul_backward(x, y, dz):\n    time.sleep(0.05)\n    return dz * x, dz * y\n"
    answer(mine, slow)
    said = watched.expect("✗ gate-mul")
    assert "The smallest input" not in said
    watched.expect("The smallest input that shows it: ")


def test_a_file_that_is_half_written_is_not_spoken_of(tmp_path: Path, piped: Start) -> None:
    file = answer(tmp_path / "mine", SWAPPED)
    watched = piped("mine")
    watched.expect("is graded.\n")
    for half in ("", RIGHT[:40], RIGHT[:80]):
        file.write_text(half)
        time.sleep(0.08)  # looked at twice in this time, and more
    file.write_text(RIGHT)
    said = watched.expect("✓ gate-mul: 0 → 5 of 5 points, correct\n")
    assert "missing" not in said
    assert "read" not in said
    file.write_text(RIGHT[:-3] + "(\n")
    watched.expect("✗ gate-mul: 5 → 0 of 5 points, cannot be read\n", "never closed")
    file.write_text("")
    watched.expect("✗ gate-mul: 0 of 5 points, function missing\n")


def test_an_editor_that_puts_another_file_in_its_place(tmp_path: Path, piped: Start) -> None:
    file = answer(tmp_path / "mine", SWAPPED)
    watched = piped("mine")
    watched.expect("is graded.\n")
    (other := file.with_name(".gate_mul.py.swp")).write_text(RIGHT)
    other.replace(file)
    watched.expect("✓ gate-mul: 0 → 5 of 5")
    file.rename(file.with_name("gate_mul.py~"))  # as vim does
    time.sleep(0.06)
    file.write_text(HALF_RIGHT)
    watched.expect("~ gate-mul: 5 → 2.5 of 5")
    assert "gone" not in watched.text()


def test_files_and_folders_that_go_and_come_back(tmp_path: Path, piped: Start) -> None:
    file = answer(tmp_path / "mine", RIGHT)
    watched = piped("mine")
    watched.expect("1 answered")
    file.unlink()
    watched.expect("gate-mul: its answer is gone.\n")
    file.mkdir()
    watched.expect("✗ gate-mul: 0 of 5 points, cannot be read\n", "not a regular file")
    file.rmdir()
    watched.expect("gate-mul: its answer is gone.\n")
    (tmp_path / "elsewhere.py").write_text(RIGHT)
    file.symlink_to(tmp_path / "elsewhere.py")
    watched.expect("✗ gate-mul: 0 of 5 points, cannot be read\n", "links are not followed")
    file.unlink()
    file.write_text(RIGHT)
    watched.expect("✓ gate-mul: 0 → 5 of 5")
    (tmp_path / "mine").rename(tmp_path / "away")
    watched.expect("mine is gone; waiting for it to come back.\n")
    assert not watched.quiet(0.5)
    answer(tmp_path / "mine", SWAPPED)
    watched.expect("mine is back.\n", "✗ gate-mul: 5 → 0 of 5")
    assert watched.process.poll() is None


def test_the_working_directory_may_be_the_folder_that_goes(tmp_path: Path, piped: Start) -> None:
    mine = tmp_path / "mine"
    answer(mine, RIGHT)
    watched = piped(".")
    watched.process.kill()
    read, write = os.pipe()
    process = subprocess.Popen(
        [*WATCH, "."], cwd=mine, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=write, stderr=write
    )
    os.close(write)
    try:
        watched = Watched(process, read)
        watched.expect("1 answered", "grade show")
        shutil.rmtree(mine)
        watched.expect("is gone")
        answer(mine, SWAPPED)
        watched.expect("is back", "5 → 0 of 5")
    finally:
        process.kill()
        process.wait()
        os.close(read)


def test_a_single_file(tmp_path: Path, piped: Start) -> None:
    file = answer(tmp_path / "mine", SWAPPED)
    watched = piped("mine/gates/gate_mul.py")
    watched.expect("1 answered, 0 of 5 points")
    file.write_text(RIGHT)
    watched.expect("✓ gate-mul: 0 → 5 of 5")
    assert not list(tmp_path.rglob(".grade"))
    assert grade("watch", "nothing.py", cwd=tmp_path).returncode == 2


def test_a_file_with_several_answers(tmp_path: Path, piped: Start) -> None:
    file = answer(tmp_path, RIGHT, "homework.py")
    watched = piped("homework.py")
    watched.expect("1 answered, 5 of 5 points")
    file.write_text(RIGHT + RIGHT_ADD)
    watched.expect("✓ gate-mul: 5 of 5", "✓ gate-add: 5 of 5")
    file.write_text("")
    time.sleep(0.08)
    file.write_text(SWAPPED)
    wanted = ["gate-add: its answer is gone.\n", "✗ gate-mul: 5 → 0 of 5"]
    said = watched.expect("gone.\n")
    said += watched.expect(*(text for text in wanted if text not in said))
    assert "gate-mul: its" not in said


def test_what_is_remembered_of_a_folder_is_no_part_of_it(tmp_path: Path, piped: Start, course: Course) -> None:
    mine = tmp_path / "mine"
    file = answer(mine, HALF_RIGHT)
    before = load_submission(mine, course).sha256
    watched = piped("mine")
    watched.expect("is graded.\n")
    watched.process.terminate()
    assert watched.ended() == 128 + signal.SIGTERM
    assert json.loads((mine / ".grade/scores.json").read_text()) == {"gate-mul": {"points": 2.5, "of": 5.0}}
    assert load_submission(mine, course).sha256 == before
    file.write_text(RIGHT)
    piped("mine").expect("5 of 5 points.", "✓ gate-mul: 2.5 → 5 of 5 points, correct\n")


NO_SCORES = (
    "", "[]", '{"gate-mul": 3}', '{"gate-mul": {"points": 3, "of": "5"}}', "[" * 50_000,
    '{"gate-mul": {"points": NaN, "of": 5}}', '{"gate-mul": {"points": 1, "of": Infinity}}',
    '{"gate-mul": {"points": -1, "of": 5}}', '{"gate-mul": {"points": %s, "of": %s}}' % (("9" * 4000,) * 2),
)  # fmt: skip


@pytest.mark.parametrize("kept", NO_SCORES, ids=lambda kept: kept[:40])
def test_scores_that_make_no_sense_are_none(tmp_path: Path, kept: str) -> None:
    (tmp_path / ".grade").mkdir()
    (tmp_path / ".grade/scores.json").write_text(kept)
    assert read_scores(tmp_path) == {}
    write_scores(tmp_path, {"gate-mul": Score(1, 5)})
    assert read_scores(tmp_path) == {"gate-mul": Score(1, 5)}


def test_scores_are_written_nowhere_else(tmp_path: Path, piped: Start) -> None:
    mine, elsewhere = tmp_path / "mine", tmp_path / "elsewhere"
    elsewhere.mkdir()
    file = answer(mine, SWAPPED)
    (mine / ".grade").symlink_to(elsewhere)
    watched = piped("mine")
    watched.expect("is graded.\n")
    file.write_text(RIGHT)
    watched.expect("0 → 5 of 5")
    assert not list(elsewhere.iterdir())
    (tmp_path / "file").write_text("where no folder can be made")
    (tmp_path / "file").replace(mine / ".grade")
    file.write_text(SWAPPED)
    watched.expect("5 → 0 of 5")


def test_a_course_that_changes_while_it_is_watched(tmp_path: Path, piped: Start) -> None:
    for name in ("one-gate", "two-gate"):
        assert grade("new", name, "--course", "course", cwd=tmp_path).returncode == 0
    course, mine = tmp_path / "course", tmp_path / "mine"
    [reference] = course.glob("reference/*/one_gate.py")
    right = reference.read_text()
    (tmp_path / "two").mkdir()
    moved = [(file, tmp_path / "two" / f"{i}") for i, file in enumerate(course.glob("*/*/two[-_]gate*"))]
    for file, aside in moved:
        file.rename(aside)
    answer(mine, right, "one_gate.py")
    answer(mine, right, "two_gate.py")
    watched = piped("mine", "--course", "course")
    watched.expect("1 answered")
    reference.write_text(right.replace("return ", "return 2 * ", 1))
    watched.expect("one-gate: 5 → ")
    [statement] = course.glob("problems/*/one-gate.yaml")
    kept = statement.read_text()
    statement.write_text(kept + "nonsense: 1\n")
    watched.expect("nonsense")
    statement.write_text(kept)
    reference.write_text(right)
    watched.expect("✓ one-gate")
    for file, aside in moved:
        aside.rename(file)
    watched.expect("two-gate: ")


def test_a_zygote_that_is_killed_is_replaced(tmp_path: Path, piped: Start) -> None:
    file = answer(tmp_path / "mine", SWAPPED)
    watched = piped("mine")
    watched.expect("is graded.\n")
    [zygote] = zygotes_of(watched)
    os.kill(zygote, signal.SIGKILL)
    file.write_text(RIGHT)
    watched.expect("✓ gate-mul: 0 → 5 of 5")
    assert zygote not in zygotes_of(watched)


def test_keys(tmp_path: Path, typed: Start, terminal: tuple[int, int]) -> None:
    mine = tmp_path / "mine"
    answer(mine, RIGHT)
    answer(mine, SWAPPED.replace("gate_mul", "gate_max"), "gates/gate_max.py")
    shutil.copy(ROOT / "tests/submissions/deep/bn_backward/wrong_dbeta_averaged.py", mine / "bn_backward.py")
    before = termios.tcgetattr(terminal[1])
    watched = typed("mine")
    watched.expect("Watching mine: 3 answered", "gate-max: 0 of", "your line", KEYS)
    assert termios.tcgetattr(terminal[1]) != before
    watched.press("h")
    watched.expect("1. ", "the next: press h", KEYS)
    watched.press("h")
    watched.expect("1. ", "2. ", "smallest input", KEYS)
    watched.press("\x1b[Bl")  # an arrow, and what comes with it
    assert not watched.quiet(0.3)
    watched.press("l")
    listed = ESCAPE.sub("", watched.expect("gate-mul", "torch", KEYS))
    assert re.search(r"✓ gate-mul +5/5  correct", listed)
    assert re.search(r"· gate-add +0/5  not answered yet", listed)
    (mine / "gates/gate_max.py").unlink()
    watched.expect("gate-max: its answer is gone", KEYS)
    watched.press("n")
    watched.expect("write mine/gates/", "grade show ", KEYS)
    watched.press("r")
    watched.expect("Nothing is graded yet", KEYS)
    (mine / "bn_backward.py").write_text((mine / "bn_backward.py").read_text() + "\n")
    watched.expect("bn-backward: ", KEYS)
    watched.press("h")
    watched.expect("1. ", KEYS)
    watched.press("r")
    shown = watched.expect("isolation level", KEYS)
    submitted = grade("submit", "mine", "-p", "bn-backward", cwd=tmp_path)
    assert " ".join(submitted.stdout.split()) in " ".join(ESCAPE.sub("", shown).split())  # broken to other widths
    watched.press("q")
    assert watched.ended() == 0
    assert termios.tcgetattr(terminal[1]) == before


def test_everything_right(tmp_path: Path, typed: Start) -> None:
    assert grade("new", "one-gate", "--course", "course", cwd=tmp_path).returncode == 0
    [reference] = (tmp_path / "course").glob("reference/*/one_gate.py")
    answer(tmp_path / "mine", reference.read_text(), "one_gate.py")
    watched = typed("mine", "--course", "course", "--lang", "zh")
    watched.expect("q 退出")
    (tmp_path / "mine/one_gate.py").write_text(reference.read_text() + "\n")
    watched.expect("正确", "q 退出")
    watched.press("n")
    watched.expect("题目全部正确", "q 退出")
    watched.press("h")
    watched.expect("没有要改的", "q 退出")
    watched.press("hhh")
    watched.expect("提示到此为止", "grade submit mine -p one-gate", "q 退出")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_fits_into_80_columns(
    language: str, tmp_path: Path, typed: Start, terminal: tuple[int, int]
) -> None:
    termios.tcsetwinsize(terminal[1], (24, 80))
    answer(tmp_path / "mine", SWAPPED)
    hint = ["hint", "gate-mul", "mine"]
    submit = ["submit", "mine", "-p", "gate-mul"]
    for command in (["list"], ["show", "gate-mul"], submit, *[hint] * 6, ["explain", "C8"], ["explain"]):
        ran = typed(*command, "--lang", language, argv=[sys.executable, "-m", "grader"])
        ran.ended()
        lines = ESCAPE.sub("", ran.text()).splitlines()
        assert len(lines) > 1
        assert [line for line in lines if columns(line.rstrip()) > 80] == [], command


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_leaves_the_terminal_as_it_was(
    tmp_path: Path, typed: Start, terminal: tuple[int, int], number: int
) -> None:
    answer(tmp_path / "mine", RIGHT)
    before = termios.tcgetattr(terminal[1])
    watched = typed("mine", NO_COLOR="1")
    watched.expect(KEYS)
    if number == signal.SIGINT:
        watched.press("\x03")
    else:
        watched.process.send_signal(number)
    assert watched.ended() == (0 if number == signal.SIGINT else 128 + number)
    assert termios.tcgetattr(terminal[1]) == before
    assert not re.search(r"\x1b\[[0-9;]*m", watched.text())
    assert watched.raw.endswith(b"\r\x1b[K")


def test_stopped_and_continued(tmp_path: Path, typed: Start, terminal: tuple[int, int]) -> None:
    answer(tmp_path / "mine", SWAPPED)
    before = termios.tcgetattr(terminal[1])
    command = f"set -m; {sys.executable} -m grader watch mine; stty -a >stopped; echo now; sleep 1; fg; stty -a >after"
    watched = typed(argv=["bash", "-c", command])
    watched.expect(KEYS)
    watched.press("\x1a")
    watched.expect("now")
    watched.expect(KEYS)
    answer(tmp_path / "mine", RIGHT)
    watched.expect("0 → 5 of 5", KEYS)
    watched.press("q")
    assert watched.ended() == 0
    assert termios.tcgetattr(terminal[1]) == before
    for name in ("stopped", "after"):
        shown = (tmp_path / name).read_text().split()
        assert {"icanon", "echo"} <= set(shown)


def test_a_narrow_terminal(tmp_path: Path, typed: Start, terminal: tuple[int, int]) -> None:
    termios.tcsetwinsize(terminal[1], (24, 20))
    file = answer(tmp_path / "mine", RIGHT)
    watched = typed("mine", COLUMNS="", NO_COLOR="1")
    watched.expect("is graded", "points")
    file.write_text(SWAPPED)
    watched.expect("5 → 0 of 5", "your line")
    watched.press("q")
    watched.ended()
    bottoms = [line.rpartition("\x1b[K")[2] for line in watched.text().split("\n")]
    assert max(len(bottom) for bottom in bottoms if "points" in bottom and "gate" not in bottom) < 90


def test_an_endless_loop_is_overtaken_and_left(tmp_path: Path, typed: Start) -> None:
    endless = mul("while True: pass")
    file = answer(tmp_path / "mine", SWAPPED)
    watched = typed("mine")
    watched.expect(KEYS)
    file.write_text(endless)
    watched.quiet(0.5)
    watched.press("l")
    watched.expect("gate-mul ", KEYS)
    file.write_text(RIGHT)
    assert "out of time" not in watched.expect("gate-mul: 0 → 5 of 5")
    file.write_text(endless)
    watched.quiet(0.5)
    watched.press("q")
    assert watched.ended() == 0


def test_an_endless_loop_has_its_time(tmp_path: Path, piped: Start) -> None:
    assert grade("new", "one-gate", "--course", "course", cwd=tmp_path).returncode == 0
    [statement] = (tmp_path / "course").glob("problems/*/one-gate.yaml")
    statement.write_text(statement.read_text(encoding="utf-8") + "limits: {seconds: 0.2}\n", encoding="utf-8")
    [reference] = (tmp_path / "course").glob("reference/*/one_gate.py")
    file = answer(tmp_path / "mine", reference.read_text(), "one_gate.py")
    watched = piped("mine", "--course", "course")
    watched.expect("is graded.\n")
    file.write_text(re.sub(r"return .*", "while True: pass", reference.read_text()))
    watched.expect("✗ one-gate: ", "out of time\n")


def test_a_save_is_over_when_two_looks_see_the_same() -> None:
    saves = Saves()
    there: Any = {"a", "b"}.__contains__
    saves.see(["a"], 1.0)
    assert saves.over(1.0, there) == []
    saves.see(["a"], 1.025)
    assert saves.over(1.025, there) == []
    assert saves.over(1.05, there) == ["a"]
    assert saves.over(1.075, there) == ["a"]
    saves.graded("a")
    assert saves.over(1.1, there) == []


def test_what_may_be_half_a_file_is_still_for_longer() -> None:
    saves = Saves()
    saves.see(["gone", "half"], 1.0)
    has: Any = {"half"}.__contains__
    assert saves.over(1.025, has) == ["half"]
    assert saves.settle("half", 1.025)
    assert saves.over(1.05, has) == []
    assert saves.over(1.0 + SETTLE_SECONDS, has) == ["gone", "half"]
    assert not saves.settle("half", 1.0 + SETTLE_SECONDS)
    saves.see(["half"], 2.0)
    assert saves.over(2.025, has) == ["gone", "half"]


def test_places_are_looked_at_where_something_is_or_a_folder_changed(tmp_path: Path) -> None:
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    one.write_text("1")
    paths = Paths({"one": [str(one)], "two": [str(two)]}, [str(tmp_path)])
    assert paths.look() == ["one"]
    assert paths.look() == []
    one.write_text("12")
    assert paths.look() == ["one"]
    two.write_text("")
    assert {name for _ in range(10) for name in paths.look()} == {"two"}
    assert paths.has("one")
    assert not paths.has("two")
    assert not paths.has("three")
    one.unlink()
    assert paths.look() == ["one"]
    three = paths.replaced({"two": [str(two)], "three": [str(tmp_path)]})
    assert three.look() == ["three"]


def test_an_empty_seed_is_none(tmp_path: Path, piped: Start, environment: dict[str, str]) -> None:
    environment["GRADE_SEED"] = ""
    by_hand_only = mul("return dz * y, dz * x * (np.size(x) == 1)")
    (tmp_path / "gate_mul.py").write_text(by_hand_only)
    piped(".").expect('dy on "generic 1"', ": got 0")  # under a secret seed it would not say what


def test_a_terminal_that_is_gone_ends_it_as_a_hangup(tmp_path: Path, environment: dict[str, str]) -> None:
    """As when a window is closed: nothing can be written or put back, and nobody is there to read a traceback."""
    (tmp_path / "gate_mul.py").write_text("def gate_mul_backward(x, y, dz):\n    while True:\n        pass\n")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*WATCH, "."],
        cwd=tmp_path,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        preexec_fn=lambda: os.login_tty(theirs),
    )
    os.close(theirs)
    assert select.select([ours], [], [], DEADLINE)[0]
    assert b"gate-mul" in os.read(ours, 100)
    os.close(ours)
    assert process.wait(DEADLINE) == 128 + signal.SIGHUP


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&- 2>&-"])
def test_streams_may_be_closed(tmp_path: Path, environment: dict[str, str], closed: str) -> None:
    (tmp_path / "gate_mul.py").write_text(RIGHT)
    script = f'"$@" {closed} & sleep 1; kill $!; wait $!; exit $?'
    done = subprocess.run(
        ["bash", "-c", script, "", *WATCH, "."], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 128 + signal.SIGTERM
    assert "Traceback" not in done.stderr
