"""Logs to the other stream."""

import logging

logging.basicConfig(level=logging.INFO)


def gate_mul_backward(x, y, dz):
    logging.getLogger("mine").info("x is %s", x)
    return dz * y, dz * x
