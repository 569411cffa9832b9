"""Mistakes that a single finding proves, whatever the problem."""

from __future__ import annotations

from grader.model import Diagnosis, Finding


def axis_kept(finding: Finding) -> Diagnosis | None:
    """Right values, and an axis of length 1 that the wanted shape does not have: summed with keepdims."""
    want, got = finding.params.get("want"), finding.params.get("got")
    if finding.code != "reshaped" or not isinstance(want, list) or not isinstance(got, list):
        return None
    kept = len(got) > len(want) and [size for size in got if size != 1] == [size for size in want if size != 1]
    return _certain("D5", "kept-axis", finding) if kept else None


def transposed(finding: Finding) -> Diagnosis | None:
    """The transpose of the wanted matrix, which is not symmetric."""
    return _certain("D1", "transposed", finding) if finding.code == "transposed" else None


def argument_changed(finding: Finding) -> Diagnosis | None:
    """The call wrote into an array it was given."""
    return _certain("I1", "argument-changed", finding) if finding.code == "argument-changed" else None


def state_kept(finding: Finding) -> Diagnosis | None:
    """The same call, from the same random state, gave something else the second time."""
    return _certain("I3", "state-kept", finding) if finding.code == "second-call" else None


def float32(finding: Finding) -> Diagnosis | None:
    """The answer came back in single precision."""
    return _certain("H4", "float32", finding) if finding.code == "float32" else None


def _certain(code: str, name: str, finding: Finding) -> Diagnosis:
    return Diagnosis(code, name, certain=True, answer=finding.answer)
