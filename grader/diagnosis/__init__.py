"""Findings to named mistakes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from grader.diagnosis import bugs, by_finding
from grader.model import Asked, Bug, Cost, Diagnosis, Finding, Pairs

Rule = Callable[[Finding], Diagnosis | None]

RULES: dict[str, Rule] = {
    "argument-changed": by_finding.argument_changed,
    "state-kept": by_finding.state_kept,
    "float32": by_finding.float32,
    "differences": by_finding.differences,
}
"""Ways of recognising a mistake; for each finding, the first that knows it."""


def diagnose(
    findings: Sequence[Finding],
    known: Sequence[Bug],
    answers: Mapping[str, Asked],
    pairs: Pairs,
    follows: Collection[str] = (),
) -> list[Diagnosis]:
    """The named mistakes behind the findings, each once for each answer: those `known` of the problem first.

    An answer that `follows` from an earlier wrong one is accused of nothing. What has no name by then is looked at for
    the signatures of mistakes: the first wrong answer, since others may follow from it in ways that the problem does
    not say, and those that are wrong in their shape alone.
    """
    findings = [finding for finding in findings if finding.answer not in follows or finding.cost is Cost.NOTHING]
    wrong = dict.fromkeys(finding.answer for finding in findings if finding.answer and finding.cost is not Cost.NOTHING)
    diagnoses, explained = bugs.recognised(known, pairs, list(wrong))
    for finding in findings:
        named = next((d for rule in RULES.values() if (d := rule(finding)) is not None), None)
        is_new = named is not None and (named.code, named.answer) not in {(d.code, d.answer) for d in diagnoses}
        if named is not None and is_new and not (finding.answer in explained and finding.cost is not Cost.NOTHING):
            diagnoses.append(named)
    named_answers = {diagnosis.answer for diagnosis in diagnoses} | explained
    more_than_lists = {f.answer for f in findings if f.cost is not Cost.NOTHING and f.code != "list"}
    named_answers |= {*wrong} - more_than_lists  # that the right values come in lists is all there is to say
    costly = {finding.answer for finding in findings if finding.cost is Cost.CASE}
    unnamed = [name for i, name in enumerate(wrong) if name not in named_answers and (i == 0 or name not in costly)]
    if not unnamed:
        return diagnoses
    from grader.diagnosis import signatures  # with all its parts, which right answers need not wait for

    return [d for name in unnamed for d in signatures.diagnosed(name, answers, pairs)] + diagnoses
