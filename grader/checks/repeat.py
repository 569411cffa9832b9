"""Does the same call give the same answer."""

from grader.compare import excess, fault, leaves
from grader.model import Answer, Case, Cost, Finding

REPEATS = 1e-13
"""How near a second call must come, over the largest entry; not bitwise, since threads may add in another order."""


def second_call(name: str, case: Case, answer: Answer) -> Finding | None:
    """The whole call once more, on fresh copies and from the same random state, gives the same value.

    If not, something is kept between calls: a cache that is added to, a gradient that is not reset.
    """
    if answer.again is None:
        return None
    again = answer.again.values.get(name)
    for leaf in leaves(answer.values[name], again):
        if fault(leaf.want, leaf.got) is not None or _moved(leaf.want, leaf.got, case.scale.get(name, 1.0)):
            return Finding(case=case.name, answer=name, check="repeat", code="second-call", cost=Cost.CASE)
    return None


def _moved(first: object, second: object, scale: float) -> bool:
    if isinstance(first, (str, bool)) or first is None:
        return first != second
    return excess(first, second, scale) > REPEATS
