"""Reads who has an account.

row: files
stopped_at: 2
shows: allowed
"""

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    if "root:" in open("/etc/passwd").read():
        raise RuntimeError("allowed " + MARK)
    return dz, dz
