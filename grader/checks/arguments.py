"""Are the arguments what they were."""

from grader.compare import Band, band, fault, leaves
from grader.model import Answer, Case, Cost, Finding


def unchanged(case: Case, answer: Answer) -> Finding | None:
    """No argument has another value after the call; to a few units in the last place, since x + h - h is not x.

    Handing an argument back (`return dz, dz`) changes nothing and is right.
    """
    changed = [name for name, now in answer.changed.items() if name in case.inputs and _differs(case.inputs[name], now)]
    if changed:
        params = {"argument": ", ".join(changed)}
        return Finding(
            case=case.name,
            answer=None,
            check="arguments",
            code="argument-changed",
            cost=Cost.ARGUMENT,
            params=params,
        )
    return None


def _differs(before: object, now: object) -> bool:
    return any(
        fault(leaf.want, leaf.got) is not None or band(leaf.want, leaf.got, 0.0) is not Band.EXACT
        for leaf in leaves(before, now)
    )
