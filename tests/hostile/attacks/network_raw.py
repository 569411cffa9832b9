"""Makes packets of its own.

row: network
stopped_at: 2
shows: allowed
"""

import socket

MARK = "@MARK@"
socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
raise RuntimeError("allowed " + MARK)


def gate_mul_backward(x, y, dz):
    return dz, dz
