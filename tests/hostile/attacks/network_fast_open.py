"""Connects by sending, without a call to connect.

row: network
stopped_at: 2
shows: connected
"""

import socket

MSG_FASTOPEN = 0x20000000
connection = socket.socket()
connection.settimeout(1)
connection.sendto(b"x", MSG_FASTOPEN, ("127.0.0.1", int("@TCP@")))


def gate_mul_backward(x, y, dz):
    return dz, dz
