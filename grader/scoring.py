"""Findings to verdict and points: arithmetic that a student can repeat from the report.

`points = P * sum(w_a * c_a) / sum(w_a)`, rounded once, half up, to 0.01. For each answer a, c is 0 if a generic
case fails, else 1 - 0.2 * (failed edge cases / edge cases); times 0.75 for a fault of shape only (on edge cases alone
it counts as a failed edge case, which is less); 0.5, once, where a wrong answer is right for the student's own wrong
forward, or for the student's own wrong value of an earlier answer. A changed argument takes a tenth of the problem,
once. Where a problem asks for backprop, gradients found by small steps leave half of it. Visible cases weigh nothing:
constants would pass them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from grader.graded import AnswerReport, Step
from grader.model import Case, Cost, Finding, Verdict

EDGE_SHARE = 0.2
SHAPE_FACTOR = 0.75
ARGUMENT_FACTOR = 0.9
OWN_FORWARD_FACTOR = 0.5
FOLLOW_FACTOR = 0.5
BACKPROP_FACTOR = 0.5
"""Of a problem that asks for backprop, where the gradients are found by small steps."""

HAPPENED = {
    "unanswered": Verdict.UNANSWERED,
    "no-file": Verdict.UNANSWERED, "missing-function": Verdict.MISSING, "syntax": Verdict.UNREADABLE,
    "unreadable": Verdict.UNREADABLE, "raised": Verdict.RAISED, "shut-out": Verdict.RAISED,
    "exit": Verdict.RAISED, "import": Verdict.RAISED,
    "crashed": Verdict.CRASHED, "out-of-time": Verdict.OUT_OF_TIME, "out-of-memory": Verdict.OUT_OF_MEMORY,
    "too-much-output": Verdict.TOO_MUCH_OUTPUT, "malformed": Verdict.MALFORMED,
}  # fmt: skip
"""What a missing value says of a whole answer, when every case says it."""


def right_for_own_forward(findings: Sequence[Finding], cases: Sequence[Case]) -> bool:
    """Whether an answer is wrong on generic cases, and in each of them the slope of the student's own forward."""
    failed = {finding.case for finding in findings if finding.cost is Cost.CASE}
    failed &= {case.name for case in cases if case.generic}
    own = {finding.case for finding in findings if finding.check == "slope" and finding.code == "self-consistent"}
    return bool(failed) and own >= failed


def steps_of(findings: Sequence[Finding], cases: Sequence[Case], *, follows: bool) -> list[Step]:
    """The factors of one answer's points, from its findings and whether it follows from an earlier wrong answer."""
    failed = {finding.case for finding in findings if finding.cost is Cost.CASE}
    misshaped = {finding.case for finding in findings if finding.cost is Cost.SHAPE}
    generic = [case.name for case in cases if case.generic]
    edge = [case.name for case in cases if case.edge and not case.visible]
    failed_generic = len(failed & set(generic))
    if failed_generic:
        rule, factor = "generic", 0.0
        if right_for_own_forward(findings, cases):
            rule, factor = "own-forward", OWN_FORWARD_FACTOR
        elif follows:
            rule, factor = "follow", FOLLOW_FACTOR
        return [Step(rule=rule, factor=factor, failed=failed_generic, of=len(generic))]
    steps = [Step(rule="generic", factor=1, of=len(generic))]
    if edge:
        failed_edge = len((failed if misshaped & set(generic) else failed | misshaped) & set(edge))
        factor = 1 - EDGE_SHARE * failed_edge / len(edge) if generic else 1 - failed_edge / len(edge)
        steps.append(Step(rule="edge", factor=factor, failed=failed_edge, of=len(edge)))
    if misshaped & set(generic):
        steps.append(Step(rule="shape", factor=SHAPE_FACTOR))
    return steps


def share(steps: Sequence[Step]) -> float:
    """What the steps leave of the points, from 0 to 1."""
    return math.prod(step.factor for step in steps)


def answer_report(
    name: str, of: float, findings: Sequence[Finding], cases: Sequence[Case], follows: str | None
) -> AnswerReport:
    """How an answer worth `of` points did, which `follows` from an earlier wrong one."""
    steps = steps_of(findings, cases, follows=follows is not None)
    left = share(steps)
    return AnswerReport(
        name=name,
        verdict=_verdict(left, findings, cases),
        points=rounded(of * left),
        of=rounded(of),
        steps=steps,
        follows=follows,
    )


def problem_points(
    of: float, weights: Mapping[str, float], answers: Sequence[AnswerReport], steps: Sequence[Step]
) -> float:
    """The points of a problem: its answers' shares by weight, times the problem's own factors, rounded once."""
    total = sum(weights[answer.name] * share(answer.steps) for answer in answers)
    return rounded(of * total / sum(weights.values()) * share(steps))


def problem_verdict(points: float, of: float, answers: Sequence[AnswerReport]) -> Verdict:
    """One word for a problem."""
    if points >= of:
        return Verdict.CORRECT
    if points > 0:
        return Verdict.PARTLY
    verdicts = {answer.verdict for answer in answers}
    return verdicts.pop() if len(verdicts) == 1 else Verdict.WRONG


def behind_hidden_cases(of: float, cases: Sequence[Case]) -> float:
    """How many of the points hidden cases can take: all if a generic one is hidden, else the share of edges."""
    if any(case.hidden and not case.edge for case in cases):
        return of
    edges = [case for case in cases if case.edge and not case.visible]
    hidden = sum(case.hidden for case in edges)
    return rounded(of * EDGE_SHARE * hidden / len(edges)) if hidden else 0.0


def rounded(points: float) -> float:
    """Points to 0.01, half up."""
    return math.floor(round(points * 100, 7) + 0.5) / 100


def case_verdict(findings: Sequence[Finding]) -> Verdict:
    """One word for a case, from all its findings."""
    costly = [finding for finding in findings if finding.cost is Cost.CASE]
    if not costly:
        return Verdict.PARTLY if any(f.cost is not Cost.NOTHING for f in findings) else Verdict.CORRECT
    verdicts = {HAPPENED.get(finding.code, Verdict.WRONG) for finding in costly}
    return verdicts.pop() if len(verdicts) == 1 else Verdict.WRONG


def _verdict(left: float, findings: Sequence[Finding], cases: Sequence[Case]) -> Verdict:
    if left == 1:
        return Verdict.CORRECT
    if left > 0:
        return Verdict.PARTLY
    verdicts = {case_verdict([finding for finding in findings if finding.case == case.name]) for case in cases} - {
        Verdict.CORRECT,
        Verdict.PARTLY,
    }
    return verdicts.pop() if len(verdicts) == 1 else Verdict.WRONG
