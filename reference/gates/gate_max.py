"""gate-max: the larger input gets the whole upstream gradient, the other one nothing."""

import numpy as np


def gate_max_backward(x, y, dz):
    """Return (dx, dy) for z = max(x, y); all floats, or arrays of one shape (N, M).

    The local derivatives are 1 for the input that won the forward pass and 0 for the other, so a max
    gate routes the upstream gradient entry by entry. A tie goes to the first input here.

    Source: Backpropagation and computation graphs, "gates and how they share out the gradient".
    """
    x_wins = np.asarray(x >= y)
    return dz * x_wins, dz * ~x_wins


def splits_the_gradient(dx, dy, x, y, dz):
    """Whether (dx, dy) = (t dz, (1 - t) dz) per entry: t = 1 where x > y, 0 where x < y, else 0 <= t <= 1.

    Nothing may be lost or doubled (dx + dy = dz), and neither part may lie outside of 0 .. dz, as
    (5 dz, -4 dz) does. Right to a millionth of the largest |dz|.
    """
    dx, dy, dz = np.asarray(dx, float), np.asarray(dy, float), np.asarray(dz, float)
    if not dx.shape == dy.shape == dz.shape:
        return False
    small = 1e-6 * np.abs(dz).max()
    nothing_lost = np.abs(dx + dy - dz) <= small
    within = (dx >= np.minimum(dz, 0) - small) & (dx <= np.maximum(dz, 0) + small)
    loser = np.where(np.less(x, y), dx, np.where(np.greater(x, y), dy, 0))
    return bool(np.all(nothing_lost & within & (np.abs(loser) <= small)))
