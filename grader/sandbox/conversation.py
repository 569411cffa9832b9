"""A conversation with guests about one program: cases go out, answers come back, whatever the guests do."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import math
import os
import signal
import time
from collections.abc import Mapping, Sequence
from typing import Any

from grader.cleaning import cleaned
from grader.frozen import frozen
from grader.guest import OUT_OF_MEMORY
from grader.guest.wire import SAME_AGAIN, Value, encode
from grader.model import Answer, Case, Counted, Question, Values, Verdict
from grader.sandbox.bounded import PRINTED_KEPT, Bounded, Ended, message_of
from grader.sandbox.zygotes import Zygote, ZygoteDied, Zygotes

SLEEPS_OVER_CPU = 15
"""All calls of a problem together may sleep so many times the CPU time of one."""
CPU_MOST = 10**9
DEATHS_MOST = 2
"""After this many generic cases that a guest did not live to answer, the rest changes no points and is not tried."""
ZYGOTES_MOST = 5
LOCKS_TRIED = 3
SLOPES_OVER_CPU = 10
"""All slopes of a problem together may take this many times the CPU time of one call."""
TROUBLES: dict[str, dict[str, type]] = {
    "raised": {"type": str, "message": str, "line": int, "source": str},
    "shut-out": {"type": str, "message": str, "line": int, "source": str},
    "exit": {"line": int},
    "out-of-memory": {},
    "unanswered": {},
    "import": {"name": str, "packages": list},
    "syntax": {"message": str, "line": int, "source": str},
    "missing-function": {"name": str},
    "too-large": {},
    "nothing": {},
    "not-a-tuple": {"want": int, "got": str},
    "count": {"want": int, "got": int},
}
"""What a guest may say of a missing value: nothing else of what it sends is kept."""
DEFAULTS: dict[type, object] = {str: "", int: 0, list: []}


@frozen
class Program:
    """A file's source and the calls beside it, as a guest needs them."""

    name: str
    file: str
    source: str
    calls: Mapping[str, Sequence[Any]]
    """By their text, taken apart."""
    returned: Sequence[str]
    functions: Sequence[str]
    package: str
    seconds: float
    megabytes: int
    helper: str | None = None
    trusted: bool = False
    """A reference: all its names may be used in calls."""


class _Live:
    """A guest that has the program, and the zygote it is of."""

    def __init__(self, zygote: Zygote, bounded: Bounded, *, hidden: bool) -> None:
        """`hidden`: whether the cases that it is asked are."""
        self.zygote, self.bounded, self.hidden = zygote, bounded, hidden
        self.loaded = False


class Conversation:
    """Asks one program; a guest that dies or hangs is replaced, and the next case goes to the fresh one."""

    def __init__(self, program: Program, zygotes: Zygotes, *, alone: bool = True) -> None:
        """`alone`: no other guest of this zygote is at work.

        Else every method raises ZygoteDied where the zygote dies, since whose doing that was cannot be told.
        """
        self.program = program
        self.zygotes = zygotes
        self.alone = alone
        self.live: _Live | None = None
        self.slopes_until = math.inf
        self.patience = SLEEPS_OVER_CPU * program.seconds
        self.printed = b""

    def __enter__(self) -> Conversation:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End the guest; not where Ctrl-C may have come in the middle of a request: then all zygotes are closed."""
        if kind is None or issubclass(kind, Exception):
            self.end()

    def start(self, questions: Sequence[Question]) -> _Live:
        """Send the program and the questions to a fresh guest, which works on them while the host does other things.

        Of a student's program, a guest that is asked visible cases has no hidden ones: what it says of them is told.
        """
        program = self.program
        hidden = bool(questions) and questions[0].hidden
        if not program.trusted:
            questions = list(itertools.takewhile(lambda question: question.hidden == hidden, questions))
        setup = {
            "name": program.name,
            "file": program.file,
            "source": program.source,
            "calls": list(program.calls.values()),
            "returned": list(program.returned),
            "functions": list(program.functions),
            "helper": program.helper,
            "trusted": program.trusted,
            "memory": program.megabytes << 20,
            "cpu": min(math.ceil(program.seconds * (2 * len(questions) + 30)), CPU_MOST),
        }
        zygote = self.zygotes.start(program.package)
        bounded = Bounded(zygote.guest(), program.seconds, self.patience, self.zygotes.meanwhile)
        self.live = _Live(zygote, bounded, hidden=hidden)
        bounded.send(encode(setup), *(question.frame for question in questions))
        return self.live

    def ask(self, questions: Sequence[Question], until: float = math.inf) -> list[Answer]:
        """The answer to each question, in order; where the clock has come to `until`, to the first ones only.

        A guest that `start` was called on has these questions already.
        """
        answers: list[Answer] = []
        deaths = 0
        while len(answers) < len(questions) and deaths < DEATHS_MOST:
            if time.monotonic() > until:
                return answers
            question = questions[len(answers)]
            if self.live is not None and question.hidden != self.live.hidden and not self.program.trusted:
                self.end()
            try:
                live = self._loaded(questions[len(answers) :])
            except _NotLoaded as not_loaded:
                return answers + [not_loaded.answer] * (len(questions) - len(answers))
            answer = self._answer(live, question)
            answers.append(answer)
            deaths += answer.ended is not None and question.generic
        return answers + answers[-1:] * (len(questions) - len(answers))

    def ask_further(self, questions: Sequence[Question], until: float) -> list[Answer]:
        """The answers to more questions; where the clock has come to `until`, to the first ones only.

        The guest that answered the ones before goes on, if it still lives.
        """
        if self.live is not None and self.live.bounded.guest.talk.fileno() < 0:
            self.live = None  # it went with its zygote, which somebody else has found dead
        if self.live is not None:
            self.live.bounded.send(*(question.frame for question in questions))
        return self.ask(questions, until)

    def stand(self, inputs: Values) -> None:
        """Remember these inputs for `along`. Raises Silent where no guest can be had."""
        try:
            live = self._loaded([])
        except _NotLoaded:
            raise Silent from None
        self.slopes_until = min(self.slopes_until, time.monotonic() + SLOPES_OVER_CPU * self.program.seconds)
        live.bounded.send(encode({"do": "stand", "inputs": dict(inputs)}))

    def along(self, call: str, name: str, direction: Value, steps: Sequence[float], returned: str) -> list[Value]:
        """The value called `returned` of a call on the remembered inputs, `name` moved along a direction by each step.

        Raises Silent where the guest does not answer.
        """
        if time.monotonic() > self.slopes_until:
            raise Silent
        which = list(self.program.calls).index(call)
        line = {
            "do": "along",
            "which": which,
            "along": name,
            "direction": direction,
            "steps": list(steps),
            "answer": returned,
        }
        values = self._asked(encode(line), "values")
        if not isinstance(values, list) or len(values) != len(steps):
            raise Silent
        return values

    def seconds(self, case: Case) -> float:
        """Processor time of one call; the limit where it takes longer. Raises Silent."""
        with contextlib.suppress(_NotLoaded):
            self._loaded([])
        which = list(self.program.calls).index(case.call)
        message = encode({"do": "time", "which": which, "inputs": dict(case.inputs)})
        said = self._asked(message, "seconds", late=self.program.seconds)
        if not isinstance(said, float) or not 0 <= said < math.inf:
            raise Silent
        return said

    def counts(self, case: Case) -> list[Counted]:
        """How the file's own functions are called in one more run of a case. Raises Silent where it says nothing."""
        which = list(self.program.calls).index(case.call)
        said = self._asked(encode({"do": "count", "which": which, "inputs": dict(case.inputs)}), "counts")
        rows = said if isinstance(said, list) else []
        told = [
            row for row in rows if isinstance(row, list) and [type(value) for value in row] == [str, int, int, int, int]
        ]
        return [Counted(cleaned(name, most=40), *numbers) for name, *numbers in told]

    def _asked(self, message: bytes, what: str, late: Value = None) -> Value:
        """What a guest that is loaded says to a message; `late` where it runs out of time. Raises Silent."""
        if self.live is None:
            raise Silent
        self.live.bounded.send(message)
        try:
            return self.live.bounded.receive().get(what)
        except Ended as ended:
            self.end()
            if late is not None and ended.verdict is Verdict.OUT_OF_TIME:
                return late
            raise Silent from None

    def _forked(self, live: _Live, questions: Sequence[Question]) -> _Live:
        """The guest that has the questions, once it is forked. Raises ZygoteDied where zygotes die as they start."""
        for _ in range(ZYGOTES_MOST):
            try:
                live.zygote.wait_until_forked(live.bounded.guest)
            except ZygoteDied:
                self.live = None
                self._bury(live.zygote)
                live = self.start(questions)
            else:
                return live
        raise ZygoteDied

    def _locked(self, live: _Live, questions: Sequence[Question]) -> _Live:
        """The same, once it says it is locked down: no student code has run in it until then. Raises LockFailed."""
        for _ in range(LOCKS_TRIED):
            try:
                live.bounded.receive_frame()
            except Ended:  # where it is not locked down fully, a neighbour may have killed it
                status = self._status_of_the_dead(live)
                live = self._forked(self.start(questions), questions)
            else:
                return live
        raise LockFailed(f"a guest ended before it was locked down, with status {status}")

    def _loaded(self, questions: Sequence[Question]) -> _Live:
        """The guest that has the questions, or a fresh one, once the program is loaded in it. Raises _NotLoaded."""
        live = self.live or self.start(questions)
        if live.loaded:
            return live
        live = self._locked(self._forked(live, questions), questions)
        try:
            said = live.bounded.receive().get("trouble")
            trouble = None if said is None else _trouble(said)
        except Ended as ended:
            raise _NotLoaded(self._answer_of_the_dead(live, ended.verdict)) from None
        if trouble is not None:
            self.end()
            raise _NotLoaded(Answer(troubles=dict.fromkeys(self.program.returned, trouble)))
        live.loaded = True
        return live

    def _answer(self, live: _Live, question: Question) -> Answer:
        """The answer to the next question that was sent; the guest is gone where it `ended`."""
        try:
            first = _read(live.bounded.receive(question.most))
            if not question.again:
                return first
            second = live.bounded.receive_frame(question.most)
            return first if second == SAME_AGAIN else dataclasses.replace(first, again=_read(message_of(second)))
        except Ended as ended:
            return self._answer_of_the_dead(live, ended.verdict)

    def _answer_of_the_dead(self, live: _Live, verdict: Verdict) -> Answer:
        status = self._status_of_the_dead(live)
        if verdict is not Verdict.CRASHED:
            return Answer(ended=verdict)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == OUT_OF_MEMORY:
            return Answer(ended=Verdict.OUT_OF_MEMORY)
        return Answer(ended=verdict, signal=_signal_name(status, first=live.zygote.found()["namespaces"]))

    def _status_of_the_dead(self, live: _Live) -> int:
        """End the guest; its wait status, 0 where the zygote died with it."""
        self.end()
        try:
            return live.zygote.status()
        except ZygoteDied:
            self._bury(live.zygote)
            return 0

    def end(self) -> None:
        """End the guest, keep what it printed."""
        if self.live is None:
            return
        live, self.live = self.live, None
        live.bounded.drain()
        self.patience = live.bounded.patience
        self.printed = (self.printed + bytes(live.bounded.printed))[:PRINTED_KEPT]
        try:
            live.zygote.end(live.bounded.guest)
        except ZygoteDied:
            self._bury(live.zygote)

    def _bury(self, zygote: Zygote) -> None:
        """Drop a zygote that died; the next guest comes from a new one. Raises ZygoteDied unless alone."""
        self.zygotes.drop(zygote)
        if not self.alone:
            raise ZygoteDied


class LockFailed(Exception):
    """A guest could not be locked down: the fault is ours or the machine's, never a student's."""


class Silent(Exception):
    """A guest did not say what only a live one can: values along a line, times or counts of calls."""


class _NotLoaded(Exception):
    """The program could not be loaded; `answer` is what every case gets."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


def _read(message: dict[str, Value]) -> Answer:
    """A guest's reply as an Answer. Raises Ended where it is not shaped like one."""
    values, troubles, changed = (message.get(name) for name in ("values", "troubles", "changed"))
    if not isinstance(values, dict) or not isinstance(troubles, dict) or not isinstance(changed, dict):
        raise Ended(Verdict.MALFORMED)
    return Answer(values, {name: _trouble(trouble) for name, trouble in troubles.items()}, changed)


def _trouble(said: Value) -> dict[str, Any]:
    """A trouble with what belongs to its kind, each of its type and cleaned, whatever the guest sent.

    Raises Ended where it is of no known kind.
    """
    kind = said.get("kind") if isinstance(said, dict) else None
    if not isinstance(kind, str) or kind not in TROUBLES:
        raise Ended(Verdict.MALFORMED)
    kept: dict[str, Any] = {"kind": kind}
    for name, wanted in TROUBLES[kind].items():
        value = said.get(name)
        value = value if type(value) is wanted else DEFAULTS[wanted]
        if isinstance(value, list):
            value = [cleaned(item) for item in value[:9] if type(item) is str]
        kept[name] = cleaned(value) if isinstance(value, str) else value
    return kept


def _signal_name(status: int, *, first: bool) -> str | None:
    """The signal a guest died of; None for the host's own kill, which may come first.

    The `first` process of a namespace ignores its own SIGABRT: the C library then ends it by a fault of memory.
    """
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else signal.SIGKILL
    if number == signal.SIGKILL:
        return None
    if first and number == signal.SIGSEGV:
        return "SIGSEGV or SIGABRT"
    return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
