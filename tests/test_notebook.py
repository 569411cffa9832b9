"""Notebooks, and modules with several answers: each problem gets what it uses, and is told of by cell and line."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import time
import types
from pathlib import Path
from typing import Any

import pytest
from conftest import HAS_TORCH, ROOT, Grade, right_file
from test_bad_input import RIGHT_ADD, mul
from test_bad_input import grade as run_grade
from test_docs import environment

from grader import submission
from grader.course import Course
from grader.errors import UserError
from grader.excerpt import Excerpts
from grader.graded import ProblemReport, Report
from grader.grading import Options, grade
from grader.reports import FORMS
from grader.reports.accusations import accusations, told
from grader.sandbox.zygotes import Zygotes
from grader.submission import load_submission
from grader.words import Language

RIGHT_MUL = mul("return dz * y, dz * x")
WRONG_MUL = mul("dx = dz * y\nreturn dx, dz * y")
BROKEN_MUL = mul("return dz * y, dz * x)")


def notebook(*cells: str) -> str:
    """A notebook as Jupyter writes it, with some words before each code cell."""
    words = {"cell_type": "markdown", "metadata": {}, "source": ["# An answer\n", "What *is* it?"]}
    code = [
        {"cell_type": "code", "execution_count": i, "metadata": {}, "outputs": [], "source": cell.splitlines(True)}
        for i, cell in enumerate(cells)
    ]
    both = [each for cell in code for each in (words, cell)]
    return json.dumps({"cells": both, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def hand_in(course: Course, zygotes: Zygotes, tmp_path: Path) -> Any:
    """The report of a single file, given by its name and text."""

    def graded(name: str, text: str | bytes, options: Options = Options()) -> Report:  # noqa: B008
        (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return grade(course, load_submission(tmp_path / name, course), zygotes, options)

    return graded


def points(report: Report) -> dict[str, float]:
    return {problem.id: problem.points for problem in report.problems}


def said(problem: ProblemReport) -> str:
    return "\n".join(line for finding in accusations(problem) for line in told(problem, finding, Language.en))


# --- right and wrong answers ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["answers.ipynb", "answers.py"])
def test_all_right_answers_in_one_file_get_all_points(course: Course, hand_in: Any, name: str) -> None:
    """Those in torch too: its import is no concern of the problems that may use numpy alone."""
    names = [id_ for id_ in course.ids if HAS_TORCH or course.problem(id_).package == "numpy"]
    texts = [right_file(course, id_).read_text(encoding="utf-8") for id_ in names]
    report = hand_in(name, notebook(*texts) if name.endswith(".ipynb") else "\n\n".join(texts))
    assert [problem.id for problem in report.problems] == names
    assert report.all_right and report.submission.left_out == []
    assert {problem.file for problem in report.problems} == {name}


def judged(problem: ProblemReport) -> Any:
    named = [(each.code, each.answer, each.certain) for each in problem.diagnoses]
    return problem.verdict, problem.points, [f.code for f in problem.findings], named, len(problem.smallest)


def program(source: str) -> list[str]:
    """A file as Python sees it, without the text at its top."""
    return [ast.dump(node) for node in ast.parse(source).body if not isinstance(node, ast.Expr)]


@pytest.mark.parametrize("module", ["gates", "activations", "linear", "losses", "networks", "deep"])
def test_every_prepared_answer_is_judged_in_a_notebook_as_it_is_in_a_file(
    course: Course, zygotes: Zygotes, tmp_path: Path, module: str
) -> None:
    """The same program at the same lines is judged the same: one of each problem is graded, and all that differ."""
    seen: set[str] = set()
    for file in sorted((ROOT / "tests/submissions" / module).glob("*/*.py"), key=lambda file: file.stem[:5] == "right"):
        name, only = file.parent.name, Options(only=[file.parent.name.replace("_", "-")])
        text = file.read_text(encoding="utf-8")
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        (tmp_path / "mine.ipynb").write_text(notebook(text))
        alone = load_submission(tmp_path / f"{name}.py", course)
        try:
            in_notebook = load_submission(tmp_path / "mine.ipynb", course)
        except UserError:
            [problem] = grade(course, alone, zygotes, only).problems
            assert problem.verdict == "missing-function", file
            continue
        of_it = in_notebook.files[only.only[0]]
        shown = [(cell, text.splitlines()[line - 1]) for cell, line in of_it.places if line is not None]
        assert shown == [(1, line) for line in of_it.source.splitlines()], file
        if name not in seen or program(of_it.source) != program(text):
            seen.add(name)
            [one], [other] = (grade(course, each, zygotes, only).problems for each in (alone, in_notebook))
            assert judged(one) == judged(other), file
            lines = [(shown.line, shown.source) for shown in one.smallest]
            assert [(shown.line, shown.source) for shown in other.smallest] == lines, file
            assert {shown.cell for shown in other.smallest} <= {1, None}


def test_a_wrong_line_is_accused_by_cell_and_line(hand_in: Any) -> None:
    report = hand_in("mine.ipynb", notebook("import numpy as np", RIGHT_ADD, "# mine\n\n" + WRONG_MUL))
    assert points(report) == {"gate-add": 5, "gate-mul": 2.5}
    [shown] = report.problems[1].smallest
    assert (shown.cell, shown.line, shown.source) == (3, 7, "return dx, dz * y")
    assert "your cell 3, line 7: return dx, dz * y" in said(report.problems[1])
    assert "你的第 3 个代码单元格第 7 行" in FORMS["terminal"](report, Language.zh)
    [annotation] = [line for line in FORMS["github"](report, Language.en).splitlines() if line.startswith("::")]
    assert "mine.ipynb,title" in annotation and "line=" not in annotation


def test_a_module_says_the_line_of_the_file(hand_in: Any) -> None:
    report = hand_in("answers.py", f'"""Mine."""\n\nprint("hello")\n{RIGHT_ADD}\n\n{WRONG_MUL}')
    [shown] = report.problems[1].smallest
    assert (shown.cell, shown.line, shown.source) == (None, 12, "return dx, dz * y")
    assert "your line 12: return dx, dz * y" in said(report.problems[1])


STOPPED = {
    "raises": ("def gate_mul_backward(x, y, dz):\n    a = 1\n    raise ValueError('no')", "(cell 2, line 3: raise"),
    "raises above": (
        "eps = 1 / 0\ndef gate_mul_backward(x, y, dz):\n    return dz * y + eps, dz * x",
        "(cell 2, line 1",
    ),
    "compiles not": ("def gate_mul_backward(x, y, dz):\n    break", "(cell 2, line 2: "),
    "opens": ("def gate_mul_backward(x, y, dz):\n    open('/etc/passwd')", "(cell 2, line 2: open"),
    "no python": (BROKEN_MUL, "unmatched ')' (cell 2, line 4: return dz * y, dz * x))"),
}


@pytest.mark.parametrize("name", STOPPED)
def test_what_stops_an_answer_is_told_by_cell_and_line(hand_in: Any, name: str) -> None:
    text, wanted = STOPPED[name]
    report = hand_in("mine.ipynb", notebook(RIGHT_ADD, text, "gate_mul_backward(1, 2, 3)"))
    assert points(report) == {"gate-add": 5, "gate-mul": 0}
    assert wanted in said(report.problems[1])
    assert report.submission.left_out == []


def test_a_notebook_in_a_folder_answers_its_problem(grade_files: Grade) -> None:
    [problem] = grade_files({"gates/gate_mul.ipynb": notebook("x = 1", WRONG_MUL)}).problems
    assert (problem.file, problem.points) == ("gates/gate_mul.ipynb", 2.5)
    assert "your cell 2, line 5" in said(problem)


def test_python_goes_before_a_notebook_of_the_same_name(grade_files: Grade) -> None:
    files = {"gates/gate_mul.ipynb": notebook(WRONG_MUL), "gate_mul.py": RIGHT_MUL}
    [problem] = grade_files(files).problems
    assert (problem.file, problem.points) == ("gate_mul.py", 5)


def test_two_notebooks_for_a_problem_are_one_too_many(grade_files: Grade) -> None:
    files = {"gates/gate_mul.ipynb": notebook(RIGHT_MUL), "gate_mul.ipynb": notebook(RIGHT_MUL)}
    [problem] = grade_files(files).problems
    assert "two files answer this problem" in said(problem)


def test_a_notebook_named_after_a_problem_answers_that_one_alone(hand_in: Any) -> None:
    assert points(hand_in("gate_mul.ipynb", notebook(RIGHT_ADD, RIGHT_MUL))) == {"gate-mul": 5}
    [problem] = hand_in("gate_mul.ipynb", notebook(RIGHT_ADD)).problems
    assert said(problem) == "gate-mul: the file defines no gate_mul_backward. Is it spelled as in the statement?"


# --- what belongs to a problem ----------------------------------------------------------------------------


def test_only_what_an_answer_uses_is_run(hand_in: Any) -> None:
    cells = [
        "%matplotlib inline\nimport numpy as np\nimport matplotlib.pyplot as plt\nimport torch",
        "raise SystemExit\nwhile True: pass",
        "x = np.load('data.npy')\nplt.plot(x)\nhistory = train(10**9)\nassert False",
        f"scale = 1; plt.show()\n{mul('return scale * dz * y, dz * x')}",
        "for _ in range(10**12):\n    scale = 2\nwith open('x') as f:\n    scale = 3\nscale",
    ]
    report = hand_in("mine.ipynb", notebook(*cells))
    assert points(report) == {"gate-mul": 5} and report.submission.left_out == []


CHAINS = {
    "a constant": [
        "one = 1.0\ntwo = one + one",
        "def half(x):\n    return x / two",
        "return two * half(dz * y), dz * x",
    ],
    "a generator": [
        "import numpy as np\nrng = np.random.default_rng(0)\nzero = 0 * rng.normal()",
        "return dz * y + zero, dz * x",
    ],
    "the last definition": [
        "def sign():\n    return -1",
        "def sign():\n    return 1",
        "return sign() * dz * y, dz * x",
    ],
    "a class patched": [
        "class Gate:\n    pass",
        "Gate.f = lambda self, a, b: a * b",
        "g = Gate()\nreturn g.f(dz, y), dz * x",
    ],
    "a decorator": [
        "import functools",
        "@functools.lru_cache\ndef one():\n    return 1",
        "return one() * dz * y, dz * x",
    ],
    "a fallback": [
        "try:\n    import torch as t\nexcept ImportError:\n    t = None",
        "return (t is None) * dz * y, dz * x",
    ],
    "a choice": ["if True:\n    one = 1\nelse:\n    one = 2", "return one * dz * y, dz * x"],
    "a star": ["from math import *", "return cos(0) * dz * y, dz * x"],
    "the future": ["one: Unknown = 1", "from __future__ import annotations", "return one * dz * y, dz * x"],
    "entries": ["ones = {}", "ones['a'] = 1", "return ones['a'] * dz * y, dz * x"],
    "counting": ["n = 0\nn += 1", "return n * dz * y, dz * x"],
    "a global": ["n = 0", "def f():\n    global n\n    n = 1\n    return n", "return f() * dz * y, dz * x"],
    "text": ["é = '''\n%time\nnp?\n'''; a = len(é)", "return (a == 11) * dz * y, dz * x"],
    "a lambda": ["twice = lambda a: [b + b for b in [a]][0]", "return twice(dz) * y / 2, dz * x"],
    "old line ends": ["one = 1\r\ntwo = 2\r", "return dz * y * two / (one + one), dz * x"],
}


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_what_an_answer_uses_is_found(hand_in: Any, name: str, kind: str) -> None:
    *above, body = CHAINS[name]
    cells = [*above, "z = 1 +\n" if kind == "ipynb" else "", mul(body)]
    if kind == "py" and name == "the future":
        cells.sort(key=lambda cell: "__future__" not in cell)
    report = hand_in(f"mine.{kind}", notebook(*cells) if kind == "ipynb" else "\n".join(cells))
    assert points(report) == {"gate-mul": 5}, said(report.problems[0])
    assert len(report.submission.left_out) == (kind == "ipynb")


MAGICS = [
    "%matplotlib inline", "!pip install 'numpy", "?np.sum", "np.sum?", "np.sum??", "files = !ls (", "a, b = %time 1 +",
    "!echo a \\\n  b ( \\\n  c", "%%time", "%%capture out", "pip install torch", "  %time x (", "%load_ext a\n%b",
]  # fmt: skip


@pytest.mark.parametrize("magic", MAGICS)
def test_magics_are_left_out_and_lines_keep_their_numbers(hand_in: Any, magic: str) -> None:
    start = "if True:\n    pass\n" if magic.startswith("  ") else ""
    magic = magic.replace("  ", "    ", 1) if start else magic
    report = hand_in("mine.ipynb", notebook(f"{start}{magic}\n{WRONG_MUL}"))
    [shown] = report.problems[0].smallest
    above = f"{start}{magic}\n".count("\n")
    assert (shown.cell, shown.line, shown.source) == (1, above + 5, "return dx, dz * y")


@pytest.mark.parametrize("kind", ["bash", "html", "timeit", "writefile gate_mul.py", "javascript"])
def test_cells_in_another_language_say_nothing(hand_in: Any, kind: str) -> None:
    report = hand_in("mine.ipynb", notebook(f"%%{kind}\n{WRONG_MUL}", RIGHT_MUL, f"%%{kind}\nfor i in a; do ("))
    assert points(report) == {"gate-mul": 5} and report.submission.left_out == []


def test_what_a_problem_asks_for_last_is_what_it_is_about(hand_in: Any) -> None:
    """A helper that has the name of another problem's function is no answer to that."""
    relu = "def relu(x):\n    return x * (x > 0)\n"
    with pytest.raises(UserError):
        hand_in("mine.ipynb", notebook(relu))
    assert points(hand_in("mine.ipynb", notebook(relu, RIGHT_MUL))) == {"gate-mul": 5}
    [problem] = hand_in("mine.ipynb", notebook("def relu_backward(x, dz):\n    return dz * (x > 0)")).problems
    assert problem.id == "relu-backward" and "defines no relu." in said(problem)


# --- cells that are not Python ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["terminal", "github", "gradescope"])
def test_a_cell_that_is_not_python_is_told_of_where_nothing_needs_it(hand_in: Any, form: str) -> None:
    report = hand_in("mine.ipynb", notebook(RIGHT_MUL, "plot(x,\n"))
    assert report.all_right
    text = FORMS[form](report, Language.en)
    assert "Cell 2 of mine.ipynb is not Python and was left out: '(' was never closed (line 1: plot(x,)" in text
    assert "第 2 个代码单元格不是合法的 Python" in FORMS[form](report, Language.zh)


def test_a_helper_in_a_cell_that_is_not_python_is_what_is_told(hand_in: Any) -> None:
    helper = "def product(a, b):\n    return a * b)"
    report = hand_in("mine.ipynb", notebook(RIGHT_ADD, helper, mul("return product(dz, y), product(dz, x)")))
    assert points(report) == {"gate-add": 5, "gate-mul": 0}
    assert said(report.problems[1]) == "gate-mul: not Python: unmatched ')' (cell 2, line 2: return a * b))"


def test_a_right_answer_counts_beside_a_broken_one(hand_in: Any) -> None:
    report = hand_in("mine.ipynb", notebook(RIGHT_MUL, BROKEN_MUL))
    assert points(report) == {"gate-mul": 5}
    assert [cell["cell"] for cell in report.submission.left_out] == [2]


# --- what is no notebook ----------------------------------------------------------------------------------

CODE = {"cell_type": "code", "source": RIGHT_MUL}
DEEP = 100_000
NO_NOTEBOOKS: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "is not JSON"),
    "python": (RIGHT_MUL, "is not JSON"),
    "half": (notebook(RIGHT_MUL)[:-20], "is not JSON"),
    "bytes": (b"\xff\xfe\0{", "is not JSON"),
    "deep": ("[" * DEEP + "]" * DEEP, "is not JSON"),
    "deep in a cell": ('{"cells": [' + '{"a":' * DEEP + "1" + "}" * DEEP + "]}", "is not JSON"),
    "a number of many digits": ('{"cells": [' + "9" * 100_000 + "]}", "is not JSON"),
    "a list": (json.dumps([CODE]), "no list of cells"),
    "a text": ('"cells"', "no list of cells"),
    "nothing": ("NaN", "no list of cells"),
    "cells in no list": (json.dumps({"cells": {"1": CODE}}), "no list of cells"),
    "an old notebook": (json.dumps({"worksheets": [{"cells": [CODE]}]}), "no list of cells"),
    "no cells": (notebook(), "nothing here answers a problem"),
    "words": (notebook("print(1)"), "nothing here answers a problem"),
    "a misspelt name": (notebook(RIGHT_MUL.replace("mul", "mull")), "gate_mull_backward -> gate_mul_backward"),
    "odd cells": (json.dumps({"cells": [1, None, [CODE], {"cell_type": ["code"]}, {}]}), "nothing here answers"),
    "no source": (json.dumps({"cells": [CODE, {"cell_type": "code"}]}), "code cell 2 is no text"),
    "a number as source": (json.dumps({"cells": [{**CODE, "source": 1e999}]}), "code cell 1 is no text"),
    "numbers as lines": (json.dumps({"cells": [{**CODE, "source": ["a", 1]}]}), "code cell 1 is no text"),
    "null bytes": (notebook(RIGHT_MUL, "x = 1 # \0"), "code cell 2 has null bytes"),
    "half characters": (notebook("x = '\ud800'"), "code cell 1 has null bytes"),
    "too large": ('{"a": "' + "x" * submission.LARGEST_SUBMISSION + '"}', "larger than 4194304 bytes"),
    "too much code": (notebook(*["#" * 1000] * 300), "more than 262144 characters of code"),
}


@pytest.mark.parametrize("name", NO_NOTEBOOKS)
def test_what_is_no_notebook_is_one_clear_line(course: Course, tmp_path: Path, name: str) -> None:
    text, wanted = NO_NOTEBOOKS[name]
    file = tmp_path / "mine.ipynb"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    start = time.monotonic()
    with pytest.raises(UserError) as error:
        load_submission(file, course)
    assert time.monotonic() - start < 2
    for language in Language:
        assert "\n" not in error.value.text(language)
    assert wanted in error.value.text(Language.en)


@pytest.mark.parametrize("name", ["half", "deep", "a list", "null bytes", "too large"])
def test_in_a_folder_it_costs_its_own_problem(grade_files: Grade, name: str) -> None:
    text, wanted = NO_NOTEBOOKS[name]
    report = grade_files({"gate_mul.ipynb": text, "gate_add.py": RIGHT_ADD})
    assert points(report) == {"gate-add": 5, "gate-mul": 0}
    assert wanted in said(report.problems[1])


def test_a_linked_notebook_is_not_followed(course: Course, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.ipynb").write_text(notebook(RIGHT_MUL))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/gate_mul.ipynb").symlink_to("../elsewhere.ipynb")
    file = load_submission(tmp_path / "mine", course).files["gate-mul"]
    assert (file.source, file.trouble and file.trouble["why"]) == ("", "link")


def test_the_command_line_says_it_with_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "mine.ipynb").write_text("{")
    done = run_grade("submit", "mine.ipynb", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("grade: mine.ipynb is no notebook")


HOSTILE = {
    "deep brackets": "x = " + "(" * 5000 + ")" * 5000,
    "deep minus": "x = " + "-" * 100_000 + "1",
    "deep lambda": "gate = " + "lambda: " * 20_000 + "0",
    "deep attributes": "a" + ".b" * 60_000 + " = 1",
    "deep choices": "if 1: x = 1\n" + "elif 1: x = 1\n" * 10_000,
    "deep blocks": "".join(" " * i + "if 1:\n" for i in range(99)) + " " * 99 + "x = 1",
    "blanks": " " * 200_000 + "x",
    "blank magics": "x = (\n" + ("\t" * 500 + "%\n") * 300,
    "names": "a" * 200_000 + "?",
    "backslashes": "!" + "\\" * 200_000,
    "questions": "f?\n" * 60_000,
    "many statements": "x=y\n" * 50_000,
    "all needed": "".join(f"def f{i}(): return f{i + 1}()\n" for i in range(5000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_cells_cost_little_and_nobody_else(course: Course, tmp_path: Path, name: str) -> None:
    cells = [
        HOSTILE[name],
        f"gate_add_backward = f0\n{HOSTILE[name][:100]}" if name == "all needed" else RIGHT_ADD,
        RIGHT_MUL,
    ]
    (tmp_path / "mine.ipynb").write_text(notebook(*cells))
    start = time.process_time()
    files = load_submission(tmp_path / "mine.ipynb", course).files
    assert time.process_time() - start < 5
    assert files.keys() == {"gate-add", "gate-mul"}
    assert "import numpy as np\n\n" + files["gate-mul"].source == RIGHT_MUL
    assert files["gate-mul"].places == [(3, 3), (3, 4)]


def test_no_warning_of_a_cell_reaches_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "mine.ipynb").write_text(notebook("%time\nx = '\\d' is 1", RIGHT_MUL))
    done = run_grade("submit", "mine.ipynb", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


# --- the rest ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mine.ipynb", "gate_mul.ipynb"])
def test_the_script_that_shows_a_mistake_carries_the_code(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(notebook("one = x = 1", "print('not run')", mul("return one * dz * y, dz * y")))
    run_grade("submit", name, "--repro", "show.py", cwd=tmp_path)
    (tmp_path / name).unlink()
    done = subprocess.run([sys.executable, "show.py"], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.split("\n") == ["expected:", "8.0", "got:", "-20.0", ""], done.stderr


def test_the_same_notebook_has_the_same_hash_and_another_another(course: Course, tmp_path: Path) -> None:
    def digest(name: str, text: str) -> str:
        (tmp_path / name).write_text(text)
        return load_submission(tmp_path / name, course).sha256

    right = notebook(RIGHT_MUL)
    assert digest("a.ipynb", right) == digest("a.ipynb", right)
    assert len({digest("a.ipynb", right), digest("b.ipynb", right), digest("a.ipynb", notebook(WRONG_MUL))}) == 3


def test_a_case_of_a_notebook_is_repeated_as_it_says(tmp_path: Path) -> None:
    (tmp_path / "mine.ipynb").write_text(notebook(WRONG_MUL))
    done = run_grade("submit", "mine.ipynb", "-p", "gate-mul", "--case", "by hand", cwd=tmp_path)
    assert done.returncode == 1 and 'One case repeated, "by hand"' in done.stdout


def test_excerpts_hold_whole_statements_and_know_their_lines() -> None:
    text = "import os; a = 1; import sys\n@staticmethod\ndef f():  # why\n    return a\n\nb = [\n  1,\n]; print(b)\n"
    excerpt = Excerpts([(1, "x = 1"), (4, text)]).of(["f"])
    assert excerpt.source == "a = 1; \n@staticmethod\ndef f():  # why\n    return a\n"
    assert excerpt.places == [(4, 1), (4, 2), (4, 3), (4, 4)]
    assert Excerpts([(1, text)]).of(["b"]).source == "b = [\n  1,\n]; \n"
    module = types.ModuleType("mine")
    exec(excerpt.source, vars(module))
    assert module.f() == 1


def test_a_folder_of_python_alone_waits_for_no_parser_of_notebooks(tmp_path: Path) -> None:
    (tmp_path / "gate_mul.py").write_text(RIGHT_MUL)
    env = environment(tmp_path / "bin") | {"PYTHONPATH": str(ROOT)}
    code = (
        "import sys; from pathlib import Path; from grader.course import built_in; from grader.submission import *\n"
        f"load_submission(Path({str(tmp_path)!r}), built_in())\n"
        "print(sorted({'zipfile', 'symtable', 'grader.archive', 'grader.excerpt', 'pydantic'} & {*sys.modules}))"
    )
    run_grade("submit", str(tmp_path), cwd=tmp_path)  # from here on the course is in the cache
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_ten_thousands_of_cells_that_are_no_python_are_told_of_once_and_for_all(hand_in: Any) -> None:
    cells = [{"cell_type": "code", "source": source} for source in [RIGHT_MUL, *[")"] * 30_000]]
    report = hand_in("answers.ipynb", json.dumps({"cells": cells}))
    assert report.all_right
    assert [cell["cell"] for cell in report.submission.left_out] == [*range(2, 2 + submission.LEFT_OUT_MOST)]
    for form in ("terminal", "json", "github", "gradescope"):
        assert len(FORMS[form](report, Language.en)) < 50_000, form


@pytest.mark.parametrize("name", ["hw-1.py", "my answers.py", "class.py"])
def test_a_file_that_cannot_be_imported_by_its_name_is_copied_into_the_script(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(WRONG_MUL)
    run_grade("submit", name, "--repro", "show.py", cwd=tmp_path)
    done = subprocess.run([sys.executable, "show.py"], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.startswith("expected:"), done.stderr
