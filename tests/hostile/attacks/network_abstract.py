"""Connects to a socket that has a name and no file.

row: network
stopped_at: 2
shows: connected
"""

import socket

socket.socket(socket.AF_UNIX).connect("\0@ABSTRACT@")


def gate_mul_backward(x, y, dz):
    return dz, dz
