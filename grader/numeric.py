"""Slopes: whether a gradient is right, and which entries are not, from values of the function alone.

If g is the gradient of f at x, then along any direction v the slope of f is g·v, the sum over all entries of
g times v. So one slope along a random v, which takes a few values of f, tests a block of any size at once.

Source: lecture "Backpropagation and computation graphs", Gradient checking; what else is used is named below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]
Line = Callable[[Array, Sequence[float]], Array]  # v shaped like x, steps t (k,) -> values f(x + tv) (k,)

FIRST_STEP = 1e-4  # of the usual size of an entry of x, or of 1 if that is larger
STEPS: Array = np.logspace(2, -6, 9)  # for a closer look, of the first step: 100, 10, 1, 0.1, ... 1e-6
PRECISION = 1e-7  # of the usual size of an entry of g; right gradients were measured up to 1e-8 off
ROUNDING = 1e-15  # of the size of f, for one value of f; measured: half below 2e-16, 99 % below 1e-15
UNSEEN = 1e-11  # a slope that float64 may swallow, as in (1 + tiny) - 1
DIRECTIONS, DRAWS = 2, 5  # that must agree; that are tried
ENTRIES, CALLS = 4, 400  # wrong entries to list, and values of f to ask for, before saying "many"


@dataclass(frozen=True)
class GradientCheck:
    """What the slopes say of one block."""

    agrees: bool | None  # None: they cannot tell, the block is not checked
    wrong: tuple[tuple[tuple[int, ...], float], ...]  # (index, numeric slope there)
    many: bool  # more entries are wrong than are listed
    calls: int  # values of f asked for


def slope_along(line: Line, v: Array, h: float) -> float:
    """The slope of f at x along v, shaped like x: four values of f.

    The central difference C(h) = (f(x + hv) - f(x - hv)) / 2h is off by a multiple of h², and C(h/2) by a
    quarter of that, so (4 C(h/2) - C(h)) / 3 is off by a multiple of h⁴ only.

    Source: Richardson extrapolation.
    """
    ahead, behind, near_ahead, near_behind = line(v, (h, -h, h / 2, -h / 2))
    coarse, fine = (ahead - behind) / (2 * h), (near_ahead - near_behind) / h
    return float((4 * fine - coarse) / 3)


def direction(part: Indices, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    """A random v of this shape and of length 1; zero but for the flat indices `part` (m,).

    The signs are random, and so are the sizes, between 1/2 and 3/2: along entries of ±1 two opposite errors,
    as in a transposed 2 x 2 gradient, would cancel half of the time.

    Source: Rademacher vectors, as in Hutchinson's estimate of a trace.
    """
    v = np.zeros(shape)
    v.flat[part] = rng.choice((-1.0, 1.0), part.size) * rng.uniform(0.5, 1.5, part.size)
    return v / np.linalg.norm(v)


def differences(line: Line, v: Array, h: Array) -> tuple[Array, Array, Array, Array, Array]:
    """What 4k + 1 values of f show at steps h (k,); v is shaped like x, all that is returned (k,).

    The slope C(h/2); how far C(h) is from it; the slopes to the left and to the right of x,

        right = (4 f(x + hv/2) - f(x + hv) - 3 f(x)) / h,   left the same with -h;

    and by how much f changes, to both sides.

    Source: one-sided differences, extrapolated like the central ones.
    """
    values = line(v, [0.0, *np.outer(h, (1, -1, 0.5, -0.5)).ravel()])
    here, (ahead, behind, near_ahead, near_behind) = values[0], values[1:].reshape(-1, 4).T
    coarse, fine = (ahead - behind) / (2 * h), (near_ahead - near_behind) / h
    left = (3 * here - 4 * near_behind + behind) / h
    right = (4 * near_ahead - ahead - 3 * here) / h
    return fine, abs(coarse - fine), left, right, np.minimum(abs(ahead - here), abs(behind - here))


@dataclass(frozen=True)
class Bracket:
    """The slope along a direction lies in [low, high]; this step shows it best, kinks apart to `doubt`."""

    low: float
    high: float
    step: float
    doubt: float

    def refutes(self, slope: float, room: float) -> bool:
        """Whether a slope is far outside, or no number: just outside a kink's slopes may be a convention."""
        off = max(self.low - slope, slope - self.high)
        return not off <= max(room, 20 * self.doubt, 10 * (self.high - self.low))


def bracket(line: Line, v: Array, h: float, rounding: float) -> Bracket | None:
    """Bounds for the slope of f at x along v, shaped like x, from steps around h; None: they contradict.

    A step counts where C(h) is close to C(h/2): one too large for a narrow f, or one across a kink, does not.
    By each step that counts the slope is between left and right, give or take. At a kink in x itself these
    stay apart at all steps, and each slope between them may be the right one (a subgradient).

    `rounding` is what float64 may do to a value of f; the two smallest steps show what it does.
    """
    steps = h * STEPS
    slope, apart, left, right, moved = differences(line, v, steps)
    jump = abs(right - left)
    noise = max(rounding, 3 * float(((apart + jump) * steps)[-2:].max()))
    if not moved[-2:].any():
        rounding = max(rounding, UNSEEN * h)
        noise = max(rounding, noise)
        if moved.max() > noise:
            return None  # small steps are lost on f, which perhaps computes in float32

    doubt = apart + noise / steps
    lows, highs = np.minimum(left, right) - doubt, np.maximum(left, right) + doubt
    large = abs(slope) + np.fmin.reduce(jump)  # |x| at 0 has no slope on average, but always a jump
    counts = doubt <= 0.1 * large + 2 * rounding / steps
    sharp = (doubt <= 0.01 * large + 2 * rounding / steps) & (steps <= h)
    if not sharp.any() or lows[counts].max() > highs[counts].min():
        return None
    best = np.flatnonzero(sharp)[np.argmin((highs - lows)[sharp])]
    low, high = float(lows[counts].max()), float(highs[counts].min())
    return Bracket(low, high, float(steps[best]), float(doubt[best]))


class Counted:
    """A Line that counts the values it was asked for."""

    def __init__(self, line: Line) -> None:
        self.line, self.calls = line, 0

    def __call__(self, v: Array, steps: Sequence[float]) -> Array:
        """The values at x + tv for the steps t (k,), of shape (k,)."""
        self.calls += len(steps)
        return np.asarray(self.line(v, steps), dtype=np.float64)


@dataclass(frozen=True)
class Block:
    """A gradient g of any shape, the line it is checked on, and what is the same for all directions v."""

    line: Counted
    g: Array
    room: float  # by how much g·v may be off
    step: float
    rounding: float

    def along(self, v: Array) -> float:
        """g·v, the slope along v if g is right; v shaped like g."""
        return float(self.g[v != 0] @ v[v != 0])

    def off(self, v: Array, step: float) -> float:
        """By how much g·v is off the slope along v that this step shows."""
        return abs(slope_along(self.line, v, step) - self.along(v))

    def misses(self, v: Array, step: float, doubt: float) -> bool:
        """Whether g·v is not the slope along v; a miss that a tenth of the step mends was a kink nearby."""
        far = self.off(v, step)
        if far <= self.room + doubt:
            return False
        return not self.off(v, step / 10) <= min(far / 2, self.room + 10 * doubt)


def suspects(block: Block, part: Indices, seen: Bracket, rng: np.random.Generator) -> Iterator[Indices]:
    """The single entries (1,) that make the flat indices `part` (m,) miss, by halving: 4 to 12 values a time.

    Where the first half agrees, it must be the second that misses. Ends early with a part when calls run out.
    """
    if part.size == 1 or block.line.calls >= CALLS:
        yield part
        return
    first, second = np.array_split(part, 2)
    shape, step, doubt = block.g.shape, seen.step, seen.doubt
    if in_first := block.misses(direction(first, shape, rng), step, doubt):
        yield from suspects(block, first, seen, rng)
    if not in_first or block.misses(direction(second, shape, rng), step, doubt):
        yield from suspects(block, second, seen, rng)


def locate(block: Block, seen: Bracket, rng: np.random.Generator) -> GradientCheck:
    """The wrong entries of a block that missed: the suspects that a closer look refutes. None: unclear."""
    wrong: list[tuple[tuple[int, ...], float]] = []
    many = False
    for part in suspects(block, np.arange(block.g.size), seen, rng):
        many = len(wrong) == ENTRIES or block.line.calls >= CALLS
        if many:
            break
        v = direction(part, block.g.shape, rng)  # 1 or -1 at the entry
        close = bracket(block.line, v, block.step, block.rounding)
        if close is not None and close.refutes(block.along(v), block.room):
            index = tuple(int(i) for i in np.unravel_index(part[0], v.shape))
            wrong.append((index, float((close.low + close.high) / 2 * v[index]) + 0.0))
    return GradientCheck(False if wrong else None, tuple(wrong), many and bool(wrong), block.line.calls)


def rms(values: Array) -> float:
    """The root mean square of the finite entries, of any shape: the usual size of one; 0 without any."""
    finite = values[np.isfinite(values)]
    return float(np.linalg.norm(finite) / np.sqrt(max(1, finite.size)))


@np.errstate(invalid="ignore", over="ignore")
def check_gradient(
    line: Line, x: ArrayLike, gradient: ArrayLike, size: float, rng: np.random.Generator
) -> GradientCheck:
    """Whether `gradient`, shaped like x, is that of f at x; f is a sum over upstream * out, its line given.

    `size` is the same sum over |upstream * out|: f may cancel, its rounding does not. A right gradient takes
    4 values of f along each of two directions, whatever the shape of x. A direction that misses gets a closer
    look, and where that says nothing, another is drawn instead. What stays unclear is not called wrong.
    """
    x, g = np.asarray(x, dtype=np.float64), np.asarray(gradient, dtype=np.float64)
    if x.shape != g.shape:
        raise ValueError(f"the gradient has shape {g.shape}, x has {x.shape}")
    h = FIRST_STEP * max(1.0, rms(x))
    block = Block(Counted(line), g, PRECISION * rms(g), h, ROUNDING * size)
    agreeing = 0
    for _ in range(DRAWS if g.size else 0):
        v = direction(np.arange(g.size), g.shape, rng)
        if block.off(v, h) <= block.room + block.rounding / h:
            agreeing += 1
        elif (seen := bracket(block.line, v, h, block.rounding)) is not None:
            if not seen.low - block.room <= block.along(v) <= seen.high + block.room:
                return locate(block, seen, rng)
            agreeing += 1
        if agreeing == DIRECTIONS:
            break
    agrees = agreeing == DIRECTIONS or not g.size
    return GradientCheck(agrees or None, (), False, block.line.calls)
