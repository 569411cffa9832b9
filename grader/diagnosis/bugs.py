"""Mistakes of the problem's own list, recognised by what they answer."""

from __future__ import annotations

from collections.abc import Sequence

from grader.compare import Band, in_bands
from grader.guest.wire import Value
from grader.model import Bug, Diagnosis, Pairs


def recognised(bugs: Sequence[Bug], pairs: Pairs, wrong: Sequence[str]) -> tuple[list[Diagnosis], set[str]]:
    """The mistakes that give exactly the student's values, on all cases, for the wrong answers; and what they explain.

    A name is certain where it is the only one, gives every answer that this mistake changes, and nothing wrong is left
    that no mistake of the list gives. An answer that a mistake behind an earlier one changes is not accused by itself.
    """
    explained: set[str] = set()
    behind: dict[str, list[Bug]] = {}
    for name in wrong:
        if name not in explained:
            behind[name] = _behind(name, bugs, pairs)
            explained.update(*(bug.answers for bug in behind[name] if _gives_all(bug, pairs)))
    diagnoses = []
    for name, found in behind.items():
        named = {bug.code: bug for bug in reversed(found)}
        certain = len(named) == 1 and explained >= {*wrong}
        gives = {answer for bug in found for answer in bug.answers} if certain else set()
        others = [other for other in wrong if other in gives and other not in behind]
        diagnoses += [
            Diagnosis(bug.code, bug.name, certain, name, bug.hint, others) for bug in reversed(named.values())
        ]
    return diagnoses, explained


def _behind(name: str, bugs: Sequence[Bug], pairs: Pairs) -> list[Bug]:
    """The bugs that give one answer as the student did; of them those, if any, that give all they change.

    Of these, one that accounts for less than another is left out.
    """
    matching = [bug for bug in bugs if name in bug.answers and _gives(bug, name, pairs)]
    whole = [bug for bug in matching if _gives_all(bug, pairs)]
    return [bug for bug in whole if not any({*bug.answers} < {*other.answers} for other in whole)] or matching


def _gives_all(bug: Bug, pairs: Pairs) -> bool:
    return all(_gives(bug, name, pairs) for name in bug.answers)


def _gives(bug: Bug, name: str, pairs: Pairs) -> bool:
    """Whether a bug gives the student's values of an answer on every case, and none where the student gives none.

    A crash alone is the mark of no mistake: on some case there must be a value.
    """
    return all(
        _is_same(values.get(name), answer.values.get(name), case.scale[name])
        for values, (case, answer) in zip(bug.values, pairs, strict=True)
    ) and any(name in values for values in bug.values)


def _is_same(want: Value | None, got: Value | None, scale: float) -> bool:
    if want is None or got is None:
        return want is got
    return in_bands((Band.EXACT, Band.LIKE_NUMERIC), want, got, scale)
