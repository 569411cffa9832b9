"""Starts hundreds of threads.

row: bombs
stopped_at: 0
shows: allowed
"""

import threading

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    done = threading.Event()
    started = 0
    try:
        for _ in range(400):
            threading.Thread(target=done.wait, args=(2,), daemon=True).start()
            started += 1
    except (RuntimeError, MemoryError):
        pass
    done.set()
    if started == 400:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
