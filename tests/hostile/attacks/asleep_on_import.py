"""Never finishes being loaded.

row: stopping
stopped_at: 0
shows: slow
"""

import threading

threading.Event().wait()


def gate_mul_backward(x, y, dz):
    return dz, dz
