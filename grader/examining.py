"""What a guest answers to a problem's cases, and what the checks find in it."""

from __future__ import annotations

import builtins
import dataclasses
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

import numpy as np

from grader import scoring
from grader.checks import CALL_CHECKS, checked, differences
from grader.cleaning import cleaned
from grader.compare import fault, leaves, same
from grader.course import Course
from grader.errors import nearest
from grader.following import followed
from grader.frozen import frozen
from grader.guest.wire import Value
from grader.model import Answer, Array, Case, Clues, Cost, Finding, Pairs, Prepared, Question
from grader.preparing import clues
from grader.programs import accepted, by_name
from grader.rng import rng_for
from grader.sandbox.conversation import Conversation, Silent
from grader.sandbox.zygotes import Zygotes
from grader.submission import StudentFile

SAID_OF_HIDDEN = ("type", "signal", "path", "argument", "gradient_of")
"""What may be said of a finding on a hidden case: nothing that student code could have put inputs or values into."""
DEFINITION = r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)"
"""Where a file defines a function or a class, found without parsing what may be anything."""
OF_THE_FILE = ("syntax", "unreadable", "missing-function", "no-file", "unanswered")
"""Findings that are about the file, whatever the case."""
SAID_OF_THE_FILE = ("syntax", "missing-function")
"""Those that a guest says, with a text: on a hidden case only what is said on a visible one as well."""
ENDED = ("crashed", "out-of-time", "out-of-memory", "too-much-output", "malformed", "exit")
"""Findings of a guest that is not asked any more."""
PRINTED_SHOWN = 2000


@frozen
class Examined:
    """All that is known of a file's answers before they are given points."""

    names: Sequence[str]
    """The answers that are judged: the required ones and, unless all of these are right, the optional ones given."""
    findings: list[Finding]
    """Those of the first answer first, each answer's in the order of the cases."""
    pairs: Pairs = ()
    """The cases with what was answered; none where nothing could be asked."""
    wrong: Sequence[str] = ()
    """The answers to look for on the ladder; none where the file cannot be run, or no process survives it."""
    follows: Mapping[str, str] = field(default_factory=dict)
    """The answers that are wrong because of an earlier wrong one, each with that: what no single case can tell."""


class Examiner:
    """Examines the answers to one problem."""

    def __init__(
        self, course: Course, zygotes: Zygotes, ready: Prepared, questions: Sequence[Question], *, scored: bool
    ) -> None:
        """`scored`: the questions are all there are; else they repeat a case, which counts like any ordinary one."""
        self.course, self.zygotes, self.ready = course, zygotes, ready
        self.questions, self.scored = questions, scored
        self.cases = list(ready.cases) if scored else _alone(ready.cases, questions)
        self.required = [name for name, asked in ready.answers.items() if not asked.optional]

    def examine(self, file: StudentFile | None, guest: Conversation | None) -> Examined:
        """What comes of a file; without a trouble, a guest has it, is asked, and can be asked further.

        Raises ZygoteDied.
        """
        if file is None:
            return self._nothing_to_ask({"kind": "no-file"})
        if file.trouble is not None:
            return self._nothing_to_ask(dict(file.trouble))
        assert guest is not None
        answers = [by_name(self.ready, answer) for answer in guest.ask(self.questions)]
        pairs = [
            (self.settled(case, answer, alone=guest.alone), answer)
            for case, answer in zip(self.cases, answers, strict=True)
        ]
        given = [name for name in self.ready.answers if any(answer.has(name) for answer in answers)]
        names = [name for name in self.ready.answers if name in self.required or name in given]
        findings = [f for name in names for f in self._of_answer(name, pairs, guest)]
        findings = [self._with_near(found, file.source) for found in self._without_untold(findings)]
        findings += self._differences(findings, file.source, guest)
        wrong = _wrong_in_value(findings) if self.scored else []
        findings += [f for check in CALL_CHECKS.values() for pair in pairs if (f := check(*pair)) is not None]
        if not any(f.cost is not Cost.NOTHING and f.answer in (None, *self.required) for f in findings):
            names = self.required
            findings = [finding for finding in findings if finding.answer is None or finding.answer in names]
        findings = self._as_shown(findings)
        follows = self._follows(findings, pairs, alone=guest.alone)
        return Examined(names, findings, pairs, [name for name in wrong if name in names], follows)

    def climb(self, examined: Examined, guest: Conversation | None) -> Pairs:
        """The rungs of the ladder with what is answered there, where an answer is wrong. Raises ZygoteDied."""
        if guest is None or not examined.wrong:
            return ()
        from grader.smallest import climb

        if any(case.hidden for case in self.cases):
            guest.end()  # what it answers on the ladder is told: that must come from one who saw no other
        return climb(self.ready, self.clues, guest, examined.wrong)

    def printed(self, guest: Conversation | None) -> str:
        """What the file printed, unless a hidden case may be in it; all of it once the guest has ended."""
        if guest is None or any(case.hidden for case in self.cases):
            return ""
        return cleaned(guest.printed.decode("utf-8", "replace"), most=PRINTED_SHOWN, lines=True)

    def _without_untold(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings that can be told from each other.

        Where several tuples of answers are right, one answer is wrong beside the others only: an answer that is right
        on every ordinary case is not held against another that is wrong there.
        """
        several = {case.name for case in self.cases if case.accept is not None or case.alternatives}
        generic = {case.name for case in self.cases if case.generic} - several
        wrong = {f.answer for f in findings if f.cost is Cost.CASE and f.case in generic}
        if not wrong:
            return list(findings)
        return [f for f in findings if f.case not in several or f.answer in wrong or f.check != "value"]

    def _with_near(self, found: Finding, source: str) -> Finding:
        """Of a function that is missing is said which one the file has in its place, if one is called nearly so."""
        if found.code != "missing-function":
            return found
        defined = {*re.findall(DEFINITION, source, re.MULTILINE)} - {*self.ready.functions}
        return dataclasses.replace(found, params={**found.params, "near": nearest(found.params["name"], defined)})

    @functools.cached_property
    def clues(self) -> Clues:
        """What tells the mistakes in the answers."""
        return clues(self.course, self.ready, self.zygotes)

    def settled(self, case: Case, answer: Answer, *, alone: bool) -> Case:
        """The case with the wanted answers that an answer is to be held against."""
        return settled(self.course, self.ready, case, answer, self.zygotes, alone=alone)

    def _as_shown(self, findings: Sequence[Finding]) -> list[Finding]:
        """The same without the values of hidden cases."""
        hidden = {case.name for case in self.cases if case.hidden}
        of_file = [found for found in findings if found.code in OF_THE_FILE]
        told = [(found.code, found.params) for found in of_file if found.case not in hidden]
        return [
            _without_values(found)
            if found.case in hidden and (found.code, found.params) not in told
            else _without_slopes(found)
            if hidden
            else found
            for found in findings
        ]

    def _nothing_to_ask(self, trouble: dict[str, Any]) -> Examined:
        answer = Answer(troubles=dict.fromkeys(self.ready.answers, trouble))
        return Examined(
            self.required, [f for name in self.required for case in self.cases for f in checked(name, case, answer)]
        )

    def _of_answer(self, name: str, pairs: Pairs, guest: Conversation) -> list[Finding]:
        """The findings of one answer; where its value is wrong and the forward is too, its slopes are looked at."""
        asked, findings, doubtful = self.ready.answers[name], [], []
        for case, answer in pairs:
            found = checked(name, case, answer, asked)
            findings += found
            wrong = any(finding.check == "value" and finding.cost is Cost.CASE for finding in found)
            if wrong and asked.slope_of is not None and not case.edge and _is_wrong(asked.slope_of, case, answer):
                doubtful.append((case, answer))
        if doubtful:
            from grader.checks.gradients import is_trivial

            if not is_trivial(name, pairs):
                findings += [finding for pair in doubtful for finding in self._slope(name, *pair, guest)]
        return findings

    def _slope(self, name: str, case: Case, answer: Answer, guest: Conversation) -> list[Finding]:
        try:
            finding = slope_finding(self.ready, name, case, answer, guest=guest)
        except Silent:
            return []
        return [finding] if finding else []

    def _follows(self, findings: Sequence[Finding], pairs: Pairs, *, alone: bool) -> dict[str, str]:
        """What each answer that is wrong because of an earlier one follows from."""
        if not self.scored or not any(finding.cost is Cost.CASE for finding in findings):
            return {}
        follows = followed(self.course, self.ready, pairs, findings, self.zygotes, alone=alone)
        for name, asked in self.ready.answers.items():
            of_answer = [finding for finding in findings if finding.answer == name]
            if asked.slope_of and scoring.right_for_own_forward(of_answer, self.cases):
                follows[name] = asked.slope_of
        return follows

    def _differences(self, findings: Sequence[Finding], source: str, guest: Conversation) -> list[Finding]:
        """Whether a gradient that may be found by small steps is: told by the calls of one more run of two cases."""
        suspected = differences.suspects(findings, self.ready.answers, source)
        if not suspected or not self.scored:
            return []
        try:
            finding = differences.found(suspected, self.cases, guest.counts)
        except Silent:
            return []
        return [finding] if finding else []


def settled(course: Course, ready: Prepared, case: Case, answer: Answer, zygotes: Zygotes, *, alone: bool) -> Case:
    """The case with the wanted answers that an answer is to be held against: another right tuple where it gives one."""
    if case.accept is None and not case.alternatives:
        return case
    names = [name for name in case.want if not ready.answers[name].optional or answer.has(name)]
    for want in (case.want, *case.alternatives):
        if all(same(want[name], answer.values.get(name), case.scale[name]) for name in names):
            return dataclasses.replace(case, want=want)
    values = {
        name: answer.values[name]
        for name in names
        if _is_plain(answer.values.get(name)) and _is_in_form(case.want[name], answer.values[name])
    }
    if case.accept is None or len(values) < len(names):
        return case
    right = accepted(course, ready, case, values, zygotes, alone=alone)
    return dataclasses.replace(case, want={**case.want, **values}) if right else case


def slope_finding(ready: Prepared, name: str, case: Case, answer: Answer, *, guest: Conversation) -> Finding | None:
    """Whether a gradient is the slope of the forward in the guest; None where that cannot be told. Raises Silent."""
    from grader.checks.gradients import own_slope

    asked = ready.answers[name]
    assert asked.slope_of is not None and asked.along is not None
    holder = ready.answers[asked.slope_of].part_of or asked.slope_of

    def along(v: Array, steps: Sequence[float]) -> list[Value]:
        outs = guest.along(case.call, str(asked.along), v if v.ndim else float(v), steps, holder)
        return [by_name(ready, Answer({holder: out})).values.get(str(asked.slope_of)) for out in outs]

    guest.stand(case.inputs)
    return own_slope(name, asked, case, answer, along, rng_for("slope", ready.id, case.name, name))


def _is_wrong(name: str, case: Case, answer: Answer) -> bool:
    return any(finding.cost is not Cost.NOTHING for finding in checked(name, case, answer))


def _wrong_in_value(findings: Sequence[Finding]) -> list[str]:
    """The answers that are wrong, unless it is as a file is that cannot be run, or that no process survives."""
    costly = [finding for finding in findings if finding.cost is not Cost.NOTHING]
    if {finding.code for finding in costly} & {*OF_THE_FILE, *ENDED}:
        return []
    return [*dict.fromkeys(finding.answer for finding in costly if finding.answer is not None)]


def _alone(cases: Sequence[Case], questions: Sequence[Question]) -> list[Case]:
    """The case of these questions by itself, counted like any ordinary one."""
    asked = [question.case for question in questions]
    return [dataclasses.replace(case, visible=False, edge=False) for case in cases if case.name in asked]


def _without_values(finding: Finding) -> Finding:
    """A finding of a hidden case; what a guest says of the file in that case alone may say anything."""
    if finding.code in SAID_OF_THE_FILE:
        finding = dataclasses.replace(finding, code="raised")
    said = {key: value for key, value in finding.params.items() if key in SAID_OF_HIDDEN}
    if not hasattr(builtins, str(said.get("type", "object"))):
        del said["type"]  # a class of the student's, whose name may say anything
    return dataclasses.replace(finding, params=said)


def _without_slopes(finding: Finding) -> Finding:
    """A finding of a visible case without what a guest that knows hidden ones said of its slopes."""
    return dataclasses.replace(finding, params={}) if finding.check == "slope" else finding


def _is_in_form(want: Value, value: Value) -> bool:
    """Whether a value has the kind and the shape that are wanted, whatever a property would make of others."""
    return all(fault(leaf.want, leaf.got) is None for leaf in leaves(want, value))


def _is_plain(value: Value | None) -> bool:
    return isinstance(value, (bool, int, float, str, list, tuple, dict, np.ndarray))
