"""Is a gradient found by small steps, which the calls of the student's own functions show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from grader.compare import Band
from grader.model import Asked, Case, Cost, Counted, Finding

FEW = 4
"""Numbers: a call with fewer may be near another by chance, and must be seen for each entry of the gradient."""
IMAGINARY = re.compile(r"\bimag\b")
"""What a source must have that steps into the imaginary; without it nobody is asked."""
INEXACT = (Band.LIKE_NUMERIC, Band.INEXACT)


def suspects(findings: Sequence[Finding], answers: Mapping[str, Asked], source: str) -> list[str]:
    """The gradients that small steps could have given: right and inexact; all of them where numbers are imaginary."""
    gradients = [name for name, asked in answers.items() if asked.slope_of or asked.upstream]
    inexact = {finding.answer for finding in findings if finding.code in INEXACT}
    return gradients if IMAGINARY.search(source) else [name for name in gradients if name in inexact]


def found(
    suspected: Sequence[str], cases: Sequence[Case], counts: Callable[[Case], Sequence[Counted]]
) -> Finding | None:
    """What the calls show on two ordinary cases, of different sizes where there are such: steps on both, or nothing.

    That an own function is called for each entry shows nothing; that it is called a small step away from where it was
    called just before does.
    """
    name = suspected[0]
    ordinary = [case for case in cases if case.generic]
    two = sorted(
        {np.size(case.want[name]): case for case in ordinary}.values(), key=lambda case: np.size(case.want[name])
    )
    two = [two[0], two[-1]] if len(two) > 1 else ordinary[:2]
    seen = [_seen(counts(case), int(np.size(case.want[name]))) for case in two]
    if len(seen) < 2 or not all(seen):
        return None
    code, counted = seen[-1] or ("", None)
    assert counted is not None
    params = {
        "function": counted.name.split(":")[0],
        "calls": counted.calls,
        "entries": int(np.size(two[-1].want[name])),
    }
    return Finding(case=two[-1].name, answer=name, check="differences", code=code, cost=Cost.NOTHING, params=params)


def _seen(counts: Sequence[Counted], entries: int) -> tuple[str, Counted] | None:
    """The function that was stepped with, and how."""
    for counted in counts:
        if counted.imaginary:
            return "complex-step", counted
        if counted.steps >= (1 if counted.entries >= FEW else entries):
            return "differences", counted
    return None
