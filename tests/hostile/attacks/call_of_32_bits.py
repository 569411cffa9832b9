"""Makes a system call by the numbers of 32-bit programs.

row: foreign-calls
stopped_at: 2
shows: allowed
"""

import ctypes
import mmap
import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    room = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    room.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20; int 0x80; ret
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(room)))
    if call() == os.getpid():
        raise RuntimeError("allowed " + MARK)
    return dz, dz
