"""The smallest input of a problem's ladder that shows a mistake, with what a student needs to check it by hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from grader.checks import checked
from grader.cleaning import cleaned
from grader.diagnosis.lines import LINE_ENDS, line_making
from grader.graded import Smallest, Term
from grader.model import Answer, Asked, Case, Clues, Cost, Finding, Pairs, Prepared
from grader.plain import plain_data, plain_inputs
from grader.programs import by_name
from grader.sandbox.conversation import Conversation

TOGETHER = 10
"""Rungs that are asked at a time."""
LADDER_OVER_CPU = 5
"""All rungs may take so many times what one call may compute."""
TERMS_MOST = 8
"""Longer sums are not worked out."""
SOURCE_MOST = 100_000
"""Characters of a file in which the line that makes an answer is looked for."""

Settle = Callable[[Case, Answer], Case]
"""The case with the wanted answers that an answer is to be held against."""


def climb(ready: Prepared, clues: Clues, guest: Conversation, wrong: Sequence[str]) -> list[tuple[Case, Answer]]:
    """What a student's file answers on the rungs of the ladder, as far as it takes to see every wrong answer fail.

    Code that is slow, or ends its process, is not asked for more rungs.
    """
    pairs: list[tuple[Case, Answer]] = []
    late = time.monotonic() + LADDER_OVER_CPU * ready.seconds
    for start in range(0, len(clues.ladder), TOGETHER):
        rungs = clues.ladder[start : start + TOGETHER]
        answers = guest.ask_further(clues.questions[start : start + TOGETHER], late)
        pairs += [(rung, by_name(ready, answer)) for rung, answer in zip(rungs, answers, strict=False)]
        seen = all(any(_is_seen(name, *pair) for pair in pairs) for name in wrong)
        if seen or len(answers) < len(rungs) or any(answer.ended for answer in answers):
            break
    return pairs


def _is_seen(name: str, rung: Case, answer: Answer) -> bool:
    """Whether an answer fails on a rung that has one right answer alone."""
    several = rung.accept is not None or rung.alternatives
    return not several and any(finding.cost is not Cost.NOTHING for finding in checked(name, rung, answer))


def smallest(name: str, asked: Asked, pairs: Pairs, settle: Settle, source: str) -> Smallest | None:
    """The first rung on which an answer is wrong, with how the right value is worked out; None where it never is."""
    for rung, answer in pairs:
        settled = settle(rung, answer)
        for finding in checked(name, settled, answer, asked):
            if finding.cost is not Cost.NOTHING and finding.check != "repeat":
                return _shown(name, asked.part_of, settled, answer, finding, source)
    return None


def _shown(name: str, part_of: str | None, rung: Case, answer: Answer, finding: Finding, source: str) -> Smallest:
    lines = LINE_ENDS.split(source)
    said = finding.params.get("line")  # by a guest, which may say any number
    line = said if said and 0 < said <= len(lines) else _line(name, part_of, rung.call, source)
    return Smallest(
        answer=name,
        part_of=part_of,
        inputs=plain_inputs(rung.inputs),
        call=rung.call,
        finding=finding,
        want=plain_data(rung.want[name]),
        got=plain_data(answer.values[name]) if name in answer.values else None,
        worked=_terms(name, rung, finding),
        line=line,
        source=cleaned(lines[line - 1].strip()) if line else "",
    )


def _line(name: str, part_of: str | None, call: str, source: str) -> int | None:
    """The line that makes an answer, of a file that a guest has loaded: one that Python can read, there if not here."""
    if len(source) > SOURCE_MOST:
        return None
    try:
        return line_making(name, part_of, call, source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # nested so deep that the host's own depth counts
        return None


def _terms(name: str, rung: Case, finding: Finding) -> list[Term]:
    """What is multiplied, and added up, to the right value of the entry that a finding is about."""
    if name not in rung.worked or "index" not in finding.params or finding.params["path"]:
        return []
    upstream, local = np.broadcast_arrays(*map(np.asarray, rung.worked[name]))
    entry = (..., *finding.params["index"])
    pairs = zip(upstream[entry].ravel(), local[entry].ravel(), strict=True)
    terms = [Term(float(one), float(other)) for one, other in pairs]
    return terms if len(terms) <= TERMS_MOST else []
