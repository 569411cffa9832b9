"""Runs a program (a file's source and the `call` beside it) and answers calls over a socket, until it closes.

The conversation: the host sends the setup once (the program, and its bounds), and gets `LOCKED`, before any student
code runs, and then `{}` or `{"trouble": …}`; then any number of `{"do": "call", "inputs": …}` (answered with values and
troubles by name), `{"do": "stand", "inputs": …}` (remember these inputs, no reply), `{"do": "along", …}` (values of one
answer at points of a line through them), `{"do": "count", …}` (how often the file's own functions are called in one
run) and `{"do": "time", …}` (how long a call takes).
"""

from __future__ import annotations

import builtins
import contextlib
import linecache
import os
import socket
import sys
import types
from collections.abc import Callable, Iterator
from time import process_time
from typing import Any

import numpy as np

from . import NOT_LOCKED, SEEDS
from .counting import counted
from .troubles import TEXT_MOST, Miscount, Trouble, told
from .wire import LOCKED, PREFIX, SAME_AGAIN, TooLarge, Value, decode, encode, frame_size

TUPLE_MOST = 1000
"""More values than that are not counted."""
COUNTED_MOST = 50
TIMED_MOST, TIMED_SECONDS = 500, 0.1
"""A call is timed so often, or for so long together: some clocks have ticks of several milliseconds."""
REHEARSALS = 8
REHEARSED = [["y = forward(x, k)", None, ["y"], ""], ["backward(x, k, y)", ["dx", "dk"], ["dx", "dk"], ""]]
REHEARSAL = """
import numpy as np

def forward(x, k):
    return np.maximum(0, k * x @ np.ones((3, 2))).sum(axis=0)

def backward(x, k, y):
    return np.exp(-x) / (1 + x**2).sum(axis=1, keepdims=True), np.mean(y)
"""


def serve(talk: int, lock: Callable[[int, int], None]) -> None:
    """Answer one host until it closes the socket; `lock` bounds memory and CPU time, and shuts the rest out."""
    printed = sys.stdout
    messages = map(decode, frames(talk))
    setup = next(messages, None)
    if setup is None:
        return
    try:
        lock(setup["memory"], setup["cpu"])
    except Exception:
        os._exit(NOT_LOCKED)
    _send(talk, LOCKED)
    program = Program(setup)
    _send(talk, encode({"trouble": program.trouble} if program.trouble else {}))
    if program.trouble:
        return
    inputs: dict[str, Value] = {}
    for message in messages:
        match message["do"]:
            case "call":
                for reply in program.call(message):
                    _send(talk, reply)
                printed.flush()
            case "stand":
                inputs = _copied(message["inputs"])
            case "along":
                _send(talk, encode({"values": program.along(inputs, message)}))
            case "time":
                _send(talk, encode({"seconds": program.seconds(message)}))
            case "count":
                _send(talk, encode({"counts": program.counts(message)}))


def _send(talk: int, frame: bytes) -> None:
    """Write all of it; plain read and write, since a locked guest has no calls for sockets."""
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(talk, rest) :]


def frames(talk: int) -> Iterator[bytes]:
    """The frames that come in, each whole; ends when the other side closes."""
    received = bytearray()
    while True:
        while len(received) < PREFIX.size or len(received) < frame_size(received):
            more = os.read(talk, 1 << 20)
            if not more:
                return
            received += more
        size = frame_size(received)
        yield bytes(received[:size])
        del received[:size]


def rehearse() -> None:
    """Serve a small program of our own, so that guests inherit code that the interpreter has already specialised."""
    setup: dict[str, Value] = {"name": "rehearsal", "file": "rehearsal.py", "source": REHEARSAL, "calls": [REHEARSED]}
    setup |= {"helper": None, "returned": ["y", "dx"], "functions": ["forward", "backward"], "trusted": False}
    inputs = {"x": np.ones((2, 3)), "k": 1.0, "names": ["a"]}
    call = encode({"do": "call", "which": 0, "again": True, "most": 1 << 20, "inputs": inputs})
    frames = encode(setup | {"memory": 0, "cpu": 0}) + call + call
    for _ in range(REHEARSALS):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.sendall(frames)
            ours.shutdown(socket.SHUT_WR)
            serve(theirs.fileno(), lambda memory, cpu: None)
    del sys.modules["rehearsal"], linecache.cache["rehearsal.py"]


class Program:
    """A student's (or the reference's) module, and the statements of `call` that use it."""

    def __init__(self, setup: dict[str, Any]) -> None:
        """Load the module named in `setup`; `trouble` says why it could not be."""
        self.file = setup["file"]
        self.returned = setup["returned"]
        self.functions = setup["functions"]
        self.trouble: Trouble | None = None
        try:
            self.calls = [[Statement(*parts) for parts in call] for call in setup["calls"]]
            _reseed()
            self.helper = _module("helper", "helper.py", setup["helper"])
            self.module = _module(setup["name"], self.file, setup["source"])
        except BaseException as error:
            self.trouble = told(error, self.file, self.functions)
            return
        theirs = vars(self.module)
        self.names = (
            dict(theirs) if setup["trusted"] else {name: theirs[name] for name in self.functions if name in theirs}
        )
        self.names |= {"np": np, "__builtins__": builtins}
        if "torch" in sys.modules:
            self.names["torch"] = sys.modules["torch"]

    def call(self, asked: dict[str, Any]) -> Iterator[bytes]:
        """Answer the call that is asked for: values and troubles by name, and changed arguments.

        With `again`, a second reply: the same call on fresh copies. Both start from the same global random state,
        and the first reply is in bytes before the second run could overwrite what it holds.
        """
        which, most, inputs = asked["which"], asked["most"], _copied(asked["inputs"])
        reply = self._reply(which, inputs)
        first = self._bounded(reply, most)
        changed = {} if _untouched(asked["inputs"], inputs) else _changed(asked["inputs"], inputs)
        yield self._bounded({**reply, "changed": changed}, most) if changed else first
        if asked["again"]:
            second = self._bounded(self._reply(which, _copied(asked["inputs"])), most)
            yield SAME_AGAIN if second == first else second

    def _bounded(self, message: dict[str, Value], most: int) -> bytes:
        """The frame of a message; one that the host would not listen to says so instead."""
        with contextlib.suppress(TooLarge):
            frame = encode(message)
            if len(frame) <= most:
                return frame
        troubles = {name: {"kind": "too-large"} for name in self.returned}
        return encode({"values": {}, "troubles": troubles, "changed": {}})

    def _reply(self, which: int, inputs: dict[str, Value]) -> dict[str, Value]:
        values, troubles = self._run(which, self._inputs(inputs))
        return {"values": self._answers(values), "troubles": troubles, "changed": {}}

    def _answers(self, names: dict[str, Value]) -> dict[str, Value]:
        return {name: names[name] for name in self.returned if name in names}

    def along(self, inputs: dict[str, Value], line: dict[str, Any]) -> list[Value]:
        """One answer, for the input `line["along"]` moved by each step times the direction."""
        x, direction, answer = inputs[line["along"]], line["direction"], line["answer"]
        moved = ({**inputs, line["along"]: x + step * direction} for step in line["steps"])
        return [self._run(line["which"], self._inputs(at))[0].get(answer) for at in moved]

    def seconds(self, asked: dict[str, Any]) -> float | None:
        """Processor time of a call, the mean of some; None where it leaves an answer missing."""
        inputs = self._inputs(_copied(asked["inputs"]))
        start, runs, passed = process_time(), 0, 0.0
        while runs < TIMED_MOST and passed < TIMED_SECONDS:
            _, troubles = self._run(asked["which"], inputs)
            if troubles:
                return None
            runs, passed = runs + 1, process_time() - start
        return passed / runs

    def counts(self, asked: dict[str, Any]) -> list[Value]:
        """The functions of the file that are called most: name, calls, steps, steps into the imaginary, entries."""
        inputs = self._inputs(_copied(asked["inputs"]))
        counts = counted(lambda: self._run(asked["which"], inputs), self.file)
        most = sorted(counts.items(), key=lambda item: -item[1].calls)[:COUNTED_MOST]
        return [[name[:TEXT_MOST], c.calls, c.steps, c.imaginary, c.entries] for name, c in most]

    def _inputs(self, inputs: dict[str, Value]) -> dict[str, Value]:
        """The inputs with functions of the helper file in the place of their names."""
        functions = {
            name: getattr(self.helper, value["function"])
            for name, value in inputs.items()
            if type(value) is dict and value.keys() == {"function"}
        }
        return inputs | functions

    def _run(self, which: int, inputs: dict[str, Value]) -> tuple[dict[str, Value], dict[str, Trouble]]:
        """Run the statements one by one; one that raises leaves its names missing, and the next ones run."""
        _reseed()
        names = self.names | inputs
        troubles: dict[str, Trouble] = {}
        first: Trouble | None = None
        for statement in self.calls[which]:
            for name in statement.assigns:
                names.pop(name, None)
            try:
                statement.run(names)
            except BaseException as error:
                trouble = told(error, self.file, self.functions)
                if trouble["kind"] == "raised" and trouble["line"] is None:
                    trouble["source"] = statement.source
                follows = first is not None and trouble["kind"] == "raised" and trouble["line"] is None
                for name in statement.assigns:
                    troubles[name] = first if first is not None and follows else trouble
                first = first or trouble
        for name in self.returned:
            if name not in names and first is not None:
                troubles.setdefault(name, first)
        return names, troubles


class Statement:
    """One statement of `call`, compiled; the count of what it unpacks into the names of a tuple is checked."""

    def __init__(self, code: str, targets: list[str] | None, assigns: list[str], source: str) -> None:
        """`source` is how it calls the file: all there is to see of an error that is in no line of the file."""
        self.targets, self.assigns, self.source = targets, assigns, source
        self.code = compile(code, "<call>", "exec" if targets is None else "eval", dont_inherit=True)

    def run(self, names: dict[str, Value]) -> None:
        """Run it with `names` as its globals. Raises what it raises, and Miscount."""
        if self.targets is None:
            exec(self.code, names)
            return
        value = eval(self.code, names)
        want = len(self.targets)
        if value is None:
            raise Miscount({"kind": "nothing"})
        stacked = isinstance(value, np.ndarray) and value.ndim > 0 and len(value) == want
        if not isinstance(value, (tuple, list)) and not stacked:
            raise Miscount({"kind": "not-a-tuple", "want": want, "got": type(value).__name__})
        if len(value) != want:
            raise Miscount({"kind": "count", "want": want, "got": min(len(value), TUPLE_MOST)})
        names.update(zip(self.targets, value, strict=True))


def _module(name: str, file: str, source: str | None) -> types.ModuleType:
    """A module made of source text; its lines are known to tracebacks."""
    module = types.ModuleType(name)
    if source is None:
        return module
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    module.__file__ = file
    sys.modules[name] = module
    exec(compile(source, file, "exec", dont_inherit=True), vars(module))
    return module


def _reseed() -> None:
    """Set every global random state, so that the same call gives the same answer unless it keeps state."""
    for seed in SEEDS:
        seed(0)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)


def _copied(value: Value) -> Value:
    """A value in arrays, lists and dicts of its own."""
    kind = type(value)
    if kind is np.ndarray:
        return value.copy()
    if kind is dict:
        return {key: _copied(item) for key, item in value.items()}
    return kind([_copied(item) for item in value]) if kind is list or kind is tuple else value


def _untouched(before: Value, now: Value) -> bool:
    """Whether a copy is sure to be what it was; told without a look at what took the place of a part of it."""
    kind = type(before)
    if type(now) is not kind:
        return False
    if kind is np.ndarray:
        same_form = bool(now.shape == before.shape and now.dtype == before.dtype)
        return same_form and bool(now.tobytes() == before.tobytes())
    if kind is dict:
        return now.keys() == before.keys() and all(_untouched(item, now[key]) for key, item in before.items())
    if kind is list or kind is tuple:
        return len(now) == len(before) and all(map(_untouched, before, now))
    return now is before


def _changed(before: dict[str, Value], now: dict[str, Value]) -> dict[str, Value]:
    """The inputs that are no longer what they were, as they are now."""
    changed = {}
    for name in before:
        with contextlib.suppress(TooLarge):
            if _untouched(before[name], now[name]) or encode(before[name]) == encode(now[name]):
                continue
        changed[name] = now[name]
    return changed
