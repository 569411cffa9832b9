"""Where attacks are let loose: a course, a home and listeners of their own for each, and a look at all of it after."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.util
import inspect
import json
import os
import pty
import re
import secrets
import select
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import yaml
from pydantic import ValidationError

from grader.graded import Report
from grader.reports.json import read
from grader.reports.terminal import render
from grader.words import Language

HERE = Path(__file__).parent
WIRE = HERE / "wire.py"
ROOT = HERE.parent.parent
WARDEN = HERE / "warden.py"
ATTACKS, HARMLESS = HERE / "attacks", HERE / "harmless"

ROWS = {
    "lying-objects": "an object or a subclass with lying methods",
    "monkey-patches": "numpy, builtins, json or time replaced in the process",
    "frames": "frames, garbage collector and tracing to find or change wanted answers",
    "exits": "leaving early: exit, atexit, exceptions that pass for a skip, a trusted exit status",
    "parsed-output": "printed text taken for results or for commands",
    "planted-files": "files beside the answer that the grader might run or believe",
    "reference-on-disk": "the reference and hidden cases on the same disk",
    "same-process": "the grader's own modules, or the rights of its user",
    "environment": "secrets in the environment and on the command line",
    "parent-memory": "memory and descriptors of other processes",
    "own-heap": "secrets in the guest's own memory",
    "kept-state": "answers kept from call to call, inputs changed, answers changed after they were returned",
    "seeds": "inputs that can be predicted",
    "odd-values": "values that a comparison may wave through",
    "pickle": "objects that run code when they are copied or unpickled",
    "libraries": "packages that do the work, or are not for guests",
    "left-over": "processes that outlive the run",
    "stopping": "killing, stopping or delaying the grader",
    "bombs": "processes, threads, memory, descriptors, files and output without end",
    "shared-maps": "memory that a limit on memory does not see",
    "odd-files": "links, pipes, devices, sparse files and odd encodings as answers",
    "foreign-calls": "calls that a filter by name does not see: 32 bit, x32, machine code, io_uring",
    "kernel-objects": "keyrings, odd sockets, locks and memory shared through the kernel",
    "raised-limits": "limits, priorities and rights raised again, or changed for others",
    "terminal-input": "the terminal of whoever runs the command",
    "escape-codes": "text that moves a cursor, hides itself or commands a runner",
    "exception-texts": "exceptions whose text is an attack",
    "oracle": "reports as a way to learn hidden inputs",
    "wire": "frames of one's own on the guest's socket",
    "files": "reading and writing what is the user's",
    "network": "sockets",
}
"""The rows of the threat table; `wire`, `files` and `network` are spread over several of its rows."""

SHOWS = {
    "points": "the problem earned more than the file deserves",
    "told": "a secret stands in what the command writes",
    "written": "something outside the guest has changed",
    "connected": "a listener heard something",
    "process": "a process was left over",
    "signal": "another process was killed, stopped, traced or limited",
    "neighbour": "the next problem lost its marks",
    "slow": "the command took too long",
    "control": "what is shown holds control characters or commands to a runner",
    "allowed": "a call that must be refused was not, the attack says",
    "broken": "no exit status or report as promised",
    "flooded": "the command wrote too much",
}
"""How an attack can show that it came through."""

SECONDS_MOST, NAIVE_SECONDS_MOST = 15.0, 3.0
BYTES_MOST = 100_000
NOBODY = 65534
LIMITS = "limits: {seconds: 0.3, megabytes: 256}\n"
COURSE_FILE = """\
title: {en: Arena, zh: 场}
seed: public
modules:
  gates:
    title: {en: Gates, zh: 门}
    problems: [gate-mul, gate-add]
"""
RIGHT = {
    "mul": "def gate_mul_backward(x, y, dz):\n    return dz * y, dz * x\n",
    "add": "def gate_add_backward(x, y, dz):\n    return dz, dz\n",
}
NEEDED = (
    "numpy", "numpy.libs", "typer", "click", "shellingham", "rich", "pygments", "markdown_it", "mdurl", "pydantic",
    "pydantic_core", "annotated_types", "annotated_doc", "typing_extensions.py", "typing_inspection", "yaml",
    "pylatexenc", "_yaml",
)  # fmt: skip
"""What `grade` imports from site-packages."""
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Attack:
    """A submission with what it tries, and how it would show that it came through."""

    name: str
    tries: str
    row: str
    stopped_at: int
    shows: str
    deserves: float
    cold: bool
    """Nothing is cached: the reference runs in the same run of the command."""
    hidden: bool
    """Graded under a secret seed, whose cases nothing may be told of."""
    naive: bool
    """Whether the naive grader falls to it."""
    build: Callable[[Path, dict[str, str]], None]
    """Fills the submission's folder, given the values of the placeholders."""


@dataclass(frozen=True)
class Configuration:
    """What attacks are run under: an isolation level, and whether as root or as an ordinary user."""

    level: int
    user: str

    def __str__(self) -> str:
        return f"level{self.level}-{self.user}"


@dataclass
class Outcome:
    """What a run of the command came to: how it was broken into (by the words of SHOWS), and its report."""

    breaches: dict[str, str] = field(default_factory=dict)
    report: Report | None = None
    status: int | None = None
    seconds: float = 0.0
    out: str = ""
    err: str = ""


def attacks() -> list[Attack]:
    """Every attack: the files, then the folders."""
    from hostile import folders

    files = [_of_docstring(file.stem, ast.get_docstring(ast.parse(file.read_text())) or "", _file(file))
             for file in sorted(ATTACKS.glob("*.py"))]  # fmt: skip
    built = [
        _of_docstring(name, inspect.getdoc(build) or "", lambda folder, words, build=build: build(folder, words))
        for name, build in folders.FOLDERS.items()
    ]
    return files + built


def harmless() -> list[Attack]:
    """Right answers that do odd things; they deserve all their points."""
    files = sorted(HARMLESS.glob("*.py"))
    return [Attack(file.stem, "", "", 0, "", 5.0, False, False, False, _file(file)) for file in files]


def _of_docstring(name: str, text: str, build: Callable[[Path, dict[str, str]], None]) -> Attack:
    """An attack from a docstring: a sentence, and lines of YAML from `row:` on. Raises on what is not foreseen."""
    sentence, _, facts = text.partition("\nrow:")
    said: dict[str, Any] = yaml.safe_load("row:" + facts)
    attack = Attack(
        name=name,
        tries=" ".join(sentence.split()),
        row=said.pop("row"),
        stopped_at=said.pop("stopped_at"),
        shows=said.pop("shows"),
        deserves=float(said.pop("deserves", 0)),
        cold=said.pop("cold", False),
        hidden=said.pop("hidden", False),
        naive=said.pop("naive", "falls") == "falls",
        build=build,
    )
    if said or attack.row not in ROWS or attack.shows not in SHOWS or attack.stopped_at not in (0, 2, 3):
        raise ValueError(f"{name}: {attack} {said}")
    return attack


def _file(file: Path) -> Callable[[Path, dict[str, str]], None]:
    return lambda folder, words: plant(folder, filled(file.read_text(), words))


def plant(folder: Path, mul: str | bytes | None) -> None:
    """A submission with this answer to gate-mul and a right one to gate-add."""
    gates = folder / "gates"
    gates.mkdir(exist_ok=True)
    (gates / "gate_add.py").write_text(RIGHT["add"])
    if mul is not None:
        (gates / "gate_mul.py").write_bytes(mul.encode() if isinstance(mul, str) else mul)


def filled(text: str, words: dict[str, str]) -> str:
    """The text with each @WORD@ replaced; @WIRE@, in a comment, by the code that attacks on the wire share."""
    text = text.replace("# @WIRE@\n", WIRE.read_text(encoding="utf-8"))
    return re.sub(r"@([A-Z]+)@", lambda found: words[found[1]], text)


class Arena:
    """All that runs share: where the interpreter and the tool are, the course, what the cache holds, the secret."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="arena-"))
        self.root.chmod(0o755)
        self.token = secrets.token_hex(12)
        self.course = self.root / "course"
        self.wardens: list[subprocess.Popen[str]] = []
        self._make_course()

    def __enter__(self) -> Arena:
        return self

    def __exit__(self, *_: object) -> None:
        for warden in self.wardens:
            warden.kill()
            warden.wait()
        shutil.rmtree(self.root, ignore_errors=True)

    def run(self, attack: Attack, where: Configuration) -> Outcome:
        """Grade an attack with the tool, and say what it broke."""
        words = ["submit", "@FOLDER@", "--course", "@COURSE@", "--lang", "en"]
        outcome = Outcome()
        forms = ["json"]
        for form in forms:
            with _Run(self, attack, _user(where)) as run:
                run.cache(None if attack.cold or attack.hidden else self._warm(where))
                command = [*self._tool(where), str(where.level), *words, "--form", form]
                run.command(command, self._path(where), SECONDS_MOST)
                run.look(outcome)
                if form == "terminal":
                    _look_at_text(outcome, run.out + run.err)
                elif not _judge(outcome, attack) or attack.shows == "control":
                    forms.append("terminal")
        return outcome

    def run_naive(self, attack: Attack) -> Outcome:
        """Grade an attack with the naive grader, and say what it broke; with more time where that was too short."""
        outcome = self._run_naive(attack, NAIVE_SECONDS_MOST)
        cut_short = "slow" in outcome.breaches and attack.shows not in outcome.breaches
        return self._run_naive(attack, SECONDS_MOST) if cut_short else outcome

    def _run_naive(self, attack: Attack, most: float) -> Outcome:
        outcome = Outcome()
        with _Run(self, attack, None) as run:
            run.cache(None)
            command = [sys.executable, str(HERE / "naive.py"), "@FOLDER@", "@COURSE@"]
            run.command(command, "", most)
            run.look(outcome)
            _believe(outcome, attack)
            _look_at_text(outcome, run.out + run.err)
        return outcome

    def run_asked(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        """What a warden says of a command; None where the warden did not live to say it."""
        try:
            warden = self.wardens.pop()
        except IndexError:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            warden = subprocess.Popen([sys.executable, "-I", "-S", str(WARDEN)], **pipes, start_new_session=True)
        assert warden.stdin is not None and warden.stdout is not None
        try:
            warden.stdin.write(json.dumps(asked) + "\n")
            warden.stdin.flush()
            if select.select([warden.stdout], [], [], asked["seconds"] + 10)[0] and (line := warden.stdout.readline()):
                self.wardens.append(warden)
                return json.loads(line)
        except OSError:
            pass
        warden.kill()
        warden.communicate()
        return None

    def _make_course(self) -> None:
        for kind, ending in (("problems", "yaml"), ("reference", "py"), ("student_template", "py")):
            (self.course / kind / "gates").mkdir(parents=True)
            for name in ("gate-mul", "gate-add"):
                file = f"{kind}/gates/{name if ending == 'yaml' else name.replace('-', '_')}.{ending}"
                text = (ROOT / file).read_text()
                more = {"problems": LIMITS, "reference": f"# {self.token}\n", "student_template": ""}[kind]
                (self.course / file).write_text(_visible_last(text) + more)
        (self.course / "course.yaml").write_text(COURSE_FILE)

    def _warm(self, where: Configuration) -> Path:
        """A cache in which the course's problems are already."""
        return self._caches[_user(where) is None]

    @cached_property
    def _caches(self) -> dict[bool, Path]:
        """By whether the user is this process's own: interpreters may differ, and with them what is kept."""
        caches = {True: self.root / "cache-own", False: self.root / "cache-other"}
        for own, cache in caches.items():
            if own or os.geteuid() == 0:
                cache.mkdir()
                where = Configuration(0, "user" if not own else "root")
                folder = self.root / f"right-{own}"
                folder.mkdir()
                plant(folder, RIGHT["mul"])
                submit = ["submit", str(folder), "--course", str(self.course), "--form", "json"]
                environment = {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": self._path(where)}
                subprocess.run(
                    [*self._tool(where), "0", *submit], env=environment, stdout=subprocess.DEVNULL, check=True
                )
        return caches

    def _tool(self, where: Configuration) -> list[str]:
        """The interpreter and the script that run the tool."""
        if _user(where) is None:
            return [sys.executable, str(HERE / "run_at.py")]
        return [str(self._interpreter), str(self._site / "run_at.py")]

    def _path(self, where: Configuration) -> str:
        """PYTHONPATH of the tool."""
        return str(ROOT) if _user(where) is None else str(self._site)

    @cached_property
    def _interpreter(self) -> Path:
        """An interpreter that everyone can run: the system's, or else a copy of this one."""
        name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        system = Path("/usr/bin") / name
        if system.exists():
            return system
        base, library = self.root / "python", f"lib/{name}"
        shutil.copytree(Path(sys.base_prefix) / library, base / library, copy_function=_link,
                        ignore=shutil.ignore_patterns("site-packages", "test", "idlelib", "config-*"))  # fmt: skip
        for shared in Path(sys.base_prefix, "lib").glob("libpython*"):
            _link(shared, base / "lib" / shared.name)
        (base / "bin").mkdir()
        _link(Path(sys.base_prefix, "bin", name), base / "bin" / name)
        return base / "bin" / name

    @cached_property
    def _site(self) -> Path:
        """A folder that everyone can read, with the tool and what it imports."""
        site = self.root / "site"
        site.mkdir()
        skipped = shutil.ignore_patterns("tests", "_tests", "*.pyi", "testing")
        for name in NEEDED:
            spec = importlib.util.find_spec(name.removesuffix(".py")) if name != "numpy.libs" else None
            found = Path(str(spec.origin)) if spec and spec.origin else None
            place = found.parent if found and found.name == "__init__.py" else found
            if name == "numpy.libs":
                place = Path(str(importlib.util.find_spec("numpy").origin)).parent.parent / name  # type: ignore[union-attr]
            if place is None or not place.exists():
                continue
            if place.is_dir():
                shutil.copytree(
                    place, site / place.name, copy_function=_link, ignore=skipped if name != "numpy" else None
                )
            else:
                _link(place, site / place.name)
        shutil.copytree(ROOT / "grader", site / "grader")
        shutil.copy(HERE / "run_at.py", site)
        return site


class _Run:
    """One run of a command against one attack, with its own folders, listeners and victim."""

    def __init__(self, arena: Arena, attack: Attack, user: int | None) -> None:
        self.arena, self.attack, self.user = arena, attack, user
        self.mark = "m" + secrets.token_hex(5)
        self.key = secrets.randbelow(1 << 30) + 1
        self.base = arena.root / self.mark
        self.folders = {name: self.base / name for name in ("home", "watched", "submission", "here", "tmp")}
        self.out = self.err = ""
        self.said: dict[str, Any] | None = None

    def __enter__(self) -> _Run:
        self.base.mkdir()
        shutil.copytree(self.arena.course, self.base / "course")
        for folder in self.folders.values():
            folder.mkdir()
        (self.folders["home"] / "secret.txt").write_text(self.arena.token)
        (self.folders["watched"] / "kept.txt").write_text("as it was\n")
        (self.folders["watched"] / "github_env").touch()
        self.master, slave = pty.openpty()
        os.set_blocking(self.master, False)
        self.slave, self.terminal = slave, os.ttyname(slave)
        self._listen()
        environment = {"TOKEN": self.arena.token}
        sleep = ["/bin/sleep", "600"]
        groups: list[int] | None = None if self.user is None else []
        self.victim = subprocess.Popen(
            sleep, env=environment, start_new_session=True, user=self.user, group=self.user, extra_groups=groups
        )
        self.words = {
            "SECRET": str(self.folders["home"] / "secret.txt"),
            "COURSE": str(self.base / "course"),
            "WATCHED": str(self.folders["watched"]),
            "FOLDER": str(self.folders["submission"]),
            "HOME": str(self.folders["home"]),
            "CACHE": str(self.base / "cache"),
            "TCP": str(self.tcp.getsockname()[1]),
            "UDP": str(self.udp.getsockname()[1]),
            "UNIX": str(self.base / "socket"),
            "ABSTRACT": self.mark,
            "VICTIM": str(self.victim.pid),
            "TERMINAL": self.terminal,
            "MARK": self.mark,
            "KEY": str(self.key),
        }
        self.attack.build(self.folders["submission"], self.words)
        if self.user is not None:
            os.chown(self.terminal, self.user, self.user)
            for folder, _, files in os.walk(self.base):
                for path in (folder, *(os.path.join(folder, file) for file in files)):
                    os.chown(path, self.user, self.user, follow_symlinks=False)
        self.before = self._state()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.victim.kill()
        self.victim.wait()
        for listener in (self.tcp, self.udp, self.unix, self.abstract):
            listener.close()
        os.close(self.master)
        os.close(self.slave)
        for path in self._elsewhere():
            with contextlib.suppress(OSError):
                path.unlink()
        shutil.rmtree(self.base, ignore_errors=True)

    def cache(self, warm: Path | None) -> None:
        """Begin with what this cache holds, or with nothing."""
        cache = self.base / "cache"
        if warm is None:
            cache.mkdir()
        else:
            shutil.copytree(warm, cache)
        if self.user is not None:
            for folder, _, files in os.walk(cache):
                for path in (folder, *(os.path.join(folder, file) for file in files)):
                    os.chown(path, self.user, self.user)
        self.kept = _listing(cache)

    def command(self, command: list[str], path: str, seconds: float) -> None:
        """Run a command in the run's folder, with a secret in its environment."""
        environment = {
            "HOME": str(self.folders["home"]),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TMPDIR": str(self.folders["tmp"]),
            "XDG_CACHE_HOME": str(self.base / "cache"),
            "GITHUB_ENV": str(self.folders["watched"] / "github_env"),
            "TOKEN": self.arena.token,
            "PYTHONDONTWRITEBYTECODE": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        environment |= {"PYTHONPATH": path} if path else {}
        environment |= {"GRADE_SEED": self.arena.token} if self.attack.hidden else {}
        out, err = self.arena.root / f"{self.mark}.out", self.arena.root / f"{self.mark}.err"
        asked = {
            "command": [filled(word, self.words) for word in command],
            "environment": environment,
            "folder": str(self.folders["here"]),
            "terminal": self.terminal,
            "out": str(out),
            "err": str(err),
            "user": self.user,
            "seconds": seconds,
        }
        self.said = self.arena.run_asked(asked)
        self.out, self.err = (_text(file) for file in (out, err))
        self.sizes = sum(file.stat().st_size for file in (out, err) if file.exists())
        for file in (out, err):
            file.unlink(missing_ok=True)

    def look(self, outcome: Outcome) -> None:
        """Note all that the run left behind."""
        breaches = outcome.breaches
        if self.said is None:
            breaches["signal"] = "the process that ran the command was ended"
        else:
            outcome.status, outcome.seconds = self.said["status"], self.said["seconds"]
            if outcome.status is None:
                breaches["slow"] = f"over {outcome.seconds:.1f} s"
            if self.said["left"]:
                breaches["process"] = repr(self.said["left"])
        outcome.out, outcome.err = self.out, self.err
        if self.sizes > BYTES_MOST:
            breaches["flooded"] = f"{self.sizes} bytes"
        text = self.out + self.err
        if self.arena.token in text or f"told {self.mark}" in text:
            at = text.find(self.arena.token)
            breaches["told"] = text[max(0, at - 100) : at + 100]
        if f"allowed {self.mark}" in text:
            at = text.find(f"allowed {self.mark}")
            breaches["allowed"] = text[max(0, at - 100) : at + 100]
        if heard := self._heard():
            breaches["connected"] = ", ".join(heard)
        if changed := self._changed():
            breaches["written" if changed[0] != "victim" else "signal"] = repr(changed)
        with contextlib.suppress(OSError):
            if shown := os.read(self.master, 1000):
                breaches["control"] = f"on the terminal: {shown!r}"

    def _listen(self) -> None:
        self.tcp, self.udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        self.unix, self.abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        self.tcp.bind(("127.0.0.1", 0))
        self.udp.bind(("127.0.0.1", 0))
        self.unix.bind(str(self.base / "socket"))
        self.abstract.bind(f"\0{self.mark}")
        for listener in (self.tcp, self.unix, self.abstract):
            listener.listen()
        for listener in (self.tcp, self.udp, self.unix, self.abstract):
            listener.setblocking(False)

    def _heard(self) -> list[str]:
        """The listeners that somebody spoke to."""
        heard = []
        for name, listener in (("TCP", self.tcp), ("unix", self.unix), ("abstract", self.abstract)):
            with contextlib.suppress(BlockingIOError):
                listener.accept()[0].close()
                heard.append(name)
        with contextlib.suppress(BlockingIOError):
            self.udp.recv(1)
            heard.append("UDP")
        return heard

    def _state(self) -> dict[str, Any]:
        """All that must stay as it is: the files of the run, marked things elsewhere, and another process."""
        state: dict[str, Any] = {}
        for name in ("course", *self.folders):
            state |= _listing(self.base / name)
        state["elsewhere"] = [str(path) for path in self._elsewhere()]
        state["in the kernel"] = [
            line for kind in ("shm", "sem", "msg") for line in _lines(f"/proc/sysvipc/{kind}") if str(self.key) in line
        ]
        state["victim"] = _state_of(self.victim.pid)
        return state

    def _changed(self) -> list[str]:
        after = self._state()
        kept = {path: facts for path, facts in _listing(self.base / "cache").items() if path in self.kept}
        folders = {str(self.base / "cache")} | {path for path in self.kept if os.path.isdir(path)}  # it may add to them
        before, after = self.before | self.kept, after | kept
        return [name for name in {**before, **after} if before.get(name) != after.get(name) and name not in folders]

    def _elsewhere(self) -> list[Path]:
        """What carries the run's mark where everybody may write."""
        places = ("/tmp", "/dev/shm", "/var/tmp", "/dev/mqueue")
        return [path for place in places if (path := Path(place, self.mark)).exists()]


def _visible_last(text: str) -> str:
    """The problem with its visible cases at the end: after two generic ones that hang, no other is tried."""
    lines = text.splitlines(keepends=True)
    visible = [line for line in lines if "visible: true" in line]
    rest = "".join(line for line in lines if line not in visible)
    return rest.replace("also_right:\n", "".join(visible) + "also_right:\n")


def _user(where: Configuration) -> int | None:
    """Whom to become; None for staying who one is."""
    return NOBODY if where.user == "user" and os.geteuid() == 0 else None


def _judge(outcome: Outcome, attack: Attack) -> bool:
    """Look at what the tool itself wrote. False where the form for people has to be asked for as well."""
    breaches = outcome.breaches
    if outcome.status not in (0, 1):
        breaches["broken"] = f"exit status {outcome.status}: {outcome.out[-500:]} {outcome.err[-1500:]}"
        return True
    try:
        outcome.report = report = read(outcome.out)
    except ValidationError as error:
        breaches["broken"] = f"{error}: {outcome.out[-300:]} {outcome.err[-1000:]}"
        return True
    points = {problem.id: problem.points for problem in report.problems}
    if points.get("gate-mul", 0) > attack.deserves:
        breaches["points"] = f"{points['gate-mul']} of {attack.deserves}"
    if points.get("gate-add", 0) < 5:
        breaches["neighbour"] = f"{points}: {next((p.findings[:1] for p in report.problems if p.id == 'gate-add'), '')}"
    _look_at_text(outcome, outcome.out + outcome.err)
    try:
        shown = render(report, Language.en)
    except ValueError:  # numbers that JSON has not were written as text
        return False
    _look_at_text(outcome, re.sub(r"\x1b\[[0-9;]*m", "", shown))  # without our own colours
    return True


def _believe(outcome: Outcome, attack: Attack) -> None:
    """What the naive grader's caller takes for the result: the last line of JSON, else the exit status."""
    lines = [line for line in outcome.out.splitlines() if line.startswith("{")]
    try:
        points = {problem["id"]: problem["points"] for problem in json.loads(lines[-1])["problems"]}
    except (LookupError, TypeError, ValueError):
        points = dict.fromkeys(("gate-mul", "gate-add"), 5.0 if outcome.status == 0 else 0.0)
        if outcome.status != 0:
            outcome.breaches["broken"] = f"exit status {outcome.status}"
    if points.get("gate-mul", 0) > attack.deserves:
        outcome.breaches["points"] = str(points)
    if points.get("gate-add", 0) < 5:
        outcome.breaches["neighbour"] = str(points)


def _look_at_text(outcome: Outcome, text: str) -> None:
    """Note what would do something to a terminal, or to a runner that reads along."""
    odd = [c for c in text if c != "\n" and (unicodedata.category(c) in ("Cc", "Cs") or c in BIDI)]
    commands = [
        line for line in text.splitlines() if line.strip().startswith("::") or "##[" in line or "##vso[" in line
    ]
    if odd or commands:
        outcome.breaches["control"] = f"{odd[:5]} {commands[:3]}"


def _listing(folder: Path) -> dict[str, Any]:
    """Everything in a folder with what must not change of it."""
    listing: dict[str, Any] = {}
    for place, folders, files in os.walk(folder):
        for path in (place, *(os.path.join(place, name) for name in (*folders, *files))):
            facts = os.lstat(path)
            listing[path] = (facts.st_mode, facts.st_uid, facts.st_mtime_ns, facts.st_nlink, _content(path, facts))
    return listing


def _content(path: str, facts: os.stat_result) -> object:
    if stat.S_ISLNK(facts.st_mode):
        return os.readlink(path)
    if stat.S_ISREG(facts.st_mode):
        return hashlib.sha256(Path(path).read_bytes()).digest() if facts.st_size < 1 << 20 else facts.st_size
    return None


def _state_of(pid: int) -> list[str]:
    """What another process could do to this one, as lines: whether it lives and runs, limits, priority, processors."""
    status = [line for line in _lines(f"/proc/{pid}/status") if line.startswith(("TracerPid", "Cpus_allowed"))]
    stat_ = " ".join(_lines(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    seen = (
        ["S" if stat_[0] in "RD" else stat_[0], stat_[2], stat_[16], stat_[38]] if stat_ else []
    )  # state, group, nice, policy
    return [*seen, *status, *_lines(f"/proc/{pid}/limits"), *_lines(f"/proc/{pid}/oom_score_adj")]


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text().splitlines()
    except OSError:
        return []


def _text(file: Path, most: int = 1 << 20) -> str:
    """The beginning and the end of a file."""
    if not file.exists():
        return ""
    with file.open("rb") as opened:
        text = opened.read(most)
        if (size := file.stat().st_size) > most:
            opened.seek(max(most, size - most))
            text += opened.read(most)
    return text.decode("utf-8", "replace")


def _link(source: str | Path, target: str | Path) -> None:
    """The file under another name where that can be, else a copy."""
    source = os.path.realpath(source)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
