"""Mistakes that a single finding proves, whatever the problem."""

from __future__ import annotations

from grader.model import Diagnosis, Finding


def argument_changed(finding: Finding) -> Diagnosis | None:
    """The call wrote into an array it was given."""
    return _certain("I1", "argument-changed", finding) if finding.code == "argument-changed" else None


def state_kept(finding: Finding) -> Diagnosis | None:
    """The same call, from the same random state, gave something else the second time."""
    return _certain("I3", "state-kept", finding) if finding.code == "second-call" else None


def float32(finding: Finding) -> Diagnosis | None:
    """The answer came back in single precision."""
    return _certain("H4", "float32", finding) if finding.code == "float32" else None


def differences(finding: Finding) -> Diagnosis | None:
    """Own functions were called small steps apart, for a gradient that is inexact or comes out of complex numbers."""
    return _certain("H5", "numeric-differentiation", finding) if finding.check == "differences" else None


def _certain(code: str, name: str, finding: Finding) -> Diagnosis:
    return Diagnosis(code, name, certain=True, answer=finding.answer)
