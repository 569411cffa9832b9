"""Functions from a case and its answer to a finding; the tables list them in the order they run.

To add a check, write a function and one line here.
"""

import dataclasses
from collections.abc import Callable

from grader.checks import answered, arguments, repeat, values
from grader.compare import Fault, same
from grader.model import Answer, Asked, Case, Cost, Finding

Check = Callable[[str, Case, Answer], Finding | None]

OF_VALUE: dict[str, Check] = {"form": values.form, "finite": values.finite, "value": values.value}
"""Those that find nothing where an answer is what is wanted."""
CHECKS: dict[str, Check] = {"answered": answered.answered, **OF_VALUE, "repeat": repeat.second_call}
"""Asked of each answer by name, up to the first that costs something."""

CALL_CHECKS: dict[str, Callable[[Case, Answer], Finding | None]] = {"arguments": arguments.unchanged}
"""Asked once of each call."""


def checked(name: str, case: Case, answer: Answer, asked: Asked | None = None) -> list[Finding]:
    """The findings of one answer on one case, up to the first that costs something.

    An optional one that is missing, or right but for its shape, is none; of a gradient is said what it belongs to.
    """
    findings: list[Finding] = []
    optional = asked is not None and asked.optional
    if optional and not answer.has(name):
        return findings
    exact = name in answer.values and same(case.want[name], answer.values[name], case.scale.get(name, 1.0))
    for check in (check for key, check in CHECKS.items() if not (exact and key in OF_VALUE)):
        finding = check(name, case, answer)
        if finding is not None:
            if optional and finding.cost is Cost.SHAPE:
                break
            if finding.code == Fault.SHAPE and asked is not None and asked.along is not None:
                finding = dataclasses.replace(finding, params=finding.params | {"gradient_of": asked.along})
            findings.append(finding)
            if finding.cost is not Cost.NOTHING:
                break
    return findings
