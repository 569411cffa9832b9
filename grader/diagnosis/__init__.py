"""Findings to named mistakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from grader.diagnosis import bugs, forms
from grader.model import Bug, Cost, Diagnosis, Finding

Rule = Callable[[Finding], Diagnosis | None]

RULES: dict[str, Rule] = {
    "axis-kept": forms.axis_kept,
    "transposed": forms.transposed,
    "argument-changed": forms.argument_changed,
    "state-kept": forms.state_kept,
    "float32": forms.float32,
}
"""Ways of recognising a mistake; for each finding, the first that knows it."""


def diagnose(findings: Sequence[Finding], known: Sequence[Bug], pairs: bugs.Pairs) -> list[Diagnosis]:
    """The named mistakes behind the findings, each once for each answer: those `known` of the problem first."""
    wrong = dict.fromkeys(finding.answer for finding in findings if finding.answer and finding.cost is not Cost.NOTHING)
    diagnoses, explained = bugs.recognised(known, pairs, list(wrong))
    for finding in findings:
        named = next((d for rule in RULES.values() if (d := rule(finding)) is not None), None)
        is_new = named is not None and (named.code, named.answer) not in {(d.code, d.answer) for d in diagnoses}
        if named is not None and is_new and not (finding.answer in explained and finding.cost is not Cost.NOTHING):
            diagnoses.append(named)
    return diagnoses
