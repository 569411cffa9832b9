"""Functions from a case and its answer to a finding; the tables list them in the order they run.

To add a check, write a function and one line here.
"""

from collections.abc import Callable

from grader.checks import answered, arguments, repeat, values
from grader.model import Answer, Case, Finding

Check = Callable[[str, Case, Answer], Finding | None]

CHECKS: dict[str, Check] = {
    "answered": answered.answered,
    "form": values.form,
    "finite": values.finite,
    "value": values.value,
    "repeat": repeat.second_call,
}
"""Asked of each answer by name, up to the first that costs something."""

CALL_CHECKS: dict[str, Callable[[Case, Answer], Finding | None]] = {"arguments": arguments.unchanged}
"""Asked once of each call."""
