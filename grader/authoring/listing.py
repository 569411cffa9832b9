"""What came of validating, as text: one line a problem, each fault on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator

from grader.authoring.candidate import OTHER_SEEDS
from grader.authoring.validate import Validation
from grader.words import Language, say


def as_text(name: str, validation: Validation | None, language: Language, *, verbose: bool) -> str:
    """The lines of one problem; with `verbose` every mutant, and where the time went."""
    if validation is None:
        return f"- {name}  {say(language, 'validated-not')}"
    faults = len(validation.faults)
    if faults:
        what = say(language, "validated-fault" if faults == 1 else "validated-faults", count=faults)
    else:
        killed, equivalent = len(validation.killed), len(validation.equivalent)
        what = say(language, "validated", bugs=validation.bugs, killed=killed, equivalent=equivalent)
    lines = [f"{'✗' if faults else '✓'} {name}  {what}", *validation.faults]
    return "\n".join([*lines, *(_more(validation, language) if verbose else ())])


def _more(validation: Validation, language: Language) -> Iterator[str]:
    steps = [f"{step} {seconds:.1f}" for step, seconds in validation.seconds.items()]
    yield "  " + say(
        language,
        "validated-cases",
        cases=validation.cases,
        seeds=1 + len(OTHER_SEEDS),
        also_right=validation.also_right,
        seconds=f"{sum(validation.seconds.values()):.1f}",
        steps=steps,
    )
    for trial in validation.killed:
        yield "  " + say(language, "validated-killed", line=trial.mutant.line, now=trial.mutant.now, case=trial.case)
    for trial in validation.equivalent:
        yield "  " + say(language, "validated-equivalent", line=trial.mutant.line, now=trial.mutant.now)
