"""The speed table, measured as ratios in one run on one machine, and written to docs/speed.md.

Every time is a median over runs that take turns, so that a busy machine slows both sides of a ratio.
"""

from __future__ import annotations

import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from conftest import right_file

from grader.checks.gradients import own_slope
from grader.course import Course, read_course
from grader.model import Answer, Asked, Case
from grader.preparing import prepared
from grader.programs import question, taken_apart
from grader.sandbox.conversation import Conversation, Program
from grader.sandbox.zygotes import Zygotes

ROOT = Path(__file__).parent.parent
GRADE = [sys.executable, "-c", "from grader.__main__ import main; main()"]
"""What the installed command does."""
RUNS = 15
SAVES = 50
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

BARE = """
import pickle, sys
import numpy as np
for source, calls in pickle.load(open(sys.argv[1], "rb")):
    module = {"__name__": "answer"}
    exec(compile(source, "answer.py", "exec"), module)
    for call, code in {call: compile(call, "call", "exec") for call, _ in calls}.items():
        for inputs in (inputs for asked, inputs in calls if asked == call):
            for _ in range(2):
                exec(code, {**module, "np": np, **inputs})
"""

NET = """
import numpy as np

def net(x, y, W1, b1, W2, b2):
    a = np.tanh(x @ W1 + b1)
    e = a @ W2 + b2 - y
    dz = (e @ W2.T) * (1 - a * a)
    return 0.5 * np.sum(e * e), x.T @ dz, dz.sum(0), a.T @ e, e.sum(0)
"""


def median_seconds(*commands: Callable[[], object]) -> list[float]:
    """The median time of each, their runs taking turns; one run of each before is not counted."""
    times: list[list[float]] = [[] for _ in commands]
    for run in range(RUNS + 1):
        for command, kept in zip(commands, times, strict=True):
            start = time.perf_counter()
            command()
            if run:
                kept.append(time.perf_counter() - start)
    return [statistics.median(kept) for kept in times]


def process(*argv: str, cwd: Path | None = None) -> Callable[[], object]:
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed tool has its bytecode, as numpy has
    return lambda: subprocess.run(argv, check=True, capture_output=True, cwd=cwd, env=environment)


def references(course: Course, packages: Sequence[str], folder: Path) -> list[str]:
    """Hand in a right answer to every problem with these packages; the ids."""
    names = [name for name in course.ids if course.problem(name).package in packages]
    for name in names:
        target = folder / course.module_of(name) / course.reference(name).name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(right_file(course, name), target)
    return names


def bare_calls(course: Course, names: Sequence[str], zygotes: Zygotes, file: Path) -> None:
    """The same calls on the same inputs, twice each as in grading, for one process without isolation."""
    work = []
    for name in names:
        cases = prepared(course, name, zygotes).cases
        inputs = [(case.call, {k: np.array(v) if isinstance(v, np.ndarray) else v for k, v in case.inputs.items()})
                  for case in cases]  # fmt: skip
        work.append((right_file(course, name).read_text(), inputs))
    file.write_bytes(pickle.dumps(work))


def slope_check(zygotes: Zygotes) -> tuple[int, float, int]:
    """The slope check of each block of a net with 100,000 parameters: most calls a block, seconds, parameters."""
    rng = np.random.default_rng(0)
    shapes = {"W1": (784, 125), "b1": (125,), "W2": (125, 10), "b2": (10,)}
    inputs = {name: rng.standard_normal(shape) / np.sqrt(shape[0]) for name, shape in shapes.items()}
    inputs |= {"x": rng.standard_normal((8, 784)), "y": rng.standard_normal((8, 10))}
    call = "L, dW1, db1, dW2, db2 = net(x, y, W1, b1, W2, b2)"
    returned = ["L", "dW1", "db1", "dW2", "db2"]
    program = Program("net", "net.py", NET, taken_apart([call]), returned, ["net"], "numpy", 10, 512)
    case = Case("bench", call, inputs)
    calls: list[int] = []
    with Conversation(program, zygotes) as guest:
        [answer] = guest.ask([question(case, [call], again=False)])

        def block(name: str) -> None:
            counted = 0

            def along(v: np.ndarray, steps: Sequence[float]) -> list[object]:
                nonlocal counted
                counted += len(steps)
                return guest.along(call, name, v, steps, "L")

            asked = Asked(1, slope_of="L", along=name)
            finding = own_slope(f"d{name}", asked, case, Answer(answer.values), along, np.random.default_rng(1))
            assert finding is not None
            assert finding.code == "self-consistent"
            calls.append(counted)

        def all_blocks() -> None:
            guest.stand(case.inputs)
            for name in shapes:
                block(name)

        [seconds] = median_seconds(all_blocks)
    return max(calls), seconds, sum(int(np.prod(shape)) for shape in shapes.values())


def submit_at(level: int, folder: Path) -> Callable[[], object]:
    """`grade submit` with at most this level of isolation, started the way the command starts."""
    start = f"z = Zygotes({level}); z.start('numpy'); from grader import cli; cli.main(z)"
    return process(sys.executable, "-c", f"from grader.sandbox.zygotes import Zygotes; {start}", "submit", str(folder))


def one_guest(zygotes: Zygotes) -> float:
    """Seconds from ordering a guest to its answer to one call, and its end."""
    calls = taken_apart(["y = f(x)"])
    program = Program("f", "f.py", "def f(x):\n    return x\n", calls, ["y"], ["f"], "numpy", 10, 512)
    asked = [question(Case("bench", "y = f(x)", {"x": 1.0}), program.calls, again=False)]

    def ask() -> None:
        with Conversation(program, zygotes) as guest:
            assert guest.ask(asked)[0].values == {"y": 1.0}
        zygotes.start("numpy").status()

    return median_seconds(ask)[0]


def saves(problem: str, source: str, root: Path) -> list[float]:
    """Seconds from each save of a file to the verdict of a running `grade watch`; the first one warms it."""
    root.mkdir()
    file = root / f"{problem.replace('-', '_')}.py"
    with subprocess.Popen(
        [*GRADE, "watch", str(root)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as watch:
        assert watch.stdout is not None
        assert watch.stdout.readline().startswith("Watching")
        times = []
        for save in range(SAVES + 1):
            time.sleep(0.2 + 0.007 * (save % 10))  # at another moment between two looks each time
            start = time.perf_counter()
            file.write_text(f"{source}\n# save {save}\n")
            while not watch.stdout.readline().startswith((f"✓ {problem}:", f"~ {problem}:", f"✗ {problem}:")):
                assert watch.poll() is None
            times.append(time.perf_counter() - start)
        watch.terminate()
    return times[1:]


def main() -> None:
    course = read_course(ROOT)
    rows: list[tuple[str, str, str, str]] = []

    def row(what: str, bound: float, measured: float, how: str) -> None:
        verdict = "yes" if measured <= bound else "no"
        rows.append((what, f"{measured / bound:.2f}", verdict, how))

    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder)
        bare, with_help = median_seconds(process(sys.executable, "-c", "pass"), process(*GRADE, "--help"))
        row(
            "`grade --help`: a bare Python start + 150 ms",
            bare + 0.15, with_help, f"{1e3 * with_help:.0f} ms; bare start {1e3 * bare:.0f} ms",
        )  # fmt: skip

        numpy_answers = temporary / "numpy"
        names = references(course, ["numpy"], numpy_answers)
        with Zygotes() as zygotes:
            bare_calls(course, names, zygotes, temporary / "calls")
            largest, slopes, parameters = slope_check(zygotes)
            guest = one_guest(zygotes)
            level = zygotes.isolation().level
        submit = process(*GRADE, "submit", str(numpy_answers))
        graded, called = median_seconds(submit, process(sys.executable, "-c", BARE, str(temporary / "calls")))
        row(f"all {len(names)} numpy problems, right answers: 1.0 s", 1.0, graded, f"{1e3 * graded:.0f} ms")
        row(
            "the same: the bare calls in one process with numpy + 5 ms a problem",
            called + 0.005 * len(names), graded, f"{1e3 * graded:.0f} ms; bare calls {1e3 * called:.0f} ms",
        )  # fmt: skip
        locked, open_ = median_seconds(submit_at(level, numpy_answers), submit_at(0, numpy_answers))
        row(
            f"the same at isolation level {level}: 1.25 times level 0",
            1.25 * open_, locked, f"{1e3 * locked:.0f} ms; level 0 {1e3 * open_:.0f} ms",
        )  # fmt: skip
        row(
            f"a guest at level {level}, forked, locked down, asked and ended: 5 ms",
            0.005,
            guest,
            f"{1e3 * guest:.1f} ms",
        )
        row(
            f"slope check of {parameters} parameters in 4 blocks: 50 ms",
            0.05, slopes, f"{1e3 * slopes:.1f} ms, {largest} forward calls a block",
        )  # fmt: skip

        answers = ROOT / "tests" / "submissions" / "deep" / "bn_backward"
        for what, name in (("right", "right_three_paths"), ("wrong", "wrong_mean_path_missing")):
            times = saves("bn-backward", (answers / f"{name}.py").read_text(), temporary / what)
            median = statistics.median(times)
            row(
                f"`grade watch`, a {what} batch normalisation, from save to verdict: 150 ms",
                0.15, median, f"{1e3 * median:.0f} ms, at worst {1e3 * max(times):.0f} ms in {SAVES} saves",
            )  # fmt: skip

        if any(course.problem(name).package == "torch" for name in course.ids):
            torch_answers = temporary / "all"
            count = len(references(course, ["numpy", "torch"], torch_answers))
            imported, all_graded = median_seconds(
                process(sys.executable, "-c", "import torch"), process(*GRADE, "submit", str(torch_answers))
            )
            row(
                f"all {count} problems, with torch: one `import torch` + 1.0 s",
                imported + 1.0, all_graded, f"{1e3 * all_graded:.0f} ms; `import torch` {1e3 * imported:.0f} ms",
            )  # fmt: skip
    _write(rows)


def _write(rows: Sequence[tuple[str, str, str, str]]) -> None:
    lines = [
        "# Speed",
        "",
        "Written by `make bench`. Machines differ, so what counts is the ratio of two medians from one run, whose",
        f"runs took turns ({RUNS} each). A ratio of at most 1 keeps the bound.",
        "",
        "| what, and its bound | measured / bound | kept | medians of this run |",
        "|---|---|---|---|",
        *(f"| {what} | {ratio} | {kept} | {how} |" for what, ratio, kept, how in rows),
        "",
    ]
    (ROOT / "docs" / "speed.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
