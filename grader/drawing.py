"""Draws the inputs of a case, each from a random stream of its own."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.guest.wire import Value
from grader.model import Array
from grader.parts import (
    Choice,
    DictOf,
    Drawn,
    Each,
    Function,
    Generated,
    Given,
    InputSpec,
    Integers,
    ListOf,
    Mask,
    Normal,
    OneHot,
    Shape,
    Size,
    Sizes,
    String,
    Uniform,
)  # fmt: skip
from grader.problem import CaseSpec, Problem
from grader.problem_faults import ProblemFault
from grader.rng import rng_for

TRIES = 1000
BINARY = ("add", "sub", "mul", "max")


class Draw:
    """The inputs of one case, being drawn."""

    def __init__(self, problem: Problem, spec: CaseSpec, seed: str, case: str) -> None:
        self.declared = problem.inputs
        self.specs: dict[str, InputSpec] = {**problem.inputs, **spec.given}
        self.given = spec.given
        self.apart = spec.sizes == "apart"
        self.keys = (seed, problem.id, case)
        self.drawn: dict[str, Value] = {}

    def inputs(self) -> dict[str, Value]:
        """Sizes first, then everything else in the order of the file."""
        self._sizes()
        for name, spec in self.specs.items():
            if name not in self.drawn:
                try:
                    self.drawn[name] = self._value(name, spec, self._rng(name))
                except ProblemFault:
                    raise
                except ValueError as error:  # what numpy says of such a range or shape
                    raise ProblemFault((name,), str(error)) from None
        return {name: self.drawn[name] for name in self.specs}

    def _rng(self, name: str) -> np.random.Generator:
        return rng_for(*self.keys, name)

    def _sizes(self) -> None:
        """Given sizes, sizes that explicit arrays bind, then the rest, pairwise different unless told otherwise."""
        for name, spec in self.given.items():
            if isinstance(self.declared[name], Size) and isinstance(spec, Given):
                self._bind(name, spec.value, name)
        for name, spec in self.given.items():
            shape = declared_shape(self.declared[name])
            if isinstance(spec, Given) and isinstance(spec.value, list) and shape:
                self._bind_shape(name, shape, np.shape(self._explicit(name, spec)))
        for name, spec in self.specs.items():
            if isinstance(spec, Size) and name not in self.drawn:
                low, high = spec.size
                self.drawn[name] = self._size_between(low, high, name)

    def _size_between(self, low: int, high: int, name: str) -> int:
        taken = [] if not self.apart else [self.drawn[n] for n in self.drawn if isinstance(self.declared[n], Size)]
        left = [size for size in range(low, high + 1) if size not in taken]
        if not left:
            raise ProblemFault((name,), f"no size from {low} to {high} is left that differs from the others")
        return int(self._rng(name).choice(left))

    def _bind_shape(self, name: str, declared: Shape, shape: tuple[int, ...]) -> None:
        if len(declared) != len(shape):
            raise ProblemFault((name,), f"is declared with {len(declared)} dimensions, here it has {len(shape)}")
        for entry, size in zip(declared, shape, strict=True):
            if isinstance(entry, str):
                self._bind(entry, size, name)
            elif entry != size:
                raise ProblemFault((name,), f"is declared with a size of {entry}, here it is {size}")

    def _bind(self, size: str, value: Any, name: str) -> None:
        if size not in self.declared:
            raise ProblemFault((name,), f'"{size}" is not a size')
        if not isinstance(value, int) or value < 0:
            raise ProblemFault((name,), f"{size} is a size, a whole number")
        if self.drawn.setdefault(size, value) != value:
            raise ProblemFault((name,), f"{size} is {self.drawn[size]} elsewhere in this case, here it is {value}")

    def _value(self, name: str, spec: InputSpec, rng: np.random.Generator) -> Value:
        match spec:
            case Given():
                return self._explicit(name, spec)
            case Sizes(sizes=(low, high), count=(fewest, most)):
                return [int(n) for n in rng.integers(low, high + 1, size=rng.integers(fewest, most + 1))]
            case Each():
                return self._each(name, spec, rng)
            case Normal():
                return self._floats(name, spec, lambda n: spec.shift + spec.scale * rng.standard_normal(n))
            case Uniform():
                return self._floats(name, spec, lambda n: rng.uniform(spec.low, spec.high, n))
            case Integers():
                below = self._size(spec.below, name)
                if below <= spec.low:
                    raise ProblemFault((name,), f"no integer is at least {spec.low} and below {below}")
                return _plain(rng.integers(spec.low, below, self._sized(spec.integers, name)))
            case Choice():
                picked = rng.integers(0, len(spec.choice), self._sized(spec.shape, name))
                return _of(spec.choice, picked) if spec.shape else spec.choice[int(picked)]
            case OneHot():
                rows, classes = self._sized(spec.one_hot, name)
                return np.eye(classes)[rng.integers(0, classes, rows)]
            case Mask():
                return _plain((rng.random(self._sized(spec.mask, name)) < spec.keep).astype(np.float64))
            case String():
                return spec.string
            case ListOf():
                return [self._value(f"{name}.{i}", item, self._rng(f"{name}.{i}")) for i, item in enumerate(spec.items)]
            case DictOf():
                return {k: self._value(f"{name}.{k}", v, self._rng(f"{name}.{k}")) for k, v in spec.entries.items()}
            case Function():
                return {"function": spec.function}
            case Generated():
                return _random_dag(spec, rng)
            case Size():
                raise ProblemFault((name,), "a size inside another input has no meaning")
        raise AssertionError(spec)

    def _explicit(self, name: str, spec: Given) -> Value:
        """A Python number or an array; int64 where the input draws integers, else float64, unless declared.

        For a list of sizes, a list of Python numbers.
        """
        declared = self.declared.get(name)
        whole = isinstance(declared, Integers | Sizes)
        dtype = np.dtype(spec.dtype or ("int64" if whole else "float64"))
        try:
            array = np.array(spec.value)
        except ValueError:
            array = np.array(None)
        if array.dtype.kind not in "biuf":
            raise ProblemFault((name,), "not a number or a rectangular list of numbers")
        with np.errstate(invalid="ignore"):
            value = array.astype(dtype)
        if dtype.kind == "i" and not np.array_equal(value, array):
            raise ProblemFault((name,), "not whole numbers")
        return value.tolist() if isinstance(declared, Sizes) and spec.dtype is None else _plain(value)

    def _each(self, name: str, spec: Each, rng: np.random.Generator) -> list[Value]:
        """One array for each pair of neighbouring sizes; called n_in and n_out in the shape."""
        sizes = self.drawn[spec.each]
        if not isinstance(sizes, list):
            raise ProblemFault((name,), f'"{spec.each}" is no list of sizes')
        layers = []
        for n_in, n_out in itertools.pairwise(sizes):
            shape = [{"n_in": n_in, "n_out": n_out}.get(str(entry), entry) for entry in spec.normal]
            layer = spec.model_copy(update={"normal": shape})
            layers.append(self._floats(name, layer, lambda n: spec.shift + spec.scale * rng.standard_normal(n)))
        return layers

    def _floats(self, name: str, spec: Normal | Uniform, draw: Callable[[int], Array]) -> Value:
        """Floats as asked, each entry drawn again until it keeps away from the kinks and inside the bound."""
        shape = self._sized(spec.normal if isinstance(spec, Normal) else spec.uniform, name)
        floats = self._first(draw, shape)
        kinks = [self.drawn[kink] if isinstance(kink, str) else kink for kink in spec.away_from]
        for _ in range(TRIES):
            if spec.sorted:
                floats = np.sort(floats, axis=None).reshape(shape)
            bad = _too_close(floats, spec, kinks)
            if not bad.any():
                return _plain(floats)
            floats = np.where(bad, draw(floats.size).reshape(shape), floats)
        raise ProblemFault((name,), f"found no numbers {spec.gap} away from {spec.away_from}, at most {spec.at_most}")

    def _first(self, draw: Callable[[int], Array], shape: tuple[int, ...]) -> Array:
        return draw(math.prod(shape)).reshape(shape)

    def _sized(self, shape: Shape, name: str) -> tuple[int, ...]:
        return tuple(self._size(entry, name) for entry in shape)

    def _size(self, entry: int | str, name: str) -> int:
        if isinstance(entry, str) and not isinstance(self.drawn.get(entry), int):
            raise ProblemFault((name,), f'"{entry}" is not a size')
        return int(self.drawn[entry] if isinstance(entry, str) else entry)


def _random_dag(spec: Generated, rng: np.random.Generator) -> list[Value]:
    """A computation graph of `spec.nodes` nodes in creation order; every operation takes earlier nodes."""
    nodes: list[Value] = [(f"x{i}", None, []) for i in range(1, spec.inputs + 1)]
    for i in range(1, spec.nodes - spec.inputs + 1):
        op = spec.ops[int(rng.integers(len(spec.ops)))]
        parents = rng.integers(0, len(nodes), 2 if op in BINARY else 1)
        nodes.append((f"u{i}", op, [nodes[int(parent)][0] for parent in parents]))
    return nodes


def declared_shape(spec: InputSpec) -> Shape | None:
    """The named sizes of an input that is one array."""
    match spec:
        case Each():
            return None
        case Normal(normal=shape) | Uniform(uniform=shape) | Integers(integers=shape) | Mask(mask=shape):
            return shape
        case OneHot(one_hot=shape) | Choice(shape=shape):
            return shape
        case _:
            return None


def _too_close(floats: Array, spec: Drawn, kinks: Sequence[Any]) -> Array:
    bad = np.zeros(floats.shape, dtype=bool)
    for kink in kinks:
        bad |= np.abs(floats - kink) < spec.gap
    if spec.at_most is not None:
        bad |= np.abs(floats) > spec.at_most
    return bad


def _of(things: Sequence[Any], picked: Array) -> Value:
    """An array of the picked things; nested lists where they are not numbers."""
    array = np.array(things)
    return array[picked] if array.dtype.kind in "biuf" else np.array(things, dtype=object)[picked].tolist()


def _plain(value: Any) -> Value:
    """An array as it is, a number of no dimensions as a Python number."""
    array = np.asarray(value)
    return array.item() if array.ndim == 0 else array
