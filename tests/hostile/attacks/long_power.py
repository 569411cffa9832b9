"""One operation that takes hours and cannot be interrupted.

row: stopping
stopped_at: 0
shows: slow
"""

def gate_mul_backward(x, y, dz):
    return 7 ** (10**8), dz
