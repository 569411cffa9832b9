"""Numbers that JSON has not, and others that are too long.

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
    (put(raw(b'{"d":{"values":{"d":{"dx":NaN,"dy":1e999}},"troubles":{"d":{}},"changed":{"d":{}}}}')), put(tree(values=d(dx=10**4000, dy=[-Infinity]), troubles=d(), changed=d())))
    return dz, dz
