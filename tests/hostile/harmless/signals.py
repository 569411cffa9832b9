"""Asks about signals and limits."""

import resource
import signal


def gate_mul_backward(x, y, dz):
    signal.getsignal(signal.SIGINT)
    resource.getrlimit(resource.RLIMIT_AS)
    resource.getrusage(resource.RUSAGE_SELF)
    return dz * y, dz * x
