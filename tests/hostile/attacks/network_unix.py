"""Connects to a socket that is a file.

row: network
stopped_at: 2
shows: connected
"""

import socket

socket.socket(socket.AF_UNIX).connect("@UNIX@")


def gate_mul_backward(x, y, dz):
    return dz, dz
