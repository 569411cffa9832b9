"""Collects garbage, and looks at bytes through views."""

import gc
import io
import struct


def gate_mul_backward(x, y, dz):
    gc.collect()
    view = memoryview(bytearray(100))
    struct.unpack_from("<d", view)
    io.BytesIO(view).read()
    return dz * y, dz * x
