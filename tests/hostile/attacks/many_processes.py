"""Starts a hundred processes.

row: bombs
stopped_at: 2
shows: allowed
"""

import os
import signal
import time

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    started = []
    try:
        for _ in range(100):
            pid = os.fork()
            if pid == 0:
                time.sleep(1)
                os._exit(0)
            started.append(pid)
    except OSError:
        pass
    for pid in started:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    if len(started) == 100:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
