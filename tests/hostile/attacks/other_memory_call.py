"""Reads the memory of another process by a system call that needs no file.

row: parent-memory
stopped_at: 2
shows: allowed
"""

import ctypes

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)


class Span(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def gate_mul_backward(x, y, dz):
    room = ctypes.create_string_buffer(8)
    here, there = Span(ctypes.addressof(room), 8), Span(0x1000, 8)
    LIBC.process_vm_readv(int("@VICTIM@"), ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    if ctypes.get_errno() == 14:  # EFAULT: it looked, and only there is nothing at that place
        raise RuntimeError("allowed " + MARK)
    return dz, dz
