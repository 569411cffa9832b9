"""course.yaml: what is wrong with it is told in one line, where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course_file import read_course_file
from grader.errors import UserError
from grader.words import Language

RIGHT = """title: {en: One, zh: 一}
seed: public
modules:
  mine:
    title: {en: Mine, zh: 我的}
    problems: [absolute, square]
assignments:
  week-1:
    title: {en: Week 1, zh: 第一周}
    problems: [mine, square]
    feedback: family
"""


def test_a_right_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text(RIGHT, encoding="utf-8")
    course = read_course_file(tmp_path / "course.yaml")
    assert course["assignments"]["week-1"]["problems"] == ["mine", "square"]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("seed:", "sead:", '2:1: sead: no such field. Did you mean "seed"?'),
        ("[mine, square]", "[mien]", '10:16: assignments.week-1.problems.0: "mien": no such problem or module. '
         'Did you mean "mine"?'),
        ("[absolute, square]", "[absolute, absolute]", '6:16: modules.mine.problems.0: "absolute" is listed twice'),
        ("family", "all", "11:5: assignments.week-1.feedback: input should be 'symptom', 'family' or 'full'"),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_where_it_stands(right: str, wrong: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "course.yaml"
    file.write_text(RIGHT.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_course_file(file)
    assert caught.value.text(Language.en) == f"{file}:{said}"
