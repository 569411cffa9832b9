"""Connects over several paths at once, which is another protocol to a filter of TCP.

row: network
stopped_at: 2
shows: connected
naive: stands
"""

import socket

IPPROTO_MPTCP = 262
connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM, IPPROTO_MPTCP)
connection.settimeout(1)
connection.connect(("127.0.0.1", int("@TCP@")))


def gate_mul_backward(x, y, dz):
    return dz, dz
