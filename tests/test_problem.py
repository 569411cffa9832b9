"""Problem files: every fault is one line, `file:line:column: field: what`, with the nearest right name."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from conftest import ROOT

from grader.course import read_course
from grader.errors import UserError
from grader.parts import KINDS
from grader.problem import Problem
from grader.problem_file import read_problem
from grader.python_names import free_names

COURSE = read_course(ROOT)

GOOD = textwrap.dedent("""\
    title: {en: Twice, zh: 两倍}
    kind: code
    points: 4
    lecture: {en: a lecture, zh: 讲义}
    layout: elementwise
    reduction: none
    statement: {en: Double it., zh: 乘以二。}
    call: |
      dx = twice(x, dz)
    inputs:
      N: {size: [2, 5]}
      x: {normal: [N]}
      dz: {normal: [N], away_from: [x]}
    answers:
      dx: {weight: 1, scale: "np.abs(dz).max()"}
    cases:
      - {name: by hand, visible: true, x: [1, 2], dz: [3, 4]}
      - {name: generic, repeat: 2}
    also_right:
      - {dx: "dz + dz"}
    """)
REFERENCE = "def twice(x, dz):\n    return 2 * dz\n"


def read(folder: Path, text: str, reference: str = REFERENCE) -> Problem:
    (folder / "twice.yaml").write_text(text, encoding="utf-8")
    (folder / "twice.py").write_text(reference, encoding="utf-8")
    return read_problem(folder / "twice.yaml", folder / "twice.py")


def complaint(folder: Path, text: str, reference: str = REFERENCE) -> str:
    with pytest.raises(UserError) as error:
        read(folder, text, reference)
    line = str(error.value.params["text"])
    assert "\n" not in line
    return line.removeprefix(f"{folder}/")


def test_a_good_file_is_read(tmp_path: Path) -> None:
    problem = read(tmp_path, GOOD)
    assert (problem.id, problem.stem, problem.functions, problem.returned) == ("twice", "twice", ["twice"], ["dx"])
    assert read(tmp_path, GOOD) == problem, "kept and read back, it is the same"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("inputs:", "inptus:", 'twice.yaml:10:1: inptus: no such field. Did you mean "inputs"?'),
        ("points: 4", "points: four", "twice.yaml:3:1: points: input should be a valid number"),
        ("points: 4", "points: 0", "twice.yaml:3:1: points: input should be greater than 0"),
        ("kind: code", "kind: cod", "twice.yaml:2:1: kind: input should be 'code'"),
        ("{en: Twice, zh: 两倍}", "{en: Twice}", 'twice.yaml:1:1: title: "zh" is missing'),
        ("{size: [2, 5]}", "{sise: [2, 5]}", "twice.yaml:11:3: inputs.N: no such kind of input; one of size, sizes"),
        ("{size: [2, 5]}", "{size: [5, 2]}", "twice.yaml:11:7: inputs.N.size: not a range of sizes: [5, 2]"),
        ("{normal: [N]}", "{normal: [N], sclae: 2}", 'twice.yaml:12:20: inputs.x.sclae: no such field. Did you mean "scale"?'),
        ("{normal: [N]}", "{normal: [N], low: 2}", "twice.yaml:12:20: inputs.x.low: no such field."),
        ("{normal: [N]}", "{list: [{normal: [N], sclae: 2}]}", 'twice.yaml:12:28: inputs.x.list.0.sclae: no such field. Did you mean "scale"?'),
        ("{normal: [N]}", "{dict: {W: {normal: [N], away_from: [q]}}}", 'twice.yaml:12:31: inputs.x.dict.W.away_from: "q": no input that comes before.'),
        ("{normal: [N]}", "{normal: [N], away_from: [dz]}", 'twice.yaml:12:20: inputs.x.away_from: "dz": no input that comes before.'),
        ("x: [1, 2]", "x: {normal: [N], away_from: [dz]}", 'twice.yaml:17:53: cases.0.x.away_from: "dz": no input that comes before.'),
        ("x: [1, 2]", "x: {normal: [N], scael: 3}", 'twice.yaml:17:53: cases.0.x.scael: no such field. Did you mean "scale"?'),
        ("x: [1, 2]", "call: 'dx = twic(x, dz)'", 'twice.yaml:17:36: cases.0.call: "twic": neither an input nor in the reference. Did you mean "twice"?'),
        ("x: [1, 2]", "call: 'dy = twice(x, dz)'", 'twice.yaml:17:36: cases.0.call: does not assign "dx", which `answers` asks for'),
        ("x: [1, 2]", "accept: [{dx: 'dz + q'}]", 'twice.yaml:17:46: cases.0.accept.0.dx: "q": no such name.'),
        ("x: [1, 2]", "accept: [{dxx: dz}]", 'twice.yaml:17:46: cases.0.accept.0.dxx: "dxx": no such name. Did you mean "dx"?'),
        ("weight: 1,", "weight: 1, slope_of: dx, along: x, with: dzz,", 'twice.yaml:15:43: answers.dx.with: "dzz": no such name. Did you mean "dz"?'),
        ("weight: 1,", "weight: 1, slope_of: dx,", 'twice.yaml:15:3: answers.dx: "along" is missing: '),
        ("points: 4", "points: 4\nlimits: {second: 3}", 'twice.yaml:4:10: limits.second: no such field. Did you mean "seconds"?'),
        ("kind: code", "kind: code\nid: other", "twice.yaml:3:1: id: no such field: it is the name of the file or its folder"),
        ("name: generic", "name: by hand 1}\n  - {name: by hand", 'twice.yaml:19:6: cases.2.name: two cases are called "by hand 1"'),
        ("points: 4", "points: 4 # \x07", "twice.yaml:3:13: a character that YAML does not allow"),
        ("{size: [2, 5]}", "{size: [0, 5]}", "twice.yaml:11:7: inputs.N.size: not a range of sizes: [0, 5]"),
        ("weight: 1,", "weight: 1, with_: dz,", 'twice.yaml:15:19: answers.dx.with_: no such field. Did you mean "with"?'),
        ("{en: Twice, zh: 两倍}", "{en: Twice, zh: ''}", "twice.yaml:1:20: title.zh: string should have at least 1 character"),
        ("{en: Twice, zh: 两倍}", "{en: Twice, zh: 两倍, de: Zweimal}", "twice.yaml:1:28: title.de: no such field."),
        ("points: 4", "points: 1e999", "twice.yaml:3:9: a number that is too large"),
        ("away_from: [x]", "away_from: [y]", 'twice.yaml:13:21: inputs.dz.away_from: "y": no input that comes before.'),
        ("N: {size: [2, 5]}", "N: {size: [2, 5]}\n  edge: 1", 'twice.yaml:12:3: inputs.edge: "edge" is a field of cases'),
        ("dx = twice(x, dz)", "dx = twicee(x, dz)", 'twice.yaml:8:1: call: "twicee": neither an input nor in the reference.'),
        ("dx = twice(x, dz)", "dx = twice(x, dz", "twice.yaml:8:1: call: line 1 of it is not Python: '(' was never closed"),
        ("dx = twice(x, dz)", "dy = twice(x, dz)", 'twice.yaml:8:1: call: does not assign "dx", which `answers` asks for'),
        ("weight: 1", "wieght: 1", 'twice.yaml:15:8: answers.dx.wieght: no such field. Did you mean "weight"?'),
        ("np.abs(dz).max()", "np.abs(dzz).max()", 'twice.yaml:15:19: answers.dx.scale: "dzz": no such name. Did you mean "dz"?'),
        ("np.abs(dz).max()", "np.abs(dz", "twice.yaml:15:19: answers.dx.scale: not an expression: '(' was never closed"),
        ("weight: 1,", "weight: 1, slope_of: out,", 'twice.yaml:15:19: answers.dx.slope_of: "out": no such name.'),
        ("weight: 1,", "weight: 1, along: xx,", 'twice.yaml:15:19: answers.dx.along: "xx": no such name. Did you mean "x"?'),
        ("visible: true", "visble: true", 'twice.yaml:17:21: cases.0.visble: "visble": neither an input nor a field. Did you mean "visible"?'),
        ("visible: true", "visible: yes", "twice.yaml:17:21: cases.0.visible: input should be a valid boolean"),
        ("x: [1, 2]", "x: [1, 2], accept: 'dx =='", "twice.yaml:17:47: cases.0.accept: not an expression: invalid syntax"),
        ("name: generic", "name: by hand", ""),
        ("{name: generic, repeat: 2}", "{name: by hand}", 'twice.yaml:18:6: cases.1.name: two cases are called "by hand"'),
        ("{name: generic, repeat: 2}", "{nmae: generic}", 'twice.yaml:18:5: cases.1: "name" is missing'),
        ('{dx: "dz + dz"}', '{dy: "dz + dz"}', 'twice.yaml:20:6: also_right.0.dy: "dy": no such name.'),
        ('"dz + dz"', '"dz + zz"', 'twice.yaml:20:6: also_right.0.dx: "zz": no such name.'),
        ("points: 4", "points: 4\nspeed: {M: 300}", 'twice.yaml:4:9: speed.M: "M": no such input.'),
        ("points: 4", "points: 4\nspeed: {x: {normal: [N], sclae: 2}}", 'twice.yaml:4:26: speed.x.sclae: no such field. Did you mean "scale"?'),
        ("points: 4", "points: 4\nspeed: {x: {normal: [N], away_from: [dz]}}", 'twice.yaml:4:26: speed.x.away_from: "dz": no input that comes before.'),
        ("points: 4", "points: 4\nbackprop: maybe", "twice.yaml:4:1: backprop: input should be a valid boolean"),
        ("kind: code\n", "kind: code\nkind: code\n", "twice.yaml:3:1: kind: given twice"),
        (GOOD, "- a list\n", "twice.yaml:1:1: a problem is a mapping of fields"),
        (GOOD, "title: [\n", "twice.yaml:2:1: "),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_with_its_place(tmp_path: Path, old: str, new: str, line: str) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    if not line:
        assert read(tmp_path, text).cases[1].names == ["by hand 1", "by hand 2"]
    else:
        assert complaint(tmp_path, text).startswith(line)


TWO = GOOD.replace("dx = twice(x, dz)", "dx, grads = twice(x, dz)").replace(
    '  dx: {weight: 1, scale: "np.abs(dz).max()"}\n',
    """\
  dx: {weight: 1}
  dy: {part_of: grads, follow: "2 * dx"}
  x: {part_of: grads, follow: [dx, "grads['dy'] + x"]}
  dw: {optional: true, part_of: grads}
""",
)
"""Four answers, of which two follow from others."""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("2 * dx", "2 * dq", 'twice.yaml:16:24: answers.dy.follow: "dq": no such name.'),
        ("2 * dx", "2 *", "twice.yaml:16:24: answers.dy.follow: not an expression: invalid syntax"),
        ("2 * dx", "2 * dw", 'twice.yaml:16:24: answers.dy.follow: "dw": no answer that comes before.'),
        ("2 * dx", "2 * dy", 'twice.yaml:16:24: answers.dy.follow: "dy": no answer that comes before.'),
        ("2 * dx", "2 * x", "twice.yaml:16:24: answers.dy.follow: takes no answer that comes before"),
        ("2 * dx", "dz", "twice.yaml:16:24: answers.dy.follow: takes no answer that comes before"),
        ("grads['dy'] + x", "grads['dyy']", 'twice.yaml:17:36: answers.x.follow.1: "dyy": no such answer. Did you mean "dy"?'),
        ("grads['dy'] + x", "grads['dw']", 'twice.yaml:17:36: answers.x.follow.1: "dw": no answer that comes before.'),
        ("grads['dy'] + x", "grads['x']", 'twice.yaml:17:36: answers.x.follow.1: "x": no answer that comes before.'),
        ("grads['dy'] + x", "sum(grads)", 'twice.yaml:17:36: answers.x.follow.1: which answer of "grads"? Say it as in grads["x"]'),
        ("grads['dy'] + x", "dx + dx[", "twice.yaml:17:36: answers.x.follow.1: not an expression: '[' was never closed"),
        ("optional: true", "optional: true, weight: 2", "twice.yaml:18:24: answers.dw.weight: an optional answer weighs nothing"),
        ("optional: true", "optional: maybe", "twice.yaml:18:8: answers.dw.optional: input should be a valid boolean"),
        ("weight: 1", "folow: dx", 'twice.yaml:15:8: answers.dx.folow: no such field. Did you mean "follow"?'),
    ],
)  # fmt: skip
def test_a_fault_of_follow_is_one_line_with_its_place(tmp_path: Path, old: str, new: str, line: str) -> None:
    assert old in TWO
    assert complaint(tmp_path, TWO.replace(old, new, 1)).startswith(line)


def test_a_name_of_an_input_and_an_answer_is_the_input(tmp_path: Path) -> None:
    problem = read(tmp_path, TWO)
    assert [problem.parents(formula) for formula in problem.answers["x"].formulas] == [["dx"], ["dy"]]
    assert problem.answers["dw"].optional


def test_some_answer_is_required(tmp_path: Path) -> None:
    text = GOOD.replace("weight: 1,", "optional: true,")
    assert complaint(tmp_path, text).startswith("twice.yaml:14:1: answers: all are optional")


def test_a_reference_that_is_not_python(tmp_path: Path) -> None:
    assert complaint(tmp_path, GOOD, "def twice(x, dz:\n").startswith("twice.py:1:10: not Python: ")


def test_files_that_are_missing_or_not_text(tmp_path: Path) -> None:
    (tmp_path / "twice.yaml").write_bytes(b"title: \xff\n")
    (tmp_path / "twice.py").write_text(REFERENCE)
    for file, reference, says in (
        ("twice.yaml", "twice.py", "twice.yaml:1:8: not UTF-8"),
        ("other.yaml", "twice.py", "other.yaml: no such file"),
    ):
        with pytest.raises(UserError) as error:
            read_problem(tmp_path / file, tmp_path / reference)
        assert says in str(error.value.params["text"])


def test_free_names() -> None:
    assert free_names("a = f(b)\nc = [i for i in a]\nd = (lambda t: t + e)(c)") == ["f", "b", "e"]


@pytest.mark.parametrize("name", COURSE.ids)
def test_every_problem_of_the_course_is_whole(name: str) -> None:
    problem = COURSE.problem(name)
    generic = [case for case in problem.cases if not case.visible and not case.edge]
    assert any(case.visible for case in problem.cases)
    assert sum(case.repeat for case in generic) >= 3
    assert any(case.edge for case in problem.cases)
    assert 2 <= len(problem.also_right) <= 4
    assert COURSE.template(name).is_file()
    for text in (problem.title, problem.statement, problem.lecture):
        assert text.en != text.zh
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh) or text.zh == "PyTorch"
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in text.en)
    for function in problem.functions:
        assert f"`{function}" in problem.statement.en, function
        assert f"`{function}" in problem.statement.zh, function
    if name.startswith(("relu", "leaky", "gate-max", "circuit-add-max", "net2", "torch-function")):
        assert problem.at_kink is not None


@pytest.mark.filterwarnings("error")
def test_every_kind_of_input_is_kept_and_read_back(tmp_path: Path) -> None:
    kinds = """
      layers: {sizes: [2, 5], count: [3, 3]}
      Ws: {each: layers, normal: [n_in, n_out], at_most: 3}
      u: {uniform: [N], low: -1, sorted: true}
      k: {integers: [N], below: N}
      c: {choice: [add, 1, 0.5, true, null], shape: [2]}
      h: {one_hot: [N, 3]}
      m: {mask: [N], keep: 0.25}
      v: {value: [[1, 2.5]], dtype: float32}
      w: [1, 2]
      s: {string: "1e-6"}
      l: {list: [{normal: []}, 3, {dict: {a: {list: [{string: x}]}}}]}
      d: {dict: {a: 1}}
      f: {function: cubic}
      g: {generate: random_dag, nodes: 5, ops: [add]}
    """
    lines = "".join(f"  {line.strip()}\n" for line in kinds.strip().splitlines())
    text = GOOD.replace("answers:\n", f"{lines}answers:\n", 1)
    assert read(tmp_path, text) == read(tmp_path, text)
    assert {type(spec).__name__ for spec in read(tmp_path, text).inputs.values()} == {
        k.__name__ for k in KINDS.values()
    }


def test_torch_is_needed_where_it_is_said_and_a_size_may_be_one(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).package == "numpy"
    text = GOOD.replace("points: 4", "points: 4\npackages: [numpy, torch]", 1).replace("[2, 5]", "[1, 1]", 1)
    assert read(tmp_path, text).package == "torch"
