"""What autograd makes of a forward pass. Its text is run in the guest of a reference, in a namespace of its own."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

Value: TypeAlias = Any
Slope: TypeAlias = tuple[str, str, str | None]
"""Of which value, along which input, and the upstream gradient, where that value is an array."""


def by_autograd(
    torch: Any,
    forward: str,
    names: dict[str, Value],
    inputs: dict[str, bool],
    values: list[str],
    slopes: dict[str, Slope],
) -> dict[str, Value]:
    """Run `forward` over the inputs as tensors; the values it is asked for, and every gradient, as plain numbers.

    Inputs are said to be differentiated or not: those become float64 tensors that require grad, of the others arrays
    become tensors of their type, and a number or a text stays one.
    """
    tensors = {name: _as_tensors(torch, names[name], along) for name, along in inputs.items()}
    known = {**names, **tensors}
    exec(forward, known)
    answers = {name: known[name] for name in values}
    for name, (out, x, upstream) in slopes.items():
        answers[name] = _gradient(torch, out, known[out], tensors[x], names[upstream] if upstream else None)
    return {name: _as_numbers(torch, value) for name, value in answers.items()}


def _gradient(torch: Any, name: str, out: Any, x: Any, upstream: Value) -> Any:
    """The slope of sum(out * upstream), or of a scalar out, along x, which may be a list or a dict of tensors."""
    if not isinstance(out, torch.Tensor):
        raise TypeError(f"{name} is a {type(out).__name__}, and slopes are taken of a tensor")
    if upstream is not None:
        upstream = torch.tensor(np.array(upstream), dtype=out.dtype)
        if upstream.shape != out.shape:
            raise ValueError(f"{name} has shape {tuple(out.shape)}, its upstream gradient {tuple(upstream.shape)}")
    slopes = iter(torch.autograd.grad(out, _leaves(x), upstream, retain_graph=True))
    return _mapped(x, lambda _: next(slopes))


def _as_tensors(torch: Any, value: Value, differentiated: bool) -> Any:
    def tensor(number: Value) -> Any:
        if isinstance(number, np.ndarray) and not differentiated:
            return torch.tensor(number)
        if differentiated and isinstance(number, (np.ndarray, int, float)):
            return torch.tensor(np.array(number), dtype=torch.float64, requires_grad=True)
        return number

    return _mapped(value, tensor)


def _as_numbers(torch: Any, value: Any) -> Value:
    def number(tensor: Any) -> Value:
        if not isinstance(tensor, torch.Tensor):
            return tensor
        return tensor.detach().numpy() if tensor.ndim else tensor.item()

    return _mapped(value, number)


def _mapped(value: Any, function: Any) -> Any:
    """What a function makes of every leaf of lists, tuples and dicts, in their order."""
    if isinstance(value, dict):
        return {key: _mapped(item, function) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([_mapped(item, function) for item in value])
    return function(value)


def _leaves(value: Any) -> list[Any]:
    found: list[Any] = []
    _mapped(value, found.append)
    return found
