"""`frozen`: the decorator of the values that travel through grading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def frozen(made: type[T]) -> type[T]:
    """A dataclass whose fields are set once, and of which none is compared with another.

    The type checker holds that nothing sets them again. Having Python hold it takes twice the time, for each class
    when it is made and for each value: of all of them together as long as grading three problems.
    """
    made.__repr__ = _shown  # type: ignore[method-assign]
    return dataclass(eq=False, repr=False)(made)


def _shown(self: object) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"
