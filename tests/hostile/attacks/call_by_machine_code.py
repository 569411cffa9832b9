"""Makes a socket by machine code of its own.

row: foreign-calls
stopped_at: 2
shows: allowed
"""

import ctypes
import mmap

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    room = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    # mov eax, 41; mov edi, 2; mov esi, 1; xor edx, edx; syscall; ret
    room.write(bytes.fromhex("b829000000bf02000000be0100000031d20f05c3"))
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(room)))
    if call() >= 0:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
