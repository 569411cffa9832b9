"""Asks where it runs."""

import os
import platform
import sys


def gate_mul_backward(x, y, dz):
    try:
        os.getcwd()
    except OSError:
        pass
    os.getpid(), os.getppid(), os.cpu_count(), os.uname(), platform.system(), sys.platform
    return dz * y, dz * x
