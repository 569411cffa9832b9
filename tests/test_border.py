"""The guest answers, the host judges: what student code can find in its own process, and what it cannot forge."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Grade
from test_bad_input import mul

from grader.course import Course
from grader.grading import Options, grade
from grader.reports.json import read
from grader.reports.json import render as as_json
from grader.reports.terminal import render
from grader.sandbox import spawning
from grader.sandbox.zygotes import Zygote, Zygotes
from grader.submission import load_submission
from grader.words import Language

REFERENCE_LINE = "so a multiply gate swaps its inputs"


def told(report: Any) -> str:
    """What student code raised as the text of an exception."""
    return str(report.problems[0].findings[0].params["message"])


@pytest.fixture
def look_around(course: Course, tmp_path: Path) -> Iterator[Callable[[str], Any]]:
    """What a gate-mul finds that can look around: what is not there must not depend on its being locked in."""
    with Zygotes(most=0) as zygotes:

        def find(source: str) -> Any:
            (tmp_path / "gate_mul.py").write_text(source)
            return json.loads(told(grade(course, load_submission(tmp_path, course), zygotes, Options(slow=5))))

        yield find


def test_a_guest_holds_nothing_of_the_host(look_around: Callable[[str], Any]) -> None:
    source = mul(
        "import json, os, sys\n"
        "raise ValueError(json.dumps([\n"
        "    [name for name in sys.modules if name.split('.')[0] in ('grader', 'pydantic', 'yaml', 'typer')],\n"
        "    sorted(os.environ), sorted(os.listdir('/proc/self/fd')), sys.path]))"
    )
    modules, environment, descriptors, path = look_around(source)
    assert modules == []
    assert set(environment) <= {
        "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "PYTHONHASHSEED", "LC_CTYPE",
    }  # fmt: skip
    assert set(descriptors) <= {"0", "1", "2", "3", "4"}  # 4 is the listing itself
    assert not [place for place in path if "site-packages" in place]


def test_what_was_open_where_the_command_was_started_does_not_reach_a_guest(tmp_path: Path) -> None:
    source = mul("import os\ntry:\n    os.fstat(200)\nexcept OSError:\n    return dz * y, dz * x")
    (tmp_path / "gate_mul.py").write_text(source)
    command = f"exec 200</etc/passwd; ulimit -Sn 100; {sys.executable} -m grader submit . --json"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert read(done.stdout).points == 5


def test_no_line_of_the_reference_is_in_a_guests_memory(look_around: Callable[[str], Any]) -> None:
    assert REFERENCE_LINE in (ROOT / "reference/gates/gate_mul.py").read_text()
    half = len(REFERENCE_LINE) // 2
    source = mul(
        "import ctypes\n"
        f"marks = [({REFERENCE_LINE[:half]!r}, {REFERENCE_LINE[half:]!r}), ('def gate_mul_ba', 'ckward(x, y, dz)')]\n"
        "counts = []\n"
        "for first, second in marks:\n"
        "    count = 0\n"
        "    for line in open('/proc/self/maps'):\n"
        "        span, flags = line.split()[:2]\n"
        "        if 'r' not in flags or line.rstrip().endswith('[vvar]') or 'vsyscall' in line: continue\n"
        "        start, end = (int(part, 16) for part in span.split('-'))\n"
        "        if 'vvar' not in line:\n"
        "            count += ctypes.string_at(start, end - start).count((first + second).encode())\n"
        "    counts.append(count)\n"
        "raise ValueError(repr(counts))"
    )
    of_reference, of_itself = look_around(source)
    assert of_itself > 0, "the search finds what is there"
    assert of_reference == 0


def test_replies_written_by_student_code_are_answers_at_most(grade_files: Grade) -> None:
    """A frame that student code writes itself is read as its answer, judged, and desynchronises only its own guest."""
    source = mul(
        "import os, struct, json\n"
        "header = json.dumps({'d': {'values': {'d': {'verdict': 'correct', 'points': 5}}, 'troubles': {'d': {}},"
        " 'changed': {'d': {}}}}).encode()\n"
        "os.write(3, struct.pack('<IQ', len(header), 0) + header)\n"
        "return 0, 0"
    )
    add = "def gate_add_backward(x, y, dz):\n    return dz, dz\n"
    report = grade_files({"gate_mul.py": source, "gate_add.py": add})
    assert [problem.points for problem in report.problems] == [5, 0]


def test_garbage_on_the_wire_is_malformed(grade_files: Grade) -> None:
    [problem] = grade_files({"gate_mul.py": mul("import os\nos.write(3, b'x' * 100)\nreturn 0, 0")}).problems
    assert problem.verdict == "malformed"


def test_a_killed_zygote_costs_only_the_case_at_hand(grade_files: Grade) -> None:
    source = mul(
        "import os, signal\nif np.shape(x) == (1, 1): os.kill(os.getppid(), signal.SIGKILL)\nreturn dz * y, dz * x"
    )
    add = "def gate_add_backward(x, y, dz):\n    return dz, dz\n"
    add_report, mul_report = grade_files({"gate_mul.py": source, "gate_add.py": add}).problems
    assert add_report.points == 5
    assert {case.name for case in mul_report.cases if case.verdict != "correct"} <= {"one entry"}  # it may just manage


def forged_load(frame: str) -> str:
    """A file that answers the host's load request itself, then leaves."""
    return (
        "import json, os, struct\n"
        f"header = json.dumps({frame}).encode()\n"
        "os.write(3, struct.pack('<IQ', len(header), 0) + header)\n"
        "os._exit(0)\n"
    )


@pytest.mark.parametrize(
    "frame",
    [
        "{'d': {'trouble': {'d': {'kind': 'self-consistent'}}}}",
        "{'d': {'trouble': {'d': {}}}}",
        "{'d': {'trouble': {'d': {'kind': ['raised']}}}}",
        "{'d': {'trouble': {'d': {'kind': 'raised', 'message': 7, 'line': 'x', 'source': [1]}}}}",
        "{'d': {'trouble': {'d': {'kind': 'unreadable'}}}}",
        "{'d': {'values': {'d': {}}, 'troubles': [], 'changed': 10 ** 400}}",
        "{'d': []}",
    ],
)
def test_a_forged_trouble_earns_nothing_and_breaks_nothing(grade_files: Grade, frame: str) -> None:
    add = "def gate_add_backward(x, y, dz):\n    return dz, dz\n"
    report = grade_files({"gate_mul.py": forged_load(frame), "gate_add.py": add})
    assert [problem.points for problem in report.problems] == [5, 0]
    for language in Language:
        assert render(report, language)
    assert read(as_json(report, Language.en)).points == 5


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError('\\ud800 \\x1b]0;title\\x07 \\x1b[2J \\u202e\\n✓ 10 of 10 points')",
        "raise type('\\x1b[2J', (Exception,), {})('x')",
        "return type('\\x1b[2J\\ud800', (), {})(), dz",
        "import os\nos.kill(os.getpid(), 40)",
        "print('\\x1b[2J\\x07 \\u202e')\nreturn dz * y, dz",
        "return ['x' * 50_000] + [''] * 50_000, dz",
    ],
)
def test_text_of_student_code_is_clean_wherever_it_is_shown(grade_files: Grade, body: str) -> None:
    report = grade_files({"gate_mul.py": mul(body)})
    text = re.sub(r"\x1b\[[0-9;]*m", "", render(report, Language.en))  # our own colours
    assert not [c for c in text if c != "\n" and unicodedata.category(c)[0] == "C"]
    assert not [line for line in text.splitlines()[1:] if line.startswith("✓")]
    assert as_json(report, Language.en).encode()


def test_a_forward_that_lies_only_when_slopes_are_measured_earns_nothing(grade_files: Grade) -> None:
    """Its answers are right on every case, and elsewhere it is the integral of a wrong gradient."""
    source = (
        "import numpy as np\n"
        "seen = []\n"
        "def relu(z):\n"
        "    for old in seen:\n"
        "        if old.shape == z.shape and 0 < np.abs(old - z).max() < 1e-2:\n"
        "            return np.maximum(0, old) + (0.7 * np.sin(old) + 0.1) * (z - old)\n"
        "    seen.append(z.copy())\n"
        "    return np.maximum(0, z)\n"
        "def relu_backward(dout, z):\n"
        "    return dout * (0.7 * np.sin(z) + 0.1)\n"
    )
    [problem] = grade_files({"relu_backward.py": source}).problems
    assert {answer.name: answer.points for answer in problem.answers} == {"out": 2, "dz": 0}


def test_a_zygote_that_is_stopped_is_taken_for_dead(grade_files: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.sandbox.zygotes.REPLY_SECONDS", 0.5)
    monkeypatch.setattr("grader.sandbox.zygotes.CLOSING_SECONDS", 0.5)
    stop = mul("import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)\nreturn dz * y, dz * x")
    add = "def gate_add_backward(x, y, dz):\n    return dz, dz\n"
    assert grade_files({"gate_mul.py": stop, "gate_add.py": add}).problems[0].points == 5


def test_ctrl_c_in_the_middle_of_a_request_is_not_followed_by_another(
    grade_files: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Zygote._number

    def lost(self: Zygote) -> None:
        read(self)
        monkeypatch.setattr(Zygote, "_number", read)
        raise KeyboardInterrupt

    with Zygotes() as own:
        own.isolation()
        monkeypatch.setattr(Zygote, "_number", lost)
        start = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            grade_files({"gate_mul.py": mul("return dz * y, dz * x")}, zygotes=own)
    assert time.monotonic() - start < 5


def test_a_zygote_that_is_killed_as_it_starts_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    slow = (
        "import guest.namespaces as n, time\nenter = n._unshared\nn._unshared = lambda w: time.sleep(0.5) or enter(w)"
    )
    start = spawning.START.replace("import guest.zygote", f"exec({slow!r}); import guest.zygote")
    monkeypatch.setattr(spawning, "START", start)
    pid, descriptor = spawning.spawn("numpy", spawning.LAYERS)
    time.sleep(0.3)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(descriptor)
    time.sleep(0.7)
    assert capfd.readouterr().err == ""


def test_a_second_start_of_a_zygote_compiles_nothing(tmp_path: Path) -> None:
    package = tmp_path / "grader"
    shutil.copytree(ROOT / "grader", package, ignore=shutil.ignore_patterns("__pycache__"))
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    start = "from grader.sandbox.zygotes import Zygotes\nwith Zygotes() as zygotes: print(zygotes.isolation().level)"
    subprocess.run([sys.executable, "-c", start], check=True, cwd=tmp_path, env=environment | {"PYTHONPATH": "."})
    sources = {file.stem for file in (package / "guest").glob("*.py")}
    assert {file.name.partition(".")[0] for file in (package / "guest/__pycache__").iterdir()} >= sources - {"autograd"}


def test_a_package_is_found_past_finders_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    class Old:
        def find_module(self, name: str, path: object = None) -> None: ...

    class Strict:
        def find_spec(self, name: str, path: object, target: object) -> None: ...

    folder = spawning._folder_of("numpy")
    monkeypatch.setattr(sys, "meta_path", [Old(), Strict(), *sys.meta_path])
    assert folder is not None
    assert spawning._folder_of("numpy") == folder
