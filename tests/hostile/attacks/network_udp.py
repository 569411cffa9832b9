"""Sends over UDP.

row: network
stopped_at: 2
shows: connected
"""

import socket

socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", int("@UDP@")))


def gate_mul_backward(x, y, dz):
    return dz, dz
