"""Takes much more memory than it may, by one long text.

row: bombs
stopped_at: 0
shows: allowed
"""

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    held = "x" * (300 << 20)
    if len(held) == 300 << 20:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
