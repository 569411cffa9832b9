"""Waits for others to connect.

row: network
stopped_at: 2
shows: allowed
"""

import socket

MARK = "@MARK@"
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
raise RuntimeError("allowed " + MARK)


def gate_mul_backward(x, y, dz):
    return dz, dz
