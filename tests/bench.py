"""The speed table, measured as ratios in one run on one machine, and written to docs/speed.md.

Every time is a median over rounds, in which what is compared takes turns. What a machine lends to others slows a
command on two cores more than one on one core, so rounds are told apart by something that none of them has a part in:
before and after each, a loop runs on both cores at once. Where it is slow, the round was disturbed and does not count;
what the ratio would be with all rounds stands beside it.
"""

from __future__ import annotations

import math
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
ROUNDS, ROUNDS_MOST = 31, 155
"""How many undisturbed rounds are wanted, and after how many it is given up."""
LOOP = "import timeit; print(min(timeit.repeat('sum(range(200_000))', number=1, repeat=4)))"
DISTURBED = 1.2
"""Times the shortest that the loop ever took; the best of a few, since both may begin on one core."""
SAVES = 50
HEAD = f"""# Speed

Written by `make bench`. Machines differ, so what counts is the ratio of two medians from one run, whose
commands took turns. A ratio of at most 1 keeps the bound.

Of each row {ROUNDS} rounds count in which both cores were ours: before and after, a loop on both at once
took at most {DISTURBED} times what it takes at best. All count where {ROUNDS_MOST} rounds hold fewer,
and in the rows of `grade watch`. The ratio over all rounds stands beside how many there were.

| what, and its bound | measured / bound | kept | counted, of all: their ratio | medians of this run |
|---|---|---|---|---|"""
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


class Quiet:
    """Tells whether both cores are ours."""

    def __init__(self) -> None:
        self.least = math.inf
        for _ in range(10):
            self.holds()

    def holds(self) -> bool:
        """Whether a loop on both cores at once takes about what it takes at best."""
        command = [sys.executable, "-S", "-c", LOOP]
        both = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
        seconds = [float(one.communicate()[0]) for one in both]
        self.least = min(self.least, *seconds)
        return max(seconds) <= DISTURBED * self.least


@dataclass
class Times:
    """Seconds of some commands, by round: of all rounds, and of those that were not disturbed."""

    every: list[tuple[float, ...]]
    quiet: list[tuple[float, ...]]

    def counted(self) -> list[tuple[float, ...]]:
        """The undisturbed rounds, if there are enough of them; else all."""
        return self.quiet if len(self.quiet) == ROUNDS else self.every


def medians(rounds: Sequence[tuple[float, ...]]) -> list[float]:
    return [statistics.median(seconds) for seconds in zip(*rounds, strict=True)]


def times(quiet: Quiet, *commands: Callable[[], object]) -> Times:
    """Seconds of each, taking turns, until there are enough undisturbed rounds; the first round is not counted."""

    def seconds(command: Callable[[], object]) -> float:
        start = time.perf_counter()
        command()
        return time.perf_counter() - start

    measured = Times([], [])
    tuple(map(seconds, commands))
    before = quiet.holds()
    while len(measured.quiet) < ROUNDS and len(measured.every) < ROUNDS_MOST:
        measured.every.append(tuple(map(seconds, commands)))
        after = quiet.holds()
        if before and after:
            measured.quiet.append(measured.every[-1])
        before = after
    return measured


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


def slope_check(zygotes: Zygotes, quiet: Quiet) -> tuple[int, Times, int]:
    """The slope check of each block of a net with 100,000 parameters: most calls a block, times, parameters."""
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

        taken = times(quiet, all_blocks)
    return max(calls), taken, sum(int(np.prod(shape)) for shape in shapes.values())


def submit_at(level: int, folder: Path) -> Callable[[], object]:
    """`grade submit` with at most this level of isolation, started the way the command starts."""
    start = f"z = Zygotes({level}); z.start('numpy'); from grader import cli; cli.main(z)"
    return process(sys.executable, "-c", f"from grader.sandbox.zygotes import Zygotes; {start}", "submit", str(folder))


def one_guest(zygotes: Zygotes, quiet: Quiet) -> Times:
    """Times from ordering a guest to its answer to one call, and its end."""
    calls = taken_apart(["y = f(x)"])
    program = Program("f", "f.py", "def f(x):\n    return x\n", calls, ["y"], ["f"], "numpy", 10, 512)
    asked = [question(Case("bench", "y = f(x)", {"x": 1.0}), program.calls, again=False)]

    def ask() -> None:
        with Conversation(program, zygotes) as guest:
            assert guest.ask(asked)[0].values == {"y": 1.0}
        zygotes.start("numpy").status()

    return times(quiet, ask)


def saves(problem: str, source: str, root: Path) -> Times:
    """Seconds from each save of a file to the verdict of a running `grade watch`; the first one warms it."""
    root.mkdir()
    file = root / f"{problem.replace('-', '_')}.py"
    with subprocess.Popen(
        [*GRADE, "watch", str(root)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as watch:
        assert watch.stdout is not None
        assert watch.stdout.readline().startswith("Watching")
        taken = []
        for save in range(SAVES + 1):
            time.sleep(0.2 + 0.007 * (save % 10))  # at another moment between two looks each time
            start = time.perf_counter()
            file.write_text(f"{source}\n# save {save}\n")
            while not watch.stdout.readline().startswith((f"✓ {problem}:", f"~ {problem}:", f"✗ {problem}:")):
                assert watch.poll() is None
            taken.append((time.perf_counter() - start,))
        watch.terminate()
    return Times(taken[1:], [])


Row = tuple[str, str, str, str, str]


def row(what: str, measured: Times, ratio: Callable[..., float], how: Callable[..., str]) -> Row:
    """A row of the table; `ratio` and `how` are given the median of each command."""
    counted = medians(measured.counted())
    kept, every = ratio(*counted), ratio(*medians(measured.every))
    rounds = f"{len(measured.counted())} of {len(measured.every)}: {every:.2f}"
    return what, f"{kept:.2f}", "yes" if kept <= 1 else "no", rounds, how(*counted)


def milliseconds(seconds: float) -> str:
    """A duration as the table shows it."""
    return f"{1e3 * seconds:.{1 if seconds < 0.01 else 0}f} ms"


def help_row(quiet: Quiet) -> Row:
    """How fast the command says what it can do."""
    return row(
        "`grade --help`: a bare Python start + 150 ms",
        times(quiet, process(sys.executable, "-c", "pass"), process(*GRADE, "--help")),
        lambda bare, help_: help_ / (bare + 0.15),
        lambda bare, help_: f"{milliseconds(help_)}; bare start {milliseconds(bare)}",
    )


def numpy_rows(course: Course, quiet: Quiet, folder: Path) -> Iterator[Row]:
    """Right answers to every numpy problem, and what each of them needs."""
    names = references(course, ["numpy"], folder / "numpy")
    with Zygotes() as zygotes:
        bare_calls(course, names, zygotes, folder / "calls")
        level = zygotes.isolation().level
        largest, slopes, parameters = slope_check(zygotes, quiet)
        guest = one_guest(zygotes, quiet)
    submit = process(*GRADE, "submit", str(folder / "numpy"))
    graded = times(quiet, submit, process(sys.executable, "-c", BARE, str(folder / "calls")))
    yield row(
        f"all {len(names)} numpy problems, right answers: 1.0 s",
        graded,
        lambda ours, bare: ours / 1.0,
        lambda ours, bare: milliseconds(ours),
    )
    yield row(
        "the same: the bare calls in one process with numpy + 5 ms a problem",
        graded,
        lambda ours, bare: ours / (bare + 0.005 * len(names)),
        lambda ours, bare: f"{milliseconds(ours)}; bare calls {milliseconds(bare)}",
    )
    yield row(
        f"the same at isolation level {level}: 1.25 times level 0",
        times(quiet, submit_at(level, folder / "numpy"), submit_at(0, folder / "numpy")),
        lambda locked, open_: locked / (1.25 * open_),
        lambda locked, open_: f"{milliseconds(locked)}; level 0 {milliseconds(open_)}",
    )
    yield row(
        f"a guest at level {level}, forked, locked down, asked and ended: 5 ms",
        guest,
        lambda one: one / 0.005,
        milliseconds,
    )
    yield row(
        f"slope check of {parameters} parameters in 4 blocks: 50 ms",
        slopes,
        lambda all_blocks: all_blocks / 0.05,
        lambda all_blocks: f"{milliseconds(all_blocks)}, {largest} forward calls a block",
    )


def watch_row(what: str, answer: str, folder: Path) -> Row:
    """How soon a running `grade watch` judges a file that is saved."""
    source = (ROOT / "tests" / "submissions" / "deep" / "bn_backward" / f"{answer}.py").read_text()
    saved = saves("bn-backward", source, folder / what)
    return row(
        f"`grade watch`, a {what} batch normalisation, from save to verdict: 150 ms",
        saved,
        lambda save: save / 0.15,
        lambda save: f"{milliseconds(save)}, at worst {milliseconds(max(saved.every)[0])} in {SAVES} saves",
    )


def torch_row(course: Course, quiet: Quiet, folder: Path) -> Row:
    """Right answers to every problem there is."""
    count = len(references(course, ["numpy", "torch"], folder / "all"))
    submit = process(*GRADE, "submit", str(folder / "all"))
    return row(
        f"all {count} problems, with torch: one `import torch` + 1.0 s",
        times(quiet, process(sys.executable, "-c", "import torch"), submit),
        lambda imported, ours: ours / (imported + 1.0),
        lambda imported, ours: f"{milliseconds(ours)}; `import torch` {milliseconds(imported)}",
    )


def rows(course: Course, folder: Path) -> Iterator[Row]:
    """The table, row by row as they are measured."""
    quiet = Quiet()
    yield help_row(quiet)
    yield from numpy_rows(course, quiet, folder)
    yield watch_row("right", "right_three_paths", folder)
    yield watch_row("wrong", "wrong_mean_path_missing", folder)
    yield torch_row(course, quiet, folder)


def main() -> None:
    print(HEAD)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for cells in rows(read_course(ROOT), Path(folder)):
            lines.append(f"| {' | '.join(cells)} |")
            print(lines[-1], flush=True)
    (ROOT / "docs" / "speed.md").write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
