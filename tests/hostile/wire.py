"""What attacks on the wire share, taken in where one asks for it: frames made by hand, and written past the tool."""

import json
import os
import struct

PREFIX = struct.Struct("<IQ")
Infinity = 1e999


def raw(header, body=b""):
    return PREFIX.pack(len(header), len(body)) + header + body


def d(**items):
    return {"d": items}


def tree(body=b"", **items):
    return raw(json.dumps(d(**items)).encode(), body)


def put(frame):
    """By plain write: a locked guest has no calls for sockets, and would meet only that lock."""
    os.set_blocking(3, True)
    while frame:
        frame = frame[os.write(3, frame) :]
