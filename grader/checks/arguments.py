"""Are the arguments what they were."""

from grader.compare import same
from grader.model import Answer, Case, Cost, Finding


def unchanged(case: Case, answer: Answer) -> Finding | None:
    """No argument has another value after the call; to a few units in the last place, since x + h - h is not x.

    Handing an argument back (`return dz, dz`) changes nothing and is right.
    """
    changed = [
        name for name, now in answer.changed.items() if name in case.inputs and not same(case.inputs[name], now, 0.0)
    ]
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
