"""Arrays of types that are none.

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
    [put(tree(values=d(dx={'a': [kind, [1]]}, dy=1.0), troubles=d(), changed=d(), body=bytes(8))) for kind in ('|O', 'O', 'S8', '<c16', 8, None, '<f8,(1000000,1000000)f8')]
    return dz, dz
