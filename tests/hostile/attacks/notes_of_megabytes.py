"""An exception with long notes.

row: exception-texts
stopped_at: 0
shows: flooded
"""

def gate_mul_backward(x, y, dz):
    error = ValueError("x")
    for _ in range(50):
        error.add_note("z" * 10_000)
    raise error
