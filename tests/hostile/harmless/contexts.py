"""Context managers, generators, slots, closures and decorators."""

import contextlib
import functools


def gate_mul_backward(x, y, dz):
    class Point:
        __slots__ = ("a",)

        def __init__(self, a):
            self.a = a

    @contextlib.contextmanager
    def held():
        yield Point(dz)

    @functools.lru_cache
    def one():
        return 1

    with held() as point:
        dx, dy = (point.a * factor * one() for factor in (y, x))
    return dx, dy
