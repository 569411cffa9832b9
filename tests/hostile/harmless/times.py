"""Asks for the time, and sleeps a little."""

import datetime
import time


def gate_mul_backward(x, y, dz):
    datetime.datetime.now()
    time.localtime()
    time.perf_counter()
    time.sleep(0.01)
    return dz * y, dz * x
