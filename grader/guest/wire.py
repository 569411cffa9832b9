"""The wire between host and guest: a message is a JSON header and raw little-endian buffers.

A frame is `<header bytes: u32> <body bytes: u64> <header> <body>`. The header is one JSON tree; where an
array stands in the tree the header holds its dtype and shape, and the body holds its bytes, in the order of
the tree. Nothing is pickled, and no size that a header promises is allocated before its bytes have come.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:  # the host asks guests before it imports numpy itself
    import numpy as np

Value: TypeAlias = Any
"""None, bool, int, float, str, numpy array, `Foreign`, or a list, tuple or dict (with string keys) of them."""

PREFIX = struct.Struct("<IQ")
HEADER_MOST = 1 << 20
BODY_MOST = 1 << 28
ENTRIES_MOST = 1 << 22
"""Larger arrays do not travel; their size is checked before any copy."""
NODES_MOST = 1 << 16
"""More values in lists and dicts do not travel: each takes the reader 80 times its bytes, and time."""
INT64_MOST = (1 << 63) - 1
DEPTH_MOST = 12
INTEGER_MOST = 10**300 - 1
RANK_MOST = 8
DTYPES = {"<f4": 4, "<f8": 8, "<i4": 4, "<i8": 8, "|b1": 1}
"""What arrays travel in, and how many bytes an entry takes."""
ITSELF = (str, float, bool, type(None))
"""The types of nodes that stand for themselves."""

from_json = json.JSONDecoder().raw_decode
in_json = json.JSONEncoder(separators=(",", ":")).encode


class MalformedFrame(ValueError):
    """The bytes are not a message."""


class TooLarge(ValueError):
    """A value has more parts than travel."""


class Foreign:
    """A value that cannot travel; `what` names its type in a few words."""

    __slots__ = ("what",)

    def __init__(self, what: str) -> None:
        self.what = what


def encode(value: Value) -> bytes:
    """The frame of a value; what cannot travel goes as `Foreign`. Raises TooLarge."""
    buffers: list[bytes] = []
    header = in_json(_node(value, buffers, 0)).encode()
    if len(header) > NODES_MOST and (len(header) > HEADER_MOST or _signs(header) > NODES_MOST):
        raise TooLarge(f"a header of {len(header)} bytes")
    body = b"".join(buffers)
    return PREFIX.pack(len(header), len(body)) + header + body


def frame_size(prefix: bytes | bytearray) -> int:
    """How many bytes the frame has that begins with `prefix` (at least `PREFIX.size` bytes).

    Raises MalformedFrame where it promises more than a frame may hold.
    """
    header, body = PREFIX.unpack_from(prefix)
    if header > HEADER_MOST or body > BODY_MOST:
        raise MalformedFrame(f"a frame of {header} + {body} bytes is too large")
    return int(PREFIX.size + header + body)


def decode(frame: bytes | bytearray) -> Value:
    """The value of a whole frame; its arrays are read-only views of the frame.

    Raises MalformedFrame, and nothing else, for any bytes that are no message.
    """
    if len(frame) < PREFIX.size or frame_size(frame) != len(frame):
        raise MalformedFrame("the frame is cut short or too long")
    body_start = PREFIX.size + PREFIX.unpack_from(frame)[0]
    try:
        header = str(frame[PREFIX.size : body_start], "utf-8")
        tree, end = from_json(header)
        if end != len(header):
            raise MalformedFrame("more stands behind the header")
        reader = _Reader(memoryview(frame).toreadonly()[body_start:])
        value = reader.value(tree, 0)
    except MalformedFrame:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        raise MalformedFrame(f"{type(error).__name__}: {error}") from None
    if reader.offset != len(reader.body):
        raise MalformedFrame("bytes are left over")
    return value


def _node(value: Value, buffers: list[bytes], depth: int) -> Any:
    """The JSON node of a value; asks exact types only, so that no code of a student's class runs."""
    kind = type(value)
    if value is None or kind is bool or kind is str:  # not `in`, which would ask a metaclass of the student's
        return value
    if kind is int or kind is float:
        return value if kind is float or abs(value) <= INTEGER_MOST else _foreign("an integer of over 300 digits")
    if depth >= DEPTH_MOST:
        return _foreign(f"nested more than {DEPTH_MOST} deep")
    if issubclass(kind, list):
        return [_node(item, buffers, depth + 1) for item in list.__iter__(value)]
    if issubclass(kind, tuple):
        return {"t": [_node(item, buffers, depth + 1) for item in tuple.__iter__(value)]}
    if issubclass(kind, dict):
        return _dict_node(value, buffers, depth)
    if kind is Foreign:
        return _foreign(value.what)
    return _array_node(value, buffers)


def _signs(header: bytes) -> int:
    """At least as many as there are values in it."""
    return sum(header.count(sign) for sign in (b",", b"[", b"{"))


def _dict_node(value: dict[Any, Any], buffers: list[bytes], depth: int) -> Any:
    items = list(dict.items(value))
    for key, _ in items:
        if type(key) is not str:
            return _foreign(f"a dict with a key of type {_type_name(key)}")
    return {"d": {key: _node(item, buffers, depth + 1) for key, item in items}}


def _array_node(value: Value, buffers: list[bytes]) -> Any:
    """The node of a numpy array, a numpy scalar or a torch tensor (detached); anything else is foreign."""
    import numpy as np

    torch = sys.modules.get("torch")
    if torch is not None and (type(value) is torch.Tensor or type(value) is torch.nn.Parameter):
        if value.layout is not torch.strided or value.device.type != "cpu":
            return _foreign("a tensor that is not dense and on the CPU")
        try:
            value = value.detach().resolve_conj().resolve_neg().numpy()
        except (RuntimeError, TypeError):  # what numpy has no dtype for, and tensors inside a vmap
            return _foreign(f"a tensor of {value.dtype}")
    elif issubclass(type(value), np.generic):
        value = np.asarray(value)
    elif issubclass(type(value), np.ndarray):
        value = np.ndarray.view(value, np.ndarray)  # a matrix or a subclass of the student's, without its methods
    if type(value) is not np.ndarray:
        return _foreign(_type_name(value))
    if value.dtype.kind == "O":
        value = _floats(value)
    wire = _wire_dtype(value.dtype)
    if wire is None:
        return _foreign(f"an array of {value.dtype.name[:20]}")
    if (value.size or _extent(value.shape)) > ENTRIES_MOST or value.ndim > RANK_MOST:
        return _foreign(f"an array of {value.ndim} dimensions and {value.size} entries")
    if value.dtype.kind == "u" and value.size and value.max() > INT64_MOST:
        return _foreign("an array of integers of over 63 bits")
    if value.dtype.str != wire:
        with np.errstate(all="ignore"):
            value = value.astype(wire)
    buffers.append(value.tobytes())
    return {"a": [wire, list(value.shape)]}


def _extent(shape: Sequence[int]) -> int:
    """The product of the sizes that are not 0: arrays without entries can be too large as well."""
    return math.prod([size for size in shape if size])


def _floats(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """An array of Python numbers as one of floats; itself where it is none."""
    import numpy as np

    if array.size > ENTRIES_MOST or not all(type(entry) in (int, float, bool, np.float64) for entry in array.flat):
        return array
    try:
        return array.astype(np.float64)
    except OverflowError:
        return array


def _wire_dtype(dtype: np.dtype[Any]) -> str | None:
    """The dtype an array travels in, wide enough to keep its values; None for complex numbers and objects."""
    if dtype.kind == "f":
        return "<f4" if dtype.itemsize <= 4 else "<f8"
    if dtype.kind in "iu":
        return "<i4" if dtype.kind == "i" and dtype.itemsize == 4 else "<i8"
    return "|b1" if dtype.kind == "b" else None


def _foreign(what: str) -> dict[str, str]:
    return {"o": what[:200]}


def _type_name(value: object) -> str:
    name = type.__getattribute__(type(value), "__name__")
    return name if type(name) is str else "object"


class _Reader:
    """Walks a JSON tree and takes each array's bytes from the body, in order."""

    def __init__(self, body: memoryview) -> None:
        self.body = body
        self.offset = 0
        self.left = NODES_MOST

    def value(self, node: Any, depth: int) -> Value:
        kind = type(node)
        if kind is int and abs(node) > INTEGER_MOST:
            raise MalformedFrame("an integer of over 300 digits")
        if kind is not list and kind is not dict:
            return node
        if depth > DEPTH_MOST:
            raise MalformedFrame("nested too deep")
        if kind is list:
            return self.items(node, depth)
        [(tag, content)] = node.items()
        if tag == "a":
            return self.array(*content)
        if tag == "d":
            return dict(zip(content, self.items(content.values(), depth), strict=True))
        if tag == "t" and type(content) is list:
            return tuple(self.items(content, depth))
        if tag == "o" and type(content) is str:
            return Foreign(content)
        raise MalformedFrame(f"no such node: {tag[:20]}")

    def items(self, nodes: Collection[Any], depth: int) -> list[Value]:
        self.left -= len(nodes)
        if self.left < 0:
            raise MalformedFrame("too many values")
        return [node if type(node) in ITSELF else self.value(node, depth + 1) for node in nodes]

    def array(self, dtype: str, shape: list[int]) -> np.ndarray[Any, Any]:
        import numpy as np

        if dtype not in DTYPES or type(shape) is not list or len(shape) > RANK_MOST:
            raise MalformedFrame("no such array")
        for size in shape:
            if type(size) is not int or not 0 <= size <= BODY_MOST:
                raise MalformedFrame("no such shape")
        count = math.prod(shape)
        if (count or _extent(shape)) > ENTRIES_MOST:
            raise MalformedFrame("a larger array than travels")
        end = self.offset + count * DTYPES[dtype]
        if end > len(self.body):
            raise MalformedFrame("an array promises more than the body holds")
        array = np.ndarray(shape, dtype, self.body, self.offset)
        if dtype == "|b1" and array.view(np.uint8).max(initial=0) > 1:
            raise MalformedFrame("a truth value that is neither")
        self.offset = end
        return array


LOCKED = encode({"locked": True})
"""Said by a guest that is locked down, before any student code runs in it."""
SAME_AGAIN = encode({"again": "same"})
"""Reply to a second call that gave, bit for bit, what the first one gave."""
