"""An exit handler and a destructor that never end.

row: stopping
stopped_at: 0
shows: slow
deserves: 5
"""

import atexit
import time


class Stay:
    def __del__(self):
        time.sleep(100)


stay = Stay()
atexit.register(time.sleep, 100)


def gate_mul_backward(x, y, dz):
    return dz * y, dz * x
