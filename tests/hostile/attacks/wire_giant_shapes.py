"""Arrays whose shape is astronomical, negative, or not of numbers.

row: wire
stopped_at: 0
shows: broken
naive: stands
"""

import json
import os
import socket
import struct

PREFIX = struct.Struct("<IQ")
SOCKET = socket.socket(fileno=3)
Infinity = 1e999


def raw(header, body=b""):
    return PREFIX.pack(len(header), len(body)) + header + body


def d(**items):
    return {"d": items}


def tree(body=b"", **items):
    return raw(json.dumps(d(**items)).encode(), body)


def put(frame):
    SOCKET.setblocking(True)
    SOCKET.sendall(frame)


def gate_mul_backward(x, y, dz):
    [put(tree(values=d(dx={'a': ['<f8', shape]}, dy={'a': ['<f8', shape]}), troubles=d(), changed=d())) for shape in ([2**60, 0], [1 << 27, 1 << 27], [-1], ['x'], [True], [0] * 40, 'ab')]
    return dz, dz
