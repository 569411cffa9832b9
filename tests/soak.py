"""Much that is hostile in a few minutes: bytes that lie, submissions that hang, burst and crash, every wrong formula.

`make soak`, or `python tests/soak.py --seconds 600 --submissions 5000`. Stops at the first bound that does not hold.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import json
import os
import random
import re
import shutil
import signal
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from grader.authoring.strong import trials
from grader.authoring.validate import candidate_of
from grader.course import read_course
from grader.grading import Options, grade
from grader.guest.wire import DTYPES, PREFIX, Foreign, MalformedFrame, decode, encode
from grader.sandbox.zygotes import Zygotes
from grader.submission import load_submission

ROOT = Path(__file__).parent.parent

MEMORY_FACTOR, MEMORY_SLACK = 100, 1 << 16
"""Decoding may take so many times the frame's own length, and a little for errors: `[]` in JSON is a list of 64 bytes,
twice, since the tree becomes a value."""
SEEDS = (
    {"values": {"dx": np.ones((2, 3)), "dy": 1.5}, "troubles": {}, "changed": {}},
    {"values": {"dx": [[1, 2.5], [np.float32(3)]], "grads": {"W1": np.zeros((0, 4)), "b1": (1, None)}}},
    {"trouble": {"kind": "raised", "type": "ValueError", "message": "é\ud800", "line": 4, "source": "raise"}},
    {"values": [float("nan"), float("-inf"), True, 10**299, Foreign("a set")]},
    [np.ones((1, 2, 3), dtype) for dtype in DTYPES],
    {"again": "same"},
)
NUMBERS = ("0", "-1", "1e999", "-0", "1.5", "true", str(2**28), str(2**31), str(2**63), str(2**64), "9" * 400,
           "9" * 5000, "NaN", "-Infinity")  # fmt: skip
NODES = (
    None, True, -1, 2**28, 2**63, 1.5, "", "<f8", "|O", "\ud800", [], {}, [[]], {"a": ["<f8", [0]]},
    {"a": ["|b1", [2]]}, {"a": ["<f8", [0, 2**28, 2**28]]}, {"a": ["<f8", [2**28] * 8]}, {"a": []}, {"a": "<f8"},
    {"t": {}}, {"d": []}, {"o": []}, {"x": 1}, {"a": ["<i4", [1]], "t": []}, {"t": [{"d": {"": {"t": []}}}]},
)  # fmt: skip
BOMBS = ("[]", "{}", '""', "0", "1e1", '{"":0}', '{"t":[]}', '{"d":{}}', '{"o":""}', '{"a":["<f8",[0]]}', "[[[[]]]]")


def peak_of(frame: bytes) -> tuple[int, str]:
    """How many bytes decoding a frame takes at the most, and what comes of it."""
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    try:
        decode(frame)
        came = "values"
    except MalformedFrame:
        came = "malformed"
    except BaseException:
        print(f"not refused as malformed: {frame[:4000]!r}")
        raise
    return tracemalloc.get_traced_memory()[1] - before, came


def fuzz(seconds: float, rng: random.Random) -> None:
    """Decode frames that are nearly right; nothing may come of them but a value or MalformedFrame."""
    frames = [encode(seed) for seed in SEEDS]
    counts: Counter[str] = Counter()
    worst, worst_factor = 0, 0.0
    until = time.monotonic() + seconds
    tracemalloc.start()
    while time.monotonic() < until:
        mutate = rng.choice(MUTATORS)
        frame = mutate(rng.choice(frames), rng)
        if rng.random() < 0.3:
            frame = rng.choice(MUTATORS)(frame, rng)
        peak, came = peak_of(frame)
        counts[came] += 1
        if (
            peak > MEMORY_FACTOR * len(frame) + MEMORY_SLACK
        ):  # a table of the interpreter grows once; a frame's cost stays
            peak = min(peak, peak_of(frame)[0])
        if peak > MEMORY_FACTOR * len(frame) + MEMORY_SLACK:
            raise AssertionError(f"{peak} bytes for a frame of {len(frame)}: {frame[:4000]!r}")
        worst = max(worst, peak)
        worst_factor = max(worst_factor, max(0, peak - MEMORY_SLACK) / max(1, len(frame)))
    tracemalloc.stop()
    total = counts.total()
    print(
        f"decoder: {total} frames in {seconds:g} s ({total / seconds:.0f} a second), {counts['values']} of them values"
    )
    print(f"  worst peak: {worst / 1024:.0f} KiB, and {worst_factor:.1f} times its frame's length")


def flipped(frame: bytes, rng: random.Random) -> bytes:
    """A few bits the other way round."""
    changed = bytearray(frame)
    for _ in range(rng.randint(1, 8)):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def flipped_inside(frame: bytes, rng: random.Random) -> bytes:
    """The same, with a prefix that is right."""
    header, body = parts(frame)
    return framed(flipped(header, rng), body)


def cut(frame: bytes, rng: random.Random) -> bytes:
    """A frame's beginning; in half of the cases with a prefix that says so."""
    kept = frame[: rng.randint(0, len(frame))]
    return framed(*parts(kept)) if rng.random() < 0.5 else kept


def spliced(frame: bytes, rng: random.Random) -> bytes:
    """The beginning of a frame and the end of another."""
    other = encode(rng.choice(SEEDS))
    header = parts(frame)[0][: rng.randint(0, 200)] + parts(other)[0][rng.randint(0, 200) :]
    return framed(header, rng.choice([parts(frame)[1], parts(other)[1]]))


def huge(frame: bytes, rng: random.Random) -> bytes:
    """A number of the header in the place of which another stands."""
    header, body = parts(frame)
    numbers = list(re.finditer(rb"-?\d+", header))
    if not numbers:
        return frame
    number = rng.choice(numbers)
    return framed(header[: number.start()] + rng.choice(NUMBERS).encode() + header[number.end() :], body)


def lying(frame: bytes, rng: random.Random) -> bytes:
    """A prefix that promises something else."""
    promise = rng.choice([0, 1, len(frame), 1 << 20, 1 << 28, (1 << 32) - 1])
    return PREFIX.pack(promise, rng.choice([0, 1, len(frame), 1 << 28, 1 << 63, (1 << 64) - 1])) + frame[PREFIX.size :]


def regrown(frame: bytes, rng: random.Random) -> bytes:
    """One node of the header's tree replaced: another dtype, shape, tag, or a whole node."""
    header, body = parts(frame)
    try:
        tree = json.loads(header)
    except (ValueError, RecursionError):
        return frame
    places = list(places_in([tree]))
    holder, key = rng.choice(places)
    old = holder[key]
    choices = [
        *NODES,
        rng.choice([*DTYPES]),
        [rng.choice([0, 1, 2, 3, 2**28]) for _ in range(rng.randint(0, 9))],
        [old],
        [old] * 3,
    ]
    holder[key] = rng.choice(choices)
    if isinstance(old, dict) and old and rng.random() < 0.5:
        holder[key] = {rng.choice("atdox"): next(iter(old.values()))}
    root = places[0][0]
    return framed(json.dumps(root[0], separators=(",", ":")).encode(), body)


def bomb(frame: bytes, rng: random.Random) -> bytes:
    """As many small nodes as fit: each costs the reader more than it costs the sender."""
    node = rng.choice(BOMBS)
    return framed(f"[{','.join([node] * rng.choice([10, 1000, 10_000]))}]".encode(), b"")


MUTATORS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(mutate for mutate in (flipped, flipped_inside, cut, spliced, huge, lying, regrown) for _ in range(20)), bomb,
)  # fmt: skip


def parts(frame: bytes) -> tuple[bytes, bytes]:
    """Header and body, as far as they are there."""
    start = PREFIX.size
    end = start + PREFIX.unpack_from(frame)[0] if len(frame) >= start else start
    return frame[start:end], frame[end:]


def framed(header: bytes, body: bytes) -> bytes:
    """A frame whose prefix is right."""
    return PREFIX.pack(len(header), len(body)) + header + body


def places_in(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a tree of lists and dicts, as its holder and its key there."""
    for key in node if isinstance(node, dict) else range(len(node)):
        yield node, key
        if isinstance(node[key], (list, dict)):
            yield from places_in(node[key])


RIGHT = "def gate_mul_backward(x, y, dz):\n    return dz * y, dz * x\n"
HOSTILE = {
    "endless loop": "while True: pass",
    "sleep": "import time\ntime.sleep(99)",
    "memory bomb": "a = []\nwhile True: a.append(np.zeros(10**6))",
    "one large array": "return np.ones(10**11), dz",
    "output bomb": "while True: print('x' * 10**5)",
    "exit": "import os\nos._exit(0)",
    "abort": "import os\nos.abort()",
    "segmentation fault": "import ctypes\nctypes.string_at(0)",
    "recursion bomb": "import sys\nsys.setrecursionlimit(10**9)\na = []\nfor _ in range(10**6): a = [a]\nrepr(a)",
    "stops itself": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "forks": "import os, time\nfor _ in range(5):\n    if os.fork() == 0:\n        os.setsid()\n        time.sleep(99)",
    "threads": "import threading, time\nfor _ in range(50): threading.Thread(target=time.sleep, args=(99,)).start()",
    "closes everything": "import os\nos.closerange(0, 100)\nreturn dz * y, dz * x",
    "malformed frames": "import os\ntry: os.write(3, b'\\xff' * 100)\nexcept OSError: pass",
    "half a frame": "import os\ntry: os.write(3, b'\\x10\\0\\0\\0')\nexcept OSError: pass\nos._exit(0)",
    "temporary files": "import tempfile\nfor _ in range(9): tempfile.mkstemp()",
    "raises at once": "raise BaseException",
}
SECONDS, MEGABYTES = 0.2, 64
GROWTH = 8 << 20
"""Resident bytes that the host may have more than after the first round of everything."""
EVERY = 100


def soak(submissions: int, rng: random.Random) -> None:
    """Grade hostile submissions, one behind the other, with one set of zygotes; nothing may be left of them."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: what escapes a zygote is seen here
    with tempfile.TemporaryDirectory() as work, contextlib.ExitStack() as at_end, Zygotes() as zygotes:
        private = {"TMPDIR": f"{work}/tmp", "XDG_CACHE_HOME": f"{work}/cache"}
        for folder in private.values():
            os.mkdir(folder)
        at_end.callback(os.environ.update, {name: os.environ.get(name, "") for name in private})
        at_end.callback(setattr, tempfile, "tempdir", tempfile.tempdir)
        os.environ |= private
        tempfile.tempdir = private["TMPDIR"]
        course = read_course(small_course(Path(work) / "course"))
        answer = Path(work) / "gate_mul.py"
        verdicts: Counter[str] = Counter()

        def hand_in(source: str) -> float:
            answer.write_text(source)
            report = grade(course, load_submission(answer, course), zygotes, Options())
            verdicts[report.problems[0].verdict] += 1
            return report.points

        kinds = list(HOSTILE)
        for kind in kinds:
            hand_in(hostile(kind))
        assert hand_in(RIGHT) == 5
        time.sleep(0.5)
        first, start = left(private["TMPDIR"]), time.monotonic()
        print(f"{'graded':>8} {'seconds':>8} {'RSS MB':>8} {'processes':>10} {'descriptors':>12} {'files':>6}")
        print(
            f"{'warm':>8} {0:>8} {first['rss'] / 1e6:>8.1f} {first['processes']:>10} {first['descriptors']:>12} {0:>6}"
        )
        for number in range(1, submissions + 1):
            kind = kinds[number % len(kinds)] if number <= len(kinds) else rng.choice(kinds)
            points = hand_in(hostile(kind))
            assert points == 0, kind
            if number % EVERY == 0 or number == submissions:
                assert hand_in(RIGHT) == 5
                now = settled(private["TMPDIR"], first)
                row = f"{now['rss'] / 1e6:>8.1f} {now['processes']:>10} {now['descriptors']:>12} {now['files']:>6}"
                print(f"{number:>8} {time.monotonic() - start:>8.0f} {row}", flush=True)
                assert now["rss"] < first["rss"] + GROWTH, "the host grows"
                for what in ("processes", "descriptors", "files"):
                    assert now[what] == first[what], f"{what}: {first[what]} before, {now[what]} now"
        print("  " + ", ".join(f"{verdict} {count}" for verdict, count in verdicts.most_common()))


def small_course(root: Path) -> Path:
    """A course of one problem, with short limits."""
    for folder in ("problems", "reference", "student_template"):
        (root / folder / "gates").mkdir(parents=True)
    problem = (ROOT / "problems/gates/gate-mul.yaml").read_text(encoding="utf-8")
    limits = f"limits: {{seconds: {SECONDS}, megabytes: {MEGABYTES}}}\n"
    (root / "problems/gates/gate-mul.yaml").write_text(problem + limits, encoding="utf-8")
    for folder in ("reference", "student_template"):
        shutil.copy(ROOT / folder / "gates/gate_mul.py", root / folder / "gates")
    return root


def hostile(kind: str) -> str:
    """A submission that does this when it is called."""
    body = "".join(f"    {line}\n" for line in HOSTILE[kind].splitlines())
    return f"import numpy as np\n\ndef gate_mul_backward(x, y, dz):\n{body}"


def left(temporary: str) -> dict[str, int]:
    """What there is now: resident bytes, processes below this one, their and its descriptors, temporary files."""
    gc.collect()
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    below = descendants()
    descriptors = 0
    for pid in (os.getpid(), *below):
        with contextlib.suppress(OSError):
            descriptors += len(os.listdir(f"/proc/{pid}/fd"))
    return {"rss": resident, "processes": len(below), "descriptors": descriptors, "files": len(os.listdir(temporary))}


def settled(temporary: str, first: dict[str, int]) -> dict[str, int]:
    """What there is once guests that were ended are gone; after five seconds, whatever there is."""
    until = time.monotonic() + 5
    while len(descendants()) > first["processes"] and time.monotonic() < until:
        time.sleep(0.1)
    return left(temporary)


def descendants() -> set[int]:
    """All processes below this one."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry)] = int(Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1])
    found, new = set[int](), {os.getpid()}
    while new:
        new = {pid for pid, parent in parents.items() if parent in new}
        found |= new
    return found


def mutants() -> None:
    """Every mutant that validate says is caught, handed in: none gets all points."""
    course, handed_in = read_course(ROOT), 0
    with Zygotes() as zygotes, tempfile.TemporaryDirectory() as folder:
        for name in course.ids:
            file = Path(folder) / course.reference(name).name
            for mutant in (trial.mutant for trial in trials(candidate_of(course, name, zygotes)) if trial.case):
                file.write_text(mutant.source, encoding="utf-8")
                [problem] = grade(course, load_submission(file, course), zygotes, Options()).problems
                assert problem.points < problem.of, f"{name}, line {mutant.line}: {mutant.now}"
                handed_in += 1
    print(f"{handed_in} mutants handed in, and every one of them lost points")


def main() -> None:
    """All of them, for as long as the command line says."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=60, help="how long to fuzz the decoder")
    asked.add_argument("--submissions", type=int, default=500, help="how many hostile submissions to grade")
    asked.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32), help="repeat a run")
    options = asked.parse_args()
    print(f"seed {options.seed}")
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    fuzz(options.seconds, random.Random(options.seed))
    soak(options.submissions, random.Random(options.seed))
    mutants()


if __name__ == "__main__":
    main()
