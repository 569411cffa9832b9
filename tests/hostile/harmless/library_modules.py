"""Imports much of the standard library only when it is wanted."""



def gate_mul_backward(x, y, dz):
    import collections, csv, dataclasses, decimal, enum, fractions, functools, heapq, itertools, json, math  # noqa: E401
    import pprint, re, statistics, string, tempfile, textwrap, typing, unittest.mock, uuid, zlib  # noqa: E401, F401

    decimal.Decimal("1.1").sqrt()
    statistics.mean([1, 2, 3])
    json.loads(json.dumps({"a": [1]}))
    re.sub("a", "b", "aaa")
    pprint.pformat({"a": [1] * 50})
    return dz * y, dz * x
