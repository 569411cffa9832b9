"""The wire: whatever a guest sends is a value or MalformedFrame, and costs no more memory than its bytes."""

from __future__ import annotations

import collections
import contextlib
import math
import tracemalloc
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.guest.wire import (
    BODY_MOST,
    DEPTH_MOST,
    DTYPES,
    ENTRIES_MOST,
    HEADER_MOST,
    NODES_MOST,
    PREFIX,
    RANK_MOST,
    Foreign,
    MalformedFrame,
    TooLarge,
    decode,
    encode,
    frame_size,
)

ARRAYS = hnp.arrays(
    st.sampled_from([np.dtype(dtype) for dtype in DTYPES]),
    hnp.array_shapes(min_dims=0, max_dims=RANK_MOST, min_side=0, max_side=3),
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | ARRAYS
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


def equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        same = isinstance(other, np.ndarray) and one.dtype == other.dtype and one.shape == other.shape
        return same and one.tobytes() == other.tobytes()
    if isinstance(one, float):
        return isinstance(other, float) and (one == other or (math.isnan(one) and math.isnan(other)))
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict):
        return isinstance(other, dict) and list(one) == list(other) and all(equal(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


class Sub(np.ndarray):
    pass


class Pair(NamedTuple):
    dx: float
    dy: float


class Text(str):
    __slots__ = ()


class Whole(int):
    def __abs__(self) -> int:
        raise AssertionError("code of the student's runs")


@given(TREES)
def test_what_goes_in_comes_out(value: Any) -> None:
    assert equal(decode(encode(value)), value)


@given(ARRAYS)
def test_arrays_that_come_out_cannot_be_written_to(array: np.ndarray) -> None:
    assert not decode(encode(array)).flags.writeable


@pytest.mark.parametrize(
    ("given_", "comes_out"),
    [
        (np.arange(6.0).reshape(2, 3).T, np.arange(6.0).reshape(2, 3).T),
        (np.arange(3, dtype=">f8"), np.arange(3.0)),
        (np.array([1.5], dtype=np.float16), np.array([1.5], dtype=np.float32)),
        (np.array([1.5], dtype=np.longdouble), np.array([1.5])),
        (np.array([7], dtype=np.uint8), np.array([7])),
        (np.array([2**63 - 1], dtype=np.uint64), np.array([2**63 - 1])),
        (np.array([-7], dtype=">i2"), np.array([-7])),
        (np.arange(12, dtype=np.int32).reshape(3, 4)[::-2, ::2], np.array([[8, 10], [0, 2]], dtype=np.int32)),
        (np.broadcast_to(2.0, (2, 3)), np.full((2, 3), 2.0)),
        (np.float32(math.nan), np.array(math.nan, dtype=np.float32)),
        (np.int16(-3), np.array(-3)),
        (np.array(["-inf", "1e400"], dtype=np.longdouble), np.array([-math.inf, math.inf])),
        (np.float64(2.5), np.array(2.5)),
        (np.bool_(True), np.array(True)),
        (np.ones((2, 1)).view(Sub), np.ones((2, 1))),
        (np.array([1, 2.5], dtype=object), np.array([1, 2.5])),
    ],
)
def test_other_arrays_keep_their_values(given_: Any, comes_out: np.ndarray) -> None:
    assert equal(decode(encode(given_)), comes_out)


@pytest.mark.parametrize(
    "value",
    [
        1j, Text("a"), Whole(3), np.str_("a"), np.array([2**63], dtype=np.uint64), np.array([10**400], dtype=object),
        np.zeros((0, 2**40)), np.zeros((0, 2**28, 2**28, 2**5), dtype=np.uint8), np.zeros(2, dtype="f8,f8"), object(),
        {1: 2}, b"bytes", {1, 2}, np.array([1j]), np.array([None]), np.array(["a"]), len,
        10**400, (x for x in ()),
        np.broadcast_to(np.float64(1), (10**6, 10**6)), np.zeros((1,) * 9),
    ],
)  # fmt: skip
def test_what_cannot_travel_is_named(value: Any) -> None:
    tracemalloc.start()
    out = decode(encode(value))
    assert tracemalloc.get_traced_memory()[1] < 10**6
    tracemalloc.stop()
    assert isinstance(out, Foreign)
    assert out.what


def test_nesting_without_end_is_cut() -> None:
    value: list[Any] = []
    value.append(value)
    out = decode(encode(value))
    for _ in range(12):
        [out] = out
    assert isinstance(out, Foreign)


@settings(max_examples=500)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_malformed(frame: bytes) -> None:
    with contextlib.suppress(MalformedFrame):
        decode(frame)


@settings(max_examples=500)
@given(TREES, st.data())
def test_a_frame_with_bytes_changed_is_a_value_or_malformed(value: Any, data: st.DataObject) -> None:
    frame = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    tracemalloc.start()
    try:
        decode(bytes(frame))
    except MalformedFrame:
        pass
    finally:
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 10**6


@pytest.mark.parametrize(
    "header",
    [
        b'{"a":["<f8",[1000000000000]]}', b'{"a":["<f8",[-1]]}', b'{"a":["<f8",[1.5]]}', b'{"a":["|O",[1]]}',
        b'{"a":["<f8",[0,1000000000000000000000]]}', b'{"a":["<f8",[1]],"t":[]}', b'{"x":1}', b"{}", b'{"o":1}', b"[",
        b'{"a":[["<f8"],[1]]}', b'{"a":["<f8",3]}', b'{"a":["<f8",""]}', b'{"a":["<f8",{}]}', b'{"d":[1]}', b'{"t":3}',
        b'{"t":{"a":1}}', b'{"a":null}', b'{"a":["<f8",[2]]}', b'{"o":"x"}', b"1" * 5000, b"nan", b"[" * 2000, b"\xff",
        b'{"a":["<f8",[1,1,1,1,1,1,1,1,1]]}', b'{"a":["<f8",[true]]}',
    ],
)  # fmt: skip
def test_headers_that_lie_are_malformed(header: bytes) -> None:
    with pytest.raises(MalformedFrame):
        decode(PREFIX.pack(len(header), 8) + header + b"x" * 8)


def test_a_frame_that_promises_terabytes_is_refused_before_it_comes() -> None:
    with pytest.raises(MalformedFrame):
        decode(PREFIX.pack(10, 1 << 42))


def test_named_tuples_and_dicts_of_other_kinds_come_as_plain_ones() -> None:
    assert equal(decode(encode(Pair(1.0, 2.0))), (1.0, 2.0))
    assert equal(decode(encode(collections.OrderedDict(b=1, a=[]))), {"b": 1, "a": []})


def test_a_student_who_makes_numpy_strict_does_not_break_the_reply() -> None:
    with np.errstate(all="raise"):
        assert equal(decode(encode(np.array(["1e400"], dtype=np.longdouble))), np.array([math.inf]))


@pytest.mark.torch
def test_tensors_come_as_arrays_or_are_named() -> None:
    import torch

    x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    assert equal(decode(encode(x.T)), np.array([[1, 3], [2, 4]], dtype=np.float32))
    assert equal(decode(encode(torch.tensor([1 + 2j]).conj().imag)), np.array([-2], dtype=np.float32))
    others = torch.ones(2, dtype=torch.bfloat16), torch.ones(2, device="meta"), torch.ones(2).to_sparse()
    for tensor in (*others, torch.zeros(()).expand(2**40)):
        assert isinstance(decode(encode(tensor)), Foreign)
    inside: list[Any] = []
    torch.func.vmap(lambda row: (inside.append(decode(encode(row))), row)[1])(x)
    assert isinstance(inside[0], Foreign)


def test_an_array_of_the_largest_size_travels_and_no_larger_one() -> None:
    largest = np.zeros(ENTRIES_MOST, dtype=bool)
    assert decode(encode(largest)).shape == largest.shape
    assert isinstance(decode(encode(np.zeros(ENTRIES_MOST + 1, dtype=bool))), Foreign)
    assert ENTRIES_MOST * 8 <= BODY_MOST


def test_a_frame_cut_short_or_too_long_is_malformed() -> None:
    frame = encode({"x": np.arange(3.0), "say": ["a", None]})
    for cut in (*(frame[:end] for end in range(len(frame))), frame + b"x"):
        with pytest.raises(MalformedFrame):
            decode(cut)
    body = frame + b"x" * 8
    header_bytes, body_bytes = PREFIX.unpack_from(frame)
    with pytest.raises(MalformedFrame, match="left over"):
        decode(PREFIX.pack(header_bytes, body_bytes + 8) + body[PREFIX.size :])


@pytest.mark.parametrize(("header", "body", "fits"), [(0, 0, True), (1, 0, False), (0, 1, False)])
def test_a_frame_has_its_limits(header: int, body: int, fits: bool) -> None:
    prefix = PREFIX.pack(HEADER_MOST + header, BODY_MOST + body)
    if fits:
        assert frame_size(prefix) == PREFIX.size + HEADER_MOST + BODY_MOST
    else:
        with pytest.raises(MalformedFrame, match="too large"):
            frame_size(prefix)


@pytest.mark.parametrize("wrap", [lambda v: [v], lambda v: (v,), lambda v: {"k": v}], ids=["list", "tuple", "dict"])
def test_as_deep_as_the_limit_and_no_deeper(wrap: Any) -> None:
    value: Any = 1.5
    for _ in range(DEPTH_MOST):
        value = wrap(value)
    assert decode(encode(value)) == value
    assert decode(encode(wrap(value))) != wrap(value)


@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"t":[', "]}"), ('{"d":{"k":', "}}")])
def test_a_header_nested_too_deep_is_malformed(opens: str, closes: str) -> None:
    header = (opens * (DEPTH_MOST + 2) + "1" + closes * (DEPTH_MOST + 2)).encode()
    with pytest.raises(MalformedFrame, match="deep"):
        decode(PREFIX.pack(len(header), 0) + header)


def test_whole_numbers_travel_up_to_300_digits() -> None:
    assert decode(encode([10**299, -(10**299)])) == [10**299, -(10**299)]
    assert isinstance(decode(encode(-(10**300))), Foreign)


def framed(header: bytes, body: bytes = b"") -> bytes:
    return PREFIX.pack(len(header), len(body)) + header + body


@pytest.mark.parametrize(
    "frame",
    [
        framed(b"[" + b",".join([b"[[[]]]"] * (NODES_MOST // 2)) + b"]"),
        framed(b'{"d":{' + b",".join(b'"%d":0' % i for i in range(NODES_MOST + 1)) + b"}}"),
        framed(b'{"a":["<f8",[0,268435456,268435456]]}'),
        framed(b'{"a":["|b1",[3]]}', b"\x00\x01\x02"),
        framed("[1]".encode("utf-16-le")),
        framed(b'["\xed\xa0\x80"]'),
    ],
    ids=["many lists", "many keys", "an astronomic shape", "a byte that is no truth value", "utf-16", "a surrogate"],
)
def test_what_would_cost_or_mislead_the_reader_is_malformed(frame: bytes) -> None:
    with pytest.raises(MalformedFrame):
        decode(frame)


@pytest.mark.parametrize("value", [[0] * (NODES_MOST + 1), ["x" * 1000] * 2000, [[[[]]]] * (NODES_MOST // 2)])
def test_what_the_reader_would_refuse_is_not_sent(value: Any) -> None:
    with pytest.raises(TooLarge):
        encode(value)
    assert decode(encode(value[:1000])) == value[:1000]


def test_no_metaclass_is_asked_what_a_value_is() -> None:
    class Liar(type):
        def __eq__(cls, other: object) -> bool:
            return True

        __hash__ = type.__hash__

    class Own(metaclass=Liar):
        pass

    assert decode(encode(Own())).what == "Own"
