"""Findings to named mistakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from grader.diagnosis import forms
from grader.model import Diagnosis, Finding

Rule = Callable[[Finding], Diagnosis | None]

RULES: dict[str, Rule] = {
    "axis-kept": forms.axis_kept,
    "transposed": forms.transposed,
    "argument-changed": forms.argument_changed,
    "state-kept": forms.state_kept,
    "float32": forms.float32,
}
"""Ways of recognising a mistake; for each finding, the first that knows it."""


def diagnose(findings: Sequence[Finding]) -> list[Diagnosis]:
    """The named mistakes behind the findings, each once for each answer, in the order of the findings."""
    named = [next((d for rule in RULES.values() if (d := rule(finding)) is not None), None) for finding in findings]
    return list(dict.fromkeys(diagnosis for diagnosis in named if diagnosis is not None))
