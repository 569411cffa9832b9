"""What a guest does with a call: the statements it is taken apart into, the inputs it looks after, chance."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from conftest import Grade
from test_bad_input import mul

from grader.guest.answering import Program
from grader.guest.wire import SAME_AGAIN, decode, encode
from grader.programs import taken_apart

LONG_CALL = "y = f(x)" + " + 0" * 1000


@pytest.fixture
def program() -> Iterator[Any]:
    """Loads `y = f(x)` with a source, as a guest would."""

    def load(source: str) -> Program:
        setup = {"name": "f_of_x", "file": "f_of_x.py", "source": source, "helper": None, "trusted": False}
        setup |= {"calls": [*taken_apart(["y = f(x)"]).values()], "returned": ["y"], "functions": ["f"]}
        loaded = Program(setup)
        assert loaded.trouble is None
        return loaded

    yield load
    sys.modules.pop("f_of_x", None)


@pytest.fixture
def call(program: Any) -> Any:
    """Runs `y = f(x)` of a source on an input, and gives the replies."""

    def run(source: str, x: Any) -> list[Any]:
        asked = {"do": "call", "which": 0, "again": True, "most": 1 << 20, "inputs": {"x": x}}
        return [decode(reply) for reply in program(source).call(decode(encode(asked)))]

    return run


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("y = f(x)", [["y = f(x)", None, ["y"], "y = f(x)"]]),
        ("a, b = f(x)", [["f(x)", ["a", "b"], ["a", "b"], "a, b = f(x)"]]),
        ("a, = f(x)", [["f(x)", ["a"], ["a"], "a, = f(x)"]]),
        ("a, b = (f(x)\n        + g(x))", [["f(x) + g(x)", ["a", "b"], ["a", "b"], "a, b = f(x) + g(x)"]]),
        ("a, b[0] = f(x)", [["a, b[0] = f(x)", None, ["a"], "a, b[0] = f(x)"]]),
        ("a = b = f(x)", [["a = b = f(x)", None, ["a", "b"], "a = b = f(x)"]]),
        ("n.step(x)\nL = n.L", [["n.step(x)", None, [], "n.step(x)"], ["L = n.L", None, ["L"], "L = n.L"]]),
        ("for i in x:\n    y = f(i)", [["for i in x:\n    y = f(i)", None, ["i", "y"], ""]]),
        ("y = (f(x)", [["y = (f(x)", None, [], ""]]),
        (LONG_CALL, [[LONG_CALL, None, [], ""]]),
    ],
)
def test_a_call_is_taken_apart_into_statements(text: str, statements: list[Any]) -> None:
    assert taken_apart([text]) == {text: statements}


def test_a_call_that_does_not_parse_is_refused_by_the_guest() -> None:
    setup = {"name": "f_of_x", "file": "f_of_x.py", "source": "", "helper": None, "trusted": False}
    program = Program(setup | {"calls": [*taken_apart(["y = (f(x)"]).values()], "returned": [], "functions": []})
    assert program.trouble is not None
    assert program.trouble["type"] == "SyntaxError"


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("x[0] = 7.0", np.ones(3)),
        ("x[...] = -0.0", np.zeros(3)),
        ("x.shape = (3, 1)", np.ones(3)),
        ("x.dtype = np.int64", np.ones(3)),
        ("x[0][0] = 7.0", [np.ones(3), 1.0]),
        ("x.append(1.0)", [1.0]),
        ("x[0] = 2.0", [1.0]),
        ("x['W'] *= 2.0", {"W": np.ones(2)}),
        ("x['b'] = x.pop('W')", {"W": np.ones(2)}),
        ("x['b'] = x.pop('W')", {"W": None}),
        ("x[0].append(3.0)", ([1.0], 2.0)),
    ],
)
def test_an_input_that_is_changed_in_place_comes_back_as_it_is_then(call: Any, source: str, given: Any) -> None:
    first, second = call(f"import numpy as np\ndef f(x):\n    {source}\n    return 1.0\n", given)
    assert [*first["changed"]] == ["x"]
    assert encode(first["changed"]["x"]) != encode(given)
    assert second == decode(SAME_AGAIN)


@pytest.mark.parametrize(
    "source",
    ["x[0] = x[0] * 1.0", "x.reverse(); x.reverse()", "x[2][...] = x[2] + 0", "x.append(x.pop())", "pass"],
)
def test_an_input_that_holds_what_it_held_is_not_changed(call: Any, source: str) -> None:
    first, second = call(
        f"def f(x):\n    {source}\n    return 1.0\n", [1.0, 2.0, np.array([np.nan, 3.0])][: 2 + ("[2]" in source)]
    )
    assert first == {"values": {"y": 1.0}, "troubles": {}, "changed": {}}
    assert second == decode(SAME_AGAIN)


def test_a_dict_in_another_order_is_not_changed_beside_what_is(call: Any) -> None:
    """Equal dicts may differ in that, and alone such a one is not told either."""
    reordered = "def f(x):\n    x['a'] = x.pop('a')\n    return 1.0\n"
    first, _ = call(reordered, {"a": 1.0, "b": 2.0})
    assert first["changed"] == {}
    setup = {"name": "f_of_x", "file": "f_of_x.py", "helper": None, "trusted": False}
    setup |= {"calls": [*taken_apart(["y = f(x)\nz[0] = 2.0"]).values()], "returned": ["y"], "functions": ["f"]}
    asked = {"which": 0, "again": False, "most": 1 << 20, "inputs": {"x": {"a": 1.0, "b": 2.0}, "z": [1.0]}}
    [reply] = Program(setup | {"source": reordered}).call(asked)
    assert decode(reply)["changed"] == {"z": [2.0]}


def test_an_input_that_grew_too_large_to_travel_does_not_end_the_guest(call: Any) -> None:
    first, _ = call("def f(x):\n    x.extend([0.5] * 100_000)\n    return 1.0\n", [1.0])
    assert first["troubles"] == {"y": {"kind": "too-large"}}


@pytest.mark.parametrize("what", ["seconds", "counts"])
def test_inputs_may_be_written_to_where_a_call_is_timed_or_counted(program: Any, what: str) -> None:
    asked = decode(encode({"which": 0, "inputs": {"x": np.ones(3)}}))
    loaded = program("def f(x):\n    x += 1.0\n    return x\n")
    assert loaded.seconds(asked) if what == "seconds" else loaded.counts(asked)
    assert asked["inputs"]["x"].tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("where", ["at the top", "in the call"])
def test_chance_is_the_same_in_every_call_wherever_it_is_first_imported(grade_files: Grade, where: str) -> None:
    imported = "import random, numpy.random"
    draw = "return [random.random(), float(numpy.random.rand())]"
    own = (
        f"{imported}\ndef draw():\n    {draw}\n"
        if where == "at the top"
        else f"def draw():\n    {imported}\n    {draw}\n"
    )
    report = grade_files({"gate_mul.py": own + mul("raise ValueError(repr([draw(), draw()]))")})
    source = random.Random(0)
    numbers = np.random.RandomState(0)
    expected = repr([[source.random(), numbers.rand()], [source.random(), numbers.rand()]])
    messages = {finding.params["message"] for finding in report.problems[0].findings}
    assert messages == {expected}


@pytest.mark.parametrize(
    "source",
    [
        "import random, sys\ndel sys.modules['random']\ndrawn = set()\n",
        "import random, sys\nsys.modules['random'] = sys\ndrawn = set()\n",
        "import numpy.random as random\nrandom.seed = None\ndrawn = set()\n",
    ],
    ids=["forgotten", "replaced", "without a seed"],
)
def test_chance_is_the_same_in_every_call_whatever_becomes_of_its_module(grade_files: Grade, source: str) -> None:
    draw = mul("drawn.add(float(random.random()))\nassert len(drawn) == 1\nreturn dz * y, dz * x")
    assert grade_files({"gate_mul.py": source + draw}).points == 5


@pytest.mark.torch
def test_what_a_file_draws_as_it_is_loaded_is_the_same_in_every_run(grade_files: Grade) -> None:
    source = "import random\ndrawn = random.random()\ndef linear_mse(*given):\n    raise ValueError(repr(drawn))\n"
    report = grade_files({"torch_linear_mse.py": source})
    assert {finding.params["message"] for finding in report.problems[0].findings} == {repr(random.Random(0).random())}
