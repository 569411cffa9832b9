"""Counts the calls of a student's own functions during one run, and those a small step apart from one before."""

from __future__ import annotations

import inspect
import sys
from collections import deque
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

import numpy as np

SUSPENDED = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
NO_FUNCTIONS = ("<listcomp>", "<dictcomp>", "<setcomp>", "<module>")
REMEMBERED = 4
"""A call is held against so many before it: two-point and four-point differences step to and fro."""
CALLS_MOST = 20_000
ENTRIES_MOST = 1 << 18
"""Calls beyond these, and arguments larger than this together, are counted and not looked at."""
FEW = 4
STEP, STEP_OF_FEW = 3e-2, 1e-3
"""The largest step, between arguments with at least `FEW` entries and with fewer, which can be near by chance."""
IMAGINARY_STEP = 1e-3
ROUNDED, ROUGHLY = 1e-6, 0.01
"""Numbers that went through float32 are no step; one that is smaller is, if it is the same everywhere, roughly."""

Numbers = list["np.ndarray[Any, Any]"]


class Count:
    """How often one function was called, was a small step away, and was given numbers with a small imaginary part."""

    def __init__(self) -> None:
        self.calls = self.steps = self.imaginary = 0
        self.entries = 0
        """Of the arguments of the first call."""
        self.before: deque[Numbers] = deque(maxlen=REMEMBERED)


def counted(run: Callable[[], object], file: str) -> dict[str, Count]:
    """Run something, and count the calls of functions that a file defines, by name."""
    counts: dict[CodeType, Count] = {}

    def see(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or code.co_filename != file or code.co_flags & SUSPENDED or code.co_name in NO_FUNCTIONS:
            return
        count = counts.setdefault(code, Count())
        count.calls += 1
        if count.calls <= CALLS_MOST:
            _look(count, frame)

    sys.setprofile(see)
    try:
        run()
    finally:
        sys.setprofile(None)
    return {f"{code.co_name}:{code.co_firstlineno}": count for code, count in counts.items()}


def _look(count: Count, frame: FrameType) -> None:
    """Hold the arguments of a call against those of the calls before."""
    now: Numbers = []
    for value in frame.f_locals.values():
        _gather(value, now, 2)
    size = sum(array.size for array in now)
    if count.calls == 1:
        count.entries = size
    if not now or size > ENTRIES_MOST:
        return
    count.steps += any(_is_step(now, earlier, STEP if size >= FEW else STEP_OF_FEW) for earlier in count.before)
    count.imaginary += any(_is_imaginary_step(array) for array in now)
    count.before.append([array.copy() for array in now])


def _gather(value: Any, found: Numbers, depth: int) -> None:
    """The numbers in an argument, in lists and dicts, and in the attributes of an object; runs no code of its class."""
    kind = type(value)
    if kind is float or kind is complex or issubclass(kind, np.inexact):
        found.append(np.array(value))
    elif kind is np.ndarray:
        if value.dtype.kind in "fc":
            found.append(value)
    elif depth and (kind is list or kind is tuple):
        for item in value[:100]:
            _gather(item, found, depth - 1)
    elif depth and kind is dict:
        for item in [*value.values()][:100]:
            _gather(item, found, depth - 1)
    elif depth and type(attributes := _attributes(value)) is dict:
        for item in [*attributes.values()][:100]:
            _gather(item, found, depth - 1)


def _attributes(value: Any) -> object:
    """The attributes of an object, without asking its class."""
    try:
        return object.__getattribute__(value, "__dict__")
    except AttributeError:
        return None


def _is_step(now: Numbers, earlier: Numbers, step: float) -> bool:
    """Whether arguments differ from others of the same form by a small step: more than float32 rounds, or the same one
    wherever they differ.
    """
    if [(a.shape, a.dtype) for a in now] != [(b.shape, b.dtype) for b in earlier]:
        return False
    moved = np.concatenate([np.abs(a - b).ravel() for a, b in zip(now, earlier, strict=True)])
    moved = moved[moved > 0]
    if not moved.size or not moved.max() <= step:
        return False
    largest = max(float(np.abs(a).max(initial=0.0)) for a in now)
    return bool(moved.max() > ROUNDED * max(1.0, largest) or moved.min() >= (1 - ROUGHLY) * moved.max())


def _is_imaginary_step(array: np.ndarray[Any, Any]) -> bool:
    return array.dtype.kind == "c" and 0 < float(np.abs(array.imag).max(initial=0.0)) <= IMAGINARY_STEP
