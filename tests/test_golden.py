"""Right and wrong answers through the whole pipeline, and what must be said of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Grade, right_file

from grader import strict_yaml
from grader.course import Course, read_course
from grader.model import Cost

SUBMISSIONS = Path(__file__).parent / "submissions"
COURSE = read_course(ROOT)


def expectations() -> list[Any]:
    rows = []
    for file in sorted(SUBMISSIONS.glob("*/*/expected.yaml")):
        marks = [pytest.mark.torch] if "torch" in COURSE.problem(file.parent.name.replace("_", "-")).packages else []
        expected = strict_yaml.read(file.read_text(encoding="utf-8")).value
        rows += [
            pytest.param(file.parent, name, want, id=f"{file.parent.name}-{name}", marks=marks)
            for name, want in expected.items()
        ]
    return rows


@pytest.mark.parametrize(("folder", "name", "want"), expectations())
def test_submission_gets_its_verdict(grade_files: Grade, folder: Path, name: str, want: dict[str, Any]) -> None:
    [problem] = grade_files({f"{folder.name}.py": folder / f"{name}.py"}).problems

    assert problem.verdict == want["verdict"], problem.findings[:3]
    if "points" in want:
        assert problem.points == want["points"]
    first = next((finding for finding in problem.findings if finding.cost is not Cost.NOTHING), None)
    first = first or next(iter(problem.findings), None)
    for key, value in (("answer", "answer"), ("case", "case"), ("finding", "code")):
        if key in want:
            assert first is not None
            assert getattr(first, value) == want[key], first
    if "follows" in want:
        assert {answer.name: answer.follows for answer in problem.answers if answer.follows} == want["follows"]
    named: dict[str, dict[str, bool]] = {}
    for diagnosis in problem.diagnoses:
        named.setdefault(diagnosis.answer or "call", {})[diagnosis.name] = diagnosis.certain
    assert named == want.get("diagnoses", {}), "the mistakes named for each answer, and whether they are certain"
    if want["verdict"] == "correct":
        assert problem.points == problem.of
        assert not [finding for finding in problem.findings if finding.cost is not Cost.NOTHING]


def test_every_golden_file_has_a_line_and_every_line_a_file() -> None:
    for folder in SUBMISSIONS.glob("*/*"):
        expected = strict_yaml.read((folder / "expected.yaml").read_text(encoding="utf-8")).value
        assert sorted(expected) == sorted(file.stem for file in folder.glob("*.py"))


@pytest.mark.parametrize("name", COURSE.ids)
def test_every_problem_has_right_answers_in_other_styles_and_wrong_ones(name: str) -> None:
    folder = SUBMISSIONS / COURSE.module_of(name) / name.replace("-", "_")
    assert len(list(folder.glob("right_*.py"))) >= 3
    assert len(list(folder.glob("wrong_*.py"))) >= 3


def test_all_references_are_right(grade_files: Grade, course: Course) -> None:
    from conftest import HAS_TORCH

    names = [name for name in course.ids if HAS_TORCH or "torch" not in course.problem(name).packages]
    report = grade_files(
        {f"{course.module_of(name)}/{course.reference(name).name}": right_file(course, name) for name in names}
    )
    assert [problem.id for problem in report.problems if problem.points < problem.of] == []
    assert report.points == report.of == sum(course.problem(name).points for name in names)


def test_all_templates_get_nothing_and_do_not_crash(grade_files: Grade, course: Course) -> None:
    from conftest import HAS_TORCH

    names = [name for name in course.ids if HAS_TORCH or "torch" not in course.problem(name).packages]
    report = grade_files(
        {f"{course.module_of(name)}/{course.template(name).name}": course.template(name) for name in names}
    )
    assert {problem.verdict for problem in report.problems} == {"unanswered"}
    assert report.points == 0
