"""Cases: the inputs language, and that a case depends on problem, seed and its own name alone."""

from __future__ import annotations

import dataclasses
import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from conftest import ROOT
from test_problem import GOOD, read

from grader.cases import case_specs, draw_cases, reference_calls, with_wanted
from grader.course import read_course
from grader.guest.wire import decode, encode
from grader.model import Answer, Case
from grader.preparing import prepared
from grader.problem import Problem
from grader.problem_faults import ProblemFault
from grader.sandbox.zygotes import Zygotes


def problem(
    folder: Path,
    inputs: dict[str, Any],
    *cases: dict[str, Any],
    call: str = "dx = twice(1, 2)",
    answers: dict[str, Any] | None = None,
) -> Problem:
    answers = answers or {"dx": {}}
    plain = yaml.safe_load(GOOD) | {"inputs": inputs, "call": call, "also_right": [], "answers": answers}
    plain["cases"] = [{"name": "one", **case} for case in cases] or [{"name": "one"}]
    return read(folder, yaml.safe_dump(plain, allow_unicode=True, sort_keys=False))


def drawn(folder: Path, inputs: dict[str, Any], case: dict[str, Any] | None = None, seed: str = "s") -> dict[str, Any]:
    [one] = draw_cases(problem(folder, inputs, case or {}), seed)
    return dict(one.inputs)


SIZES = {"N": {"size": [2, 4]}, "M": {"size": [2, 4]}, "K": {"size": [2, 4]}}


def test_sizes_are_pairwise_different_unless_said(tmp_path: Path) -> None:
    for seed in map(str, range(20)):
        sizes = drawn(tmp_path, SIZES, seed=seed)
        assert sorted(sizes.values()) == [2, 3, 4]
    free = [drawn(tmp_path, SIZES, {"sizes": "free"}, seed=str(seed)).values() for seed in range(20)]
    assert any(len(set(sizes)) < 3 for sizes in free)
    assert drawn(tmp_path, SIZES, {"N": 9, "M": 9}) | {"K": 0} == {"N": 9, "M": 9, "K": 0}


def test_explicit_arrays_bind_the_sizes_they_are_declared_with(tmp_path: Path) -> None:
    inputs = {**SIZES, "x": {"normal": ["N", "M"]}, "y": {"normal": ["M", "K"]}}
    values = drawn(tmp_path, inputs, {"x": [[1, 2, 3, 4, 5], [6, 7, 8, 9, 0]]})
    assert (values["N"], values["M"], values["y"].shape[0]) == (2, 5, 5)
    assert values["x"].dtype == np.float64
    for wrong, says in (
        ({"x": [[1, 2]], "M": 3}, "M is 3"),
        ({"x": [1, 2]}, "dimensions"),
        ({"x": [[1], [1, 2]]}, "rect"),
    ):
        with pytest.raises(ProblemFault, match=says):
            drawn(tmp_path, inputs, wrong)


@pytest.mark.parametrize(
    ("spec", "holds"),
    [
        ({"normal": [50, 40], "scale": 3, "shift": 10}, lambda x: abs(x.mean() - 10) < 0.5 and abs(x.std() - 3) < 0.3),
        ({"normal": []}, lambda x: type(x) is float),
        ({"uniform": [1000], "low": -2, "high": 5}, lambda x: -2 <= x.min() < -1.9 and 4.9 < x.max() <= 5),
        ({"normal": [500], "away_from": [0, 1.5], "gap": 0.2}, lambda x: min(abs(x).min(), abs(x - 1.5).min()) >= 0.2),
        ({"normal": [500], "scale": 9, "at_most": 6}, lambda x: abs(x).max() <= 6 and abs(x).max() > 5),
        ({"normal": [50], "sorted": True}, lambda x: (np.diff(x) >= 0).all()),
        ({"integers": [200], "low": -1, "below": 3}, lambda x: x.dtype == np.int64 and set(x) == {-1, 0, 1, 2}),
        ({"integers": [], "below": 3}, lambda x: type(x) is int),
        ({"choice": ["add", "mul"]}, lambda x: x in ("add", "mul")),
        ({"choice": [1, 2], "shape": [9]}, lambda x: x.shape == (9,) and set(x) <= {1, 2}),
        ({"one_hot": [30, 4]}, lambda x: x.sum(0).min() >= 1),
        ({"one_hot": [30, 4]}, lambda x: x.dtype == np.float64 and (x.sum(1) == 1).all() and set(x.ravel()) == {0, 1}),
        ({"mask": [900], "keep": 0.7}, lambda x: set(x) == {0.0, 1.0} and abs(x.mean() - 0.7) < 0.06),
        (3, lambda x: type(x) is float and x == 3),
        ([[1, 2]], lambda x: x.dtype == np.float64 and x.shape == (1, 2)),
        ({"value": [1, 2], "dtype": "int64"}, lambda x: x.dtype == np.int64),
        ({"value": 2, "dtype": "int64"}, lambda x: type(x) is int),
        ({"value": [1], "dtype": "float32"}, lambda x: x.dtype == np.float32),
        ({"value": [True], "dtype": "bool"}, lambda x: x.dtype == np.bool_),
        ({"string": "abc"}, lambda x: x == "abc"),
        ({"list": [{"normal": [2]}, 3]}, lambda x: len(x) == 2 and x[0].shape == (2,) and x[1] == 3),
        ({"dict": {"W": {"normal": [2]}, "b": {"normal": []}}}, lambda x: set(x) == set("Wb") and x["W"].shape == (2,)),
        ({"function": "cubic"}, lambda x: x == {"function": "cubic"}),
    ],
)  # fmt: skip
def test_each_kind_of_input(tmp_path: Path, spec: Any, holds: Any) -> None:
    assert holds(drawn(tmp_path, {"x": spec})["x"])


def test_inputs_keep_away_from_one_another(tmp_path: Path) -> None:
    values = drawn(tmp_path, {"x": {"normal": [300]}, "y": {"normal": [300], "away_from": ["x"], "gap": 0.3}})
    assert abs(values["x"] - values["y"]).min() >= 0.3


def test_jagged_layers(tmp_path: Path) -> None:
    inputs = {
        "layers": {"sizes": [2, 5], "count": [3, 4]},
        "Ws": {"each": "layers", "normal": ["n_out", "n_in"]},
        "bs": {"each": "layers", "normal": ["n_out"]},
    }
    values = drawn(tmp_path, inputs)
    layers = values["layers"]
    assert [W.shape for W in values["Ws"]] == [(b, a) for a, b in itertools.pairwise(layers)]
    assert [b.shape for b in values["bs"]] == [(n,) for n in layers[1:]]


def test_a_generated_graph_is_in_creation_order(tmp_path: Path) -> None:
    spec = {"generate": "random_dag", "nodes": 12, "inputs": 3, "ops": ["add", "mul", "sigmoid"]}
    nodes = drawn(tmp_path, {"nodes": spec})["nodes"]
    assert len(nodes) == 12
    seen: set[str] = set()
    for i, (name, op, parents) in enumerate(nodes):
        assert set(parents) <= seen
        assert len(parents) == (0 if i < 3 else {"add": 2, "mul": 2, "sigmoid": 1}[op])
        seen.add(name)


def test_what_cannot_be_drawn_is_said(tmp_path: Path) -> None:
    for spec, says in (
        ({"normal": ["Q"]}, '"Q" is not a size'),
        ({"normal": [5], "at_most": 1e-9}, "found no numbers"),
        ({"integers": [2], "below": 0}, "no integer"),
        ({"each": "y", "normal": ["n_in"]}, "no list of sizes"),
    ):
        with pytest.raises(ProblemFault, match=says):
            drawn(tmp_path, {"y": 1, "x": spec})
    with pytest.raises(ProblemFault, match="no size from 2 to 3 is left"):
        drawn(tmp_path, {name: {"size": [2, 3]} for name in "NMK"})


def frames(cases: list[Case]) -> dict[str, bytes]:
    return {case.name: encode(dict(case.inputs)) for case in cases}


def test_a_case_depends_on_seed_problem_and_its_name_alone(tmp_path: Path) -> None:
    inputs = {"N": {"size": [2, 9]}, "x": {"normal": ["N"]}}
    alone = frames(draw_cases(problem(tmp_path, inputs, {"name": "a"}), "s"))["a"]
    assert frames(draw_cases(problem(tmp_path, inputs, {"name": "b", "repeat": 3}, {"name": "a"}), "s"))["a"] == alone
    assert frames(draw_cases(problem(tmp_path, inputs, {"name": "a"}), "t"))["a"] != alone
    more = draw_cases(problem(tmp_path, {"y": {"normal": [3]}, **inputs}, {"name": "a"}), "s")[0].inputs
    assert encode({name: more[name] for name in inputs}) == alone, "another input moves none"
    repeated = frames(draw_cases(problem(tmp_path, inputs, {"name": "a", "repeat": 2}), "s"))
    assert repeated["a 1"] != repeated["a 2"]


def test_functions_of_a_helper_file_reach_the_call(tmp_path: Path) -> None:
    course = tmp_path / "course"
    for folder in ("problems/m", "reference/m"):
        (course / folder).mkdir(parents=True)
    plain = yaml.safe_load(GOOD) | {
        "helper": "functions.py",
        "call": "dx = twice(f, x)",
        "inputs": {"f": {"function": "cubic"}, "x": {"normal": []}},
        "answers": {"dx": {}},
        "cases": [{"name": "one", "x": 2}],
        "also_right": [],
    }
    (course / "problems/m/twice.yaml").write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False))
    (course / "problems/m/functions.py").write_text("def cubic(t):\n    return t**3\n")
    (course / "reference/m/twice.py").write_text("def twice(f, x):\n    return 2 * f(x)\n")
    with Zygotes() as zygotes:
        [case] = prepared(read_course(course), "twice", zygotes).cases
        assert case.want == {"dx": 16.0}
        (course / "problems/m/functions.py").write_text("def cubic(t):\n    return t**3 + 1\n")
        [case] = prepared(read_course(course), "twice", zygotes).cases
        assert case.want == {"dx": 18.0}, "a changed helper is not taken from the cache"


def test_prepared_problems_are_the_same_from_the_cache_and_afresh(
    zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    course = read_course(ROOT)
    fresh, kept = (prepared(course, "net2-class", zygotes) for _ in range(2))
    assert [*map(dataclasses.astuple, fresh.questions)] == [*map(dataclasses.astuple, kept.questions)]
    assert [decode(question.frame)["inputs"].keys() for question in kept.questions] == [
        c.inputs.keys() for c in kept.cases
    ]
    assert encode([[dict(c.inputs), dict(c.want), dict(c.scale)] for c in fresh.cases]) == encode(
        [[dict(c.inputs), dict(c.want), dict(c.scale)] for c in kept.cases]
    )
    for file in (tmp_path / "backgrade").iterdir():
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    assert prepared(read_course(ROOT), "net2-class", zygotes).sha256 == fresh.sha256


def test_sorted_floats_keep_away_as_well(tmp_path: Path) -> None:
    kept = {"normal": [6], "away_from": ["x"], "gap": 0.2, "sorted": True}
    values = drawn(tmp_path, {"x": {"normal": [6]}, "y": kept})
    assert (np.diff(values["y"]) >= 0).all()
    assert abs(values["x"] - values["y"]).min() >= 0.2


def test_choices_that_are_no_numbers_come_as_a_list(tmp_path: Path) -> None:
    words = drawn(tmp_path, {"x": {"choice": ["add", "mul"], "shape": [2, 9]}})["x"]
    assert [len(row) for row in words] == [9, 9]
    assert {type(word) for row in words for word in row} == {str}
    assert set(words[0]) == {"add", "mul"}


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        ({"uniform": ["N"]}, [1, 2, 3]),
        ({"integers": ["N"], "below": 9}, [1, 2, 3]),
        ({"mask": ["N"]}, [1, 0, 1]),
        ({"choice": [-1, 1], "shape": ["N"]}, [1, -1, 1]),
        ({"one_hot": ["N", 2]}, [[1, 0], [0, 1], [1, 0]]),
    ],
)
def test_whatever_has_a_shape_binds_its_sizes(tmp_path: Path, spec: Any, value: Any) -> None:
    assert drawn(tmp_path, {"N": {"size": [7, 9]}, "x": spec}, {"x": value})["N"] == 3


@pytest.mark.parametrize(
    ("declared", "given", "kind"),
    [
        ({"normal": ["N"]}, [1, 2], np.float64),
        ({"integers": ["N"], "below": 9}, [1, 2], np.int64),
        ({"integers": ["N"], "below": 9}, [1.0, 2.0], np.int64),
        ({"integers": ["N"], "below": 9}, {"value": [1, 2], "dtype": "float64"}, np.float64),
        ({"normal": ["N"]}, {"value": [1, 2], "dtype": "int64"}, np.int64),
        ({"normal": ["N"]}, {"value": [1, 2], "dtype": "float32"}, np.float32),
    ],
)
def test_explicit_arrays_are_float64_unless_declared(tmp_path: Path, declared: Any, given: Any, kind: type) -> None:
    x = drawn(tmp_path, {"N": {"size": [7, 9]}, "x": declared}, {"x": given})["x"]
    assert x.dtype == kind
    assert x.tolist() == [1, 2]


def test_explicit_sizes_of_layers_are_a_list(tmp_path: Path) -> None:
    inputs = {"layers": {"sizes": [2, 5], "count": [3, 4]}, "Ws": {"each": "layers", "normal": ["n_in", "n_out"]}}
    values = drawn(tmp_path, inputs, {"layers": [3, 4, 1]})
    assert (values["layers"], [type(size) for size in values["layers"]]) == ([3, 4, 1], [int] * 3)
    assert [W.shape for W in values["Ws"]] == [(3, 4), (4, 1)]


@pytest.mark.parametrize(
    ("spec", "given", "says"),
    [
        ({"normal": [2]}, [1, None], "not a number"),
        ({"normal": [2]}, ["1", "nan"], "not a number"),
        ({"normal": [2]}, [10**30, 1], "not a number"),
        ({"integers": [2], "below": 3}, [0.5, 1], "not whole numbers"),
        ({"size": [2, 3]}, 2.5, "whole number"),
        ({"size": [2, 3]}, -1, "whole number"),
        ({"normal": [3]}, [1, 2], "a size of 3, here it is 2"),
        ({"normal": ["Q"]}, [1, 2], '"Q" is not a size'),
        ({"uniform": [2]}, {"uniform": [2], "low": 3, "high": 1}, "low"),
        ({"normal": [2]}, {"normal": [-2]}, "negative"),
    ],
)
def test_an_input_that_makes_no_sense_is_a_fault_at_its_place(tmp_path: Path, spec: Any, given: Any, says: str) -> None:
    with pytest.raises(ProblemFault, match=says) as fault:
        drawn(tmp_path, {"x": spec}, {"x": given})
    assert fault.value.path == ("cases", 0, "x")


def test_sizes_are_not_moved_by_what_comes_after_them(tmp_path: Path) -> None:
    inputs = {"N": {"size": [2, 9]}, "x": {"normal": ["N"]}}
    alone = drawn(tmp_path, inputs)
    more = drawn(tmp_path, inputs | {"M": {"size": [2, 9]}, "z": {"normal": ["M"]}})
    assert encode({name: more[name] for name in inputs}) == encode(alone)


def test_another_problem_draws_other_numbers(tmp_path: Path) -> None:
    one = problem(tmp_path, {"x": {"normal": [3]}}, {})
    other = one.model_copy(update={"id": "thrice"})
    assert frames(draw_cases(one, "s")) != frames(draw_cases(other, "s"))


def test_a_secret_seed_hides_all_but_the_visible_cases(tmp_path: Path) -> None:
    one = problem(tmp_path, {"x": {"normal": [3]}}, {"name": "a", "visible": True}, {"name": "b"})
    assert [case.hidden for case in draw_cases(one, "s", hidden=True)] == [False, True]
    assert [case.hidden for case in draw_cases(one, "s")] == [False, False]


def test_alternatives_belong_to_the_case_that_names_them(tmp_path: Path) -> None:
    accept = [{"dx": "x + 1"}, {"dx": "x + 2"}]
    more = {"name": "more", "repeat": 2, "accept": [{"dx": "x + 1"}]}
    cases = [{"name": "tie", "accept": accept}, {"name": "tie 2"}, more]
    one = problem(tmp_path, {"x": 1}, *cases, call="dx = twice(x, x)")
    ends = {
        case.name: case.call.splitlines()[-1] for case in reference_calls(one, draw_cases(one, "s"), case_specs(one))
    }
    none, single = "alternatives = []", "alternatives = [{'dx': (x + 1)}]"
    assert ends == {
        "tie": "alternatives = [{'dx': (x + 1)}, {'dx': (x + 2)}]", "tie 2": none, "more 1": single, "more 2": single,
    }  # fmt: skip


@pytest.mark.parametrize("scale", [math.inf, math.nan, -1.0])
def test_a_scale_that_would_let_everything_or_nothing_pass_is_a_fault(tmp_path: Path, scale: float) -> None:
    one = problem(tmp_path, {"x": 1}, {})
    answers = [Answer({"dx": 2.0, "scale_of_dx": scale, "alternatives": []})]
    with pytest.raises(ProblemFault) as fault:
        with_wanted(one, draw_cases(one, "s"), answers)
    assert fault.value.path == ("answers", "dx", "scale")


def test_a_reference_that_does_not_answer_is_a_fault_that_says_why(tmp_path: Path) -> None:
    one = problem(tmp_path, {"x": 1}, {})
    trouble = {"kind": "raised", "type": "ValueError", "message": "no"}
    with pytest.raises(ProblemFault, match='no dx on "one": raised ValueError no'):
        with_wanted(one, draw_cases(one, "s"), [Answer({}, {"dx": trouble})])


def test_a_follow_that_is_wrong_for_right_answers_is_a_fault(tmp_path: Path) -> None:
    answers = {"a": {}, "b": {"follow": ["2 * a", "a + 1"]}}
    one = problem(tmp_path, {"x": 1}, {}, {"name": "edge", "edge": True}, call="a, b = twice(x, x)", answers=answers)
    cases = draw_cases(one, "s")
    calls = [case.call.splitlines()[-2:] for case in reference_calls(one, cases, case_specs(one))]
    assert calls[0] == ["follow_0 = (2 * a)", "follow_1 = (a + 1)"]
    assert not any("follow" in line for line in calls[1])
    plain = {"a": 1.0, "b": 2.0, "scale_of_a": 1.0, "scale_of_b": 1.0, "alternatives": []}
    right = {**plain, "follow_0": 2.0, "follow_1": 2.0}
    assert len(with_wanted(one, cases, [Answer(right), Answer(plain)])) == 2
    for wrong in ({**right, "follow_1": 3.0}, plain):
        with pytest.raises(ProblemFault, match='gives something else than the reference on "one"') as fault:
            with_wanted(one, cases, [Answer(wrong), Answer(plain)])
        assert fault.value.path == ("answers", "b", "follow")


def test_float32_rounds_what_is_given(tmp_path: Path) -> None:
    x = drawn(tmp_path, {"x": {"value": [0.1], "dtype": "float32"}})["x"]
    assert (x.dtype, x[0]) == (np.float32, np.float32(0.1))


def test_layers_are_of_every_size_and_count_and_as_scaled_as_asked(tmp_path: Path) -> None:
    layers = {"sizes": [2, 4], "count": [2, 3]}
    seen = [drawn(tmp_path, {"layers": layers}, seed=str(seed))["layers"] for seed in range(40)]
    assert {len(sizes) for sizes in seen} == {2, 3}
    assert {size for sizes in seen for size in sizes} == {2, 3, 4}
    Ws = {"each": "layers", "normal": ["n_in", 500], "scale": 0.5, "shift": 9}
    [W, *_] = drawn(tmp_path, {"layers": layers, "Ws": Ws})["Ws"]
    assert abs(W.mean() - 9) < 0.1
    assert abs(W.std() - 0.5) < 0.1


def test_a_case_may_have_its_own_call_and_its_own_property(tmp_path: Path) -> None:
    own = {"name": "b", "call": "dx = twice(x, 0)", "accept": "dx > x"}
    cases = draw_cases(problem(tmp_path, {"x": 1}, {"name": "a"}, own, call="dx = twice(x, x)"), "s")
    assert [(case.call, case.accept) for case in cases] == [("dx = twice(x, x)", None), ("dx = twice(x, 0)", "dx > x")]


def test_wanted_answers_are_taken_out_of_the_dict_they_are_part_of(tmp_path: Path) -> None:
    one = problem(tmp_path, {"x": 1}, {}, call="grads = twice(x, x)", answers={"W": {"part_of": "grads"}})
    cases = draw_cases(one, "s")
    extra = {"scale_of_W": 0.0, "alternatives": [{"W": 5.0}]}
    [case] = with_wanted(one, cases, [Answer({"grads": {"W": 2.0, "b": 3.0}, **extra})])
    assert (case.want, case.scale, list(case.alternatives)) == ({"W": 2.0}, {"W": 0.0}, [{"W": 5.0}])
    for grads in ({"b": 3.0}, 2.0):
        with pytest.raises(ProblemFault, match="gives no W"):
            with_wanted(one, cases, [Answer({"grads": grads, **extra})])
