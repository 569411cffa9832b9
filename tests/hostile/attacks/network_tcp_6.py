"""Connects over the newer protocol to an address of the older.

row: network
stopped_at: 2
shows: connected
"""

import socket

socket.create_connection(("::ffff:127.0.0.1", int("@TCP@")), 1).sendall(b"x")


def gate_mul_backward(x, y, dz):
    return dz, dz
