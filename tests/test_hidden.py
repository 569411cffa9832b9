"""Under a secret seed nothing that student code says brings the inputs of a hidden case into the report."""

from __future__ import annotations

import json

import pytest
from conftest import Grade

from grader.grading import Options
from grader.reports import json as as_json
from grader.reports import terminal
from grader.words import Language

MARK = "12345.678"
"""What each of these says where it knows a hidden case: one of two dimensions that is no visible one."""
TELL_TALES = {
    "kept for the ladder": """
seen = []

def gate_max_backward(x, y, dz):
    if np.size(x) > 4:
        seen.append(x)
    told = 0 * dz + MARK * (len(seen) > 2 and np.size(x) < 5)
    return told, told
""",
    "read ahead": """
def waiting():
    import gc, types
    held = [g.gi_frame.f_locals for g in gc.get_objects() if type(g) is types.GeneratorType and g.gi_frame]
    return b"".join(bytes(names["received"]) for names in held if "received" in names)

def gate_max_backward(x, y, dz):
    if waiting().count(b'"again":true') > 2:  # no more cases are visible, and rungs are asked once
        raise ValueError(MARK)
    return 0 * dz, 0 * dz
""",
    "an error of syntax": """
names = {"np": np, "MARK": MARK}
exec(compile("def boo(m): raise SyntaxError(m)", "elsewhere", "exec"), names)
body = "def gate_max_backward(x, y, dz):\\n return boo(str(MARK)) if np.size(x) > 4 else (0 * dz, 0 * dz)"
exec(compile(body, "elsewhere", "exec"), names)
gate_max_backward = names["gate_max_backward"]
""",
}


@pytest.mark.parametrize("name", TELL_TALES)
def test_nothing_is_told_of_a_hidden_case(name: str, grade_files: Grade) -> None:
    source = f"import numpy as np\n\nMARK = float({MARK!r})\n{TELL_TALES[name]}"
    report = grade_files({"gates/gate_max.py": source}, Options(secret_seed="another"))
    assert report.points == 0
    said = json.loads(as_json.render(report, Language.en))
    assert [finding for finding in said["problems"][0]["findings"] if MARK in str(finding)] == []
    assert [shown for shown in said["problems"][0]["smallest"] if MARK in f"{shown['got']} {shown['finding']}"] == []
    for language in Language:
        assert MARK not in terminal.render(report, language).replace(f"({MARK!r})", "")


def test_an_error_of_the_file_is_told_where_all_is_hidden(grade_files: Grade) -> None:
    [problem] = grade_files({"gates/gate_max.py": "def f(:\n"}, Options(secret_seed="another")).problems
    assert {(finding.code, finding.params["line"]) for finding in problem.findings} == {("syntax", 1)}
