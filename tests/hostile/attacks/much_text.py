"""Takes much more memory than it may, by one long text.

row: bombs
stopped_at: 0
shows: allowed
"""

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    held = "x" * (1 << 29)
    if len(held) == 1 << 29:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
