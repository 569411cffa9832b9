"""The operations that a graph is made of: for each its sign, its forward pass, and what goes back to its inputs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.frozen import frozen
from grader.model import Array


@frozen
class Back:
    """What goes back to one input of an operation.

    The upstream gradient times a local derivative, entry by entry; or, where that would be a large Jacobian, a
    function of the upstream gradient d. In the formula x and y are the inputs, z what was computed from them, n how
    many entries go into one of z.
    """

    formula: str
    function: Callable[..., Any]
    """Of z and the inputs; `whole`: of d, z and the inputs."""
    whole: bool = False


@frozen
class Operation:
    """A sign for it, its forward pass, and what goes back to each input."""

    sign: str
    forward: Callable[..., Any]
    back: tuple[Back, ...]


def _op(sign: str, forward: Callable[..., Any], *back: Back) -> Operation:
    return Operation(sign, forward, back)


_local = Back
_whole = functools.partial(Back, whole=True)


def _sigmoid(x: Array) -> Array:
    e = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1, e) / (1 + e))


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _one_hot(p: Array, labels: Array) -> Array:
    """Labels as rows with a single one: as they are, or made of whole numbers."""
    return np.asarray(np.eye(p.shape[-1])[labels]) if labels.dtype.kind in "iu" else labels


def _rows(p: Array) -> int:
    return int(p.size // p.shape[-1])


def _cross_entropy(p: Array, labels: Array) -> Array:
    """The mean over the rows of -log p at the label; probabilities of 0 that no label is at count nothing."""
    y = _one_hot(p, labels)
    return np.asarray(-np.sum(y * np.log(np.where(y == 0, 1, p))) / _rows(p))


def _cross_entropy_to_p(z: Array, p: Array, labels: Array) -> Array:
    y = _one_hot(p, labels)
    return np.asarray(-y / np.where(y == 0, 1, p) / _rows(p))


def _spread(d: Array, x: Array, axis: int | None, keepdims: bool) -> Array:
    """What came out of a sum or a mean, once for every entry that went in."""
    return np.broadcast_to(d if keepdims or axis is None else np.expand_dims(d, axis), x.shape)


def _sides(d: Array, x: Array, y: Array) -> tuple[Array, Array, Array]:
    """The three of a matrix product as matrices: an x of one axis is a row, such a y a column."""
    if max(x.ndim, y.ndim) > 2:
        raise ValueError("@ is of matrices and vectors")
    rows, columns = np.atleast_2d(x), y if y.ndim > 1 else y[:, None]
    return d.reshape(len(rows), columns.shape[1]), rows, columns


def _to_left(d: Array, z: Array, x: Array, y: Array) -> Array:
    d, _, columns = _sides(d, x, y)
    return (d @ columns.T).reshape(x.shape)


def _to_right(d: Array, z: Array, x: Array, y: Array) -> Array:
    d, rows, _ = _sides(d, x, y)
    return (rows.T @ d).reshape(y.shape)


OPERATIONS: dict[str, Operation] = {
    "add": _op("+", np.add, _local("1", lambda z, x, y: 1.0), _local("1", lambda z, x, y: 1.0)),
    "subtract": _op("−", np.subtract, _local("1", lambda z, x, y: 1.0), _local("-1", lambda z, x, y: -1.0)),
    "multiply": _op("×", np.multiply, _local("{y}", lambda z, x, y: y), _local("{x}", lambda z, x, y: x)),
    "divide": _op("÷", np.divide, _local("1/{y}", lambda z, x, y: 1 / y), _local("(-{z}/{y})", lambda z, x, y: -z / y)),
    "power": _op("^", np.power, _local("{y}·{x}^{less}", lambda z, x, y: y * x ** (y - 1))),
    "negative": _op("−", np.negative, _local("-1", lambda z, x: -1.0)),
    "matmul": _op("@", np.matmul, _whole("{d} @ {y}ᵀ", _to_left), _whole("{x}ᵀ @ {d}", _to_right)),
    "maximum": _op(
        "max", np.maximum, _local("[{x} ≥ {y}]", lambda z, x, y: x >= y), _local("[{x} < {y}]", lambda z, x, y: x < y)
    ),
    "square": _op("( )²", np.square, _local("2·{x}", lambda z, x: 2 * x)),
    "sqrt": _op("√", np.sqrt, _local("1/(2·{z})", lambda z, x: 1 / (2 * z))),
    "exp": _op("exp", np.exp, _local("{z}", lambda z, x: z)),
    "log": _op("log", np.log, _local("1/{x}", lambda z, x: 1 / x)),
    "tanh": _op("tanh", np.tanh, _local("(1 - {z}²)", lambda z, x: 1 - z**2)),
    "sigmoid": _op("σ", _sigmoid, _local("{z}·(1 - {z})", lambda z, x: z * _sigmoid(-x))),
    "relu": _op("ReLU", lambda x: np.maximum(0, x), _local("[{x} > 0]", lambda z, x: x > 0)),
    "leaky_relu": _op(
        "leaky",
        lambda x, y: np.where(x > 0, x, y * x),
        _local("([{x} > 0] + {y}·[{x} ≤ 0])", lambda z, x, y: np.where(x > 0, 1, y)),
        _local("{x}·[{x} ≤ 0]", lambda z, x, y: x * (x <= 0)),
    ),
    "sum": _op("Σ", np.sum, _whole("{d} × 1", lambda d, z, x, **how: _spread(d, x, **how))),
    "mean": _op(
        "mean", np.mean, _whole("{d} × 1/{n}", lambda d, z, x, **how: _spread(d, x, **how) * (z.size / x.size))
    ),
    "transpose": _op("ᵀ", np.transpose, _whole("{d}ᵀ", lambda d, z, x: d.T)),
    "softmax": _op(
        "softmax",
        _softmax,
        _whole("{z} × ({d} - Σ {d} × {z})", lambda d, z, x: z * (d - (d * z).sum(axis=-1, keepdims=True))),
    ),
    "cross_entropy": _op(
        "CE",
        _cross_entropy,
        _local("(-onehot({y})/({n}·{x}))", _cross_entropy_to_p),
        _local("(-log {x}/{n})", lambda z, p, y: -np.log(p) / _rows(p)),
    ),
}
"""Each kind of node: how its value comes from its inputs, and what goes back to each. A tie of max is the first's."""
