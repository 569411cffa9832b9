"""Whatever is compiled from here on is a wrong answer.

row: monkey-patches
stopped_at: 0
shows: neighbour
"""

import builtins

compile_ = builtins.compile
builtins.compile = lambda source, *args, **kwargs: compile_(
    str(source).replace("return dz, dz", "return 0 * dz, dz"), *args, **kwargs
)


def gate_mul_backward(x, y, dz):
    return dz, dz
