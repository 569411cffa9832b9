"""Is there a value at all, and if not, why."""

from grader.model import Answer, Case, Cost, Finding


def answered(name: str, case: Case, answer: Answer) -> Finding | None:
    """The call came back with a value for this answer.

    If not, the finding's code says what happened: the code raised, a function is missing, nothing was returned,
    too few values, a key that is not there, or a guest that crashed or ran out of time or memory.
    """
    if name in answer.values:
        return None
    if answer.ended is not None:
        params = {"signal": answer.signal} if answer.signal else {}
        return Finding(case=case.name, answer=name, check="answered", code=answer.ended, cost=Cost.CASE, params=params)
    trouble = dict(answer.troubles.get(name, {"kind": "nothing"}))
    code = str(trouble.pop("kind"))
    return Finding(case=case.name, answer=name, check="answered", code=code, cost=Cost.CASE, params=trouble)
