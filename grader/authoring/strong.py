"""Are the cases strong: do they catch every bug, every mutant of the reference, trivial answers and the template."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from grader.authoring.candidate import Candidate, Fault, generic
from grader.authoring.mutants import Mutant, mutants
from grader.checks import CALL_CHECKS, checked
from grader.compare import RIGHT_BANDS, in_bands, same
from grader.diagnosis import diagnose
from grader.examining import settled
from grader.frozen import frozen
from grader.grading import Options, grade
from grader.guest.wire import Value
from grader.model import Answer, Bug, Case, Cost, Finding, Pairs, Prepared, Verdict
from grader.programs import by_name, trusted_program
from grader.sandbox.conversation import Conversation, Program
from grader.submission import load_submission

AHEAD = 4
"""How many mutants have a guest at a time."""


# --- bugs -------------------------------------------------------------------------------------------------


def bugs(candidate: Candidate) -> Iterator[Fault]:
    """Every bug is caught by a case that counts, and recognised as itself or its twin."""
    alike: set[tuple[str, str]] = set()
    for i, bug in enumerate(candidate.bugs):
        pairs = handed_in(bug, candidate.ready.cases)
        findings = [finding for name in candidate.ready.answers for pair in pairs for finding in checked(name, *pair)]
        counts = {case.name for case in candidate.ready.cases if not case.visible}
        if not any(_takes_points(candidate.ready, finding) and finding.case in counts for finding in findings):
            yield Fault(("bugs", i), "fault-bug-uncaught", {"bug": bug.name})
            continue
        diagnoses = diagnose(findings, candidate.bugs, candidate.ready.answers, pairs)
        named = {diagnosis.name for diagnosis in diagnoses if diagnosis.answer == diagnoses[0].answer}
        twins = {bug.name, bug.twin} | {other.name for other in candidate.bugs if other.twin == bug.name}
        if bug.name not in named:
            names = ", ".join(sorted(named)) or "-"
            yield Fault(("bugs", i), "fault-bug-unnamed", {"bug": bug.name, "names": names})
        elif misnamed := _certain_otherwise(candidate, findings, pairs, twins):
            yield Fault(("bugs", i, "is"), "fault-bug-misnamed", {"bug": bug.name, "other": misnamed})
        elif (others := named - twins) and (min(others), bug.name) not in alike:
            alike.add((bug.name, min(others)))
            yield Fault(("bugs", i), "fault-bug-alike", {"bug": bug.name, "other": min(others)})


def _certain_otherwise(
    candidate: Candidate, findings: Sequence[Finding], pairs: Pairs, own: Collection[str | None]
) -> str | None:
    """What a mistake's first wrong answer is called for certain by its signature, if that is no name of its own."""
    diagnoses = diagnose(findings, [], candidate.ready.answers, pairs)
    first = [diagnosis for diagnosis in diagnoses if diagnosis.answer == diagnoses[0].answer]
    return next((d.name for d in first if d.certain and d.name not in own), None)


def handed_in(bug: Bug, cases: Sequence[Case]) -> list[tuple[Case, Answer]]:
    """What a student with this bug answers, who has everything else right."""
    return [
        (case, Answer({**{name: want for name, want in case.want.items() if name not in bug.answers}, **values}))
        for case, values in zip(cases, bug.values, strict=True)
    ]


def _takes_points(ready: Prepared, finding: Finding) -> bool:
    """Whether a finding costs something: what optional answers hold costs nothing by itself."""
    optional = finding.answer is not None and ready.answers[finding.answer].optional
    return finding.cost is not Cost.NOTHING and not optional


# --- mutants ----------------------------------------------------------------------------------------------


@frozen
class Trial:
    """A mutant, and the first case that counts on which it loses points, if there is one."""

    mutant: Mutant
    case: str | None
    harmless: bool = False
    """Whether all that it changes is optional."""


def made(candidate: Candidate) -> list[Mutant]:
    """The mutants of the reference; where that is a forward pass alone, of the first equal formula that is a file."""
    problem = candidate.problem
    source = candidate.course.reference_text(problem.id)
    if problem.forward_only:
        source = next((formulas["code"] for formulas in problem.also_right if "code" in formulas), "")
    return mutants(source, problem.functions, _arrays(candidate.ready, source))


def trials(candidate: Candidate) -> list[Trial]:
    """Every mutant of the reference, in the reference's place."""
    all_made = made(candidate)
    programs = [trusted_program(candidate.ready, mutant.source, slow=1) for mutant in all_made]
    answered = _answers(candidate, programs)
    return [_trial(candidate, mutant, answers) for mutant, answers in zip(all_made, answered, strict=True)]


def _answers(candidate: Candidate, programs: Sequence[Program]) -> Iterator[list[Answer]]:
    """The answers of each program to all cases, asked as a student's is; some guests are at work ahead."""
    questions = candidate.ready.questions
    with contextlib.ExitStack() as guests:
        started: list[Conversation] = []
        for i in range(len(programs)):
            for program in programs[len(started) : i + AHEAD]:
                conversation = guests.enter_context(Conversation(program, candidate.zygotes, alone=False))
                conversation.start(questions)
                started.append(conversation)
            with started[i]:
                yield [by_name(candidate.ready, answer) for answer in started[i].ask(questions)]


def _trial(candidate: Candidate, mutant: Mutant, answers: Sequence[Answer]) -> Trial:
    """What became of a mutant; the cases with several right answers, which take longer, are looked at last."""
    ready, harmless = candidate.ready, False
    pairs = [(case, answer) for case, answer in zip(ready.cases, answers, strict=True) if not case.visible]
    for case, answer in sorted(pairs, key=lambda pair: pair[0].accept is not None):
        case = settled(candidate.course, ready, case, answer, candidate.zygotes, alone=False)
        found = [finding for name in ready.answers for finding in checked(name, case, answer)]
        found += [finding for check in CALL_CHECKS.values() if (finding := check(case, answer)) is not None]
        if any(_takes_points(ready, finding) for finding in found):
            return Trial(mutant, case.name)
        harmless = harmless or any(finding.cost is not Cost.NOTHING for finding in found)
    return Trial(mutant, None, harmless)


def _arrays(ready: Prepared, source: str) -> dict[str, list[str]]:
    """The parameters of each function or method of the reference that a call gives an array, which it could change."""
    counted = [case for case in ready.cases if not case.visible]
    given = {
        name
        for case in counted
        for name, value in case.inputs.items()
        if isinstance(value, np.ndarray) and value.dtype.kind == "f"
    }
    functions = {node.name: node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
    found: dict[str, list[str]] = {}
    for call in (node for text in ready.calls for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        if name in functions:
            parameters = [argument.arg for argument in functions[name].args.args if argument.arg != "self"]
            named = [
                parameter
                for parameter, argument in zip(parameters, call.args, strict=False)
                if isinstance(argument, ast.Name) and argument.id in given
            ]
            found[name] = list(dict.fromkeys([*found.get(name, []), *named]))
    return found


def survivors(candidate: Candidate, tried: Sequence[Trial]) -> tuple[list[Trial], list[Fault]]:
    """The mutants that are declared equivalent, and the faults: those that live undeclared, and stale declarations."""
    declared = [spec.line for spec in candidate.problem.equivalent]
    alive = [trial for trial in tried if trial.case is None and not trial.harmless]
    equivalent = [trial for trial in alive if trial.mutant.now in declared or trial.mutant.was in declared]
    file = candidate.course.reference(candidate.ready.id)
    faults = [
        Fault(
            ("also_right",),
            "fault-mutant",
            {"was": trial.mutant.was, "now": trial.mutant.now, "advice": f"=advice-{trial.mutant.kind}"},
            at=None if candidate.problem.forward_only else (file, trial.mutant.line, trial.mutant.column, ""),
        )
        for trial in alive
        if trial not in equivalent
    ]
    for i, line in enumerate(declared):
        of_line = [trial for trial in tried if line in (trial.mutant.was, trial.mutant.now)]
        if not of_line:
            faults.append(Fault(("equivalent", i), "fault-equivalent-unknown", {"line": line}))
        elif all(trial.case is not None for trial in of_line):
            params = {"line": line, "case": str(of_line[0].case)}
            faults.append(Fault(("equivalent", i), "fault-equivalent-killed", params))
    return equivalent, faults


# --- trivial answers and the template ---------------------------------------------------------------------


def trivial(candidate: Candidate) -> Iterator[Fault]:
    """What somebody who knows nothing might hand in fails every generic case, under every seed.

    Excused is an input where the right answer is that input on every case there is; and, where there is a kink,
    a single number: it lies on one side, so that it may be trivial there, if another case shows the other side.
    """
    if not any(case.generic for case in candidate.ready.cases):
        yield Fault(("cases",), "fault-no-ordinary", {})
    for name in candidate.ready.answers:
        for kind in _kinds(candidate, name):
            if _is_always(candidate, name, kind):
                continue
            for cases in candidate.by_seed:
                passed = [case for case in generic(cases) if _passes(case, name, kind)]
                one_side = candidate.problem.at_kink is not None and len(passed) < len(list(generic(cases)))
                weak = [case for case in passed if not (one_side and isinstance(case.want[name], (int, float)))]
                if weak:
                    params = {"answer": name, "trivial": kind, "case": weak[0].name}
                    yield Fault(("cases", candidate.index_of(weak[0].name)), "fault-trivial", params)
                    break


def _kinds(candidate: Candidate, name: str) -> list[str]:
    """What might be handed in for an answer: zeros, ones, every input; nothing that is asked as a word."""
    if any(isinstance(case.want[name], (str, bool)) or case.want[name] is None for case in candidate.ready.cases):
        return []
    return ["zeros", "ones", *candidate.ready.cases[0].inputs]


def _is_always(candidate: Candidate, name: str, kind: str) -> bool:
    """Whether the right answer is this input, whatever the case."""
    return kind not in ("zeros", "ones") and all(
        same(case.want[name], case.inputs[kind], case.scale[name]) for case in candidate.cases
    )


def _passes(case: Case, name: str, kind: str) -> bool:
    """Whether something trivial has the form of the right answer, and its value as far as points go."""
    want = case.want[name]
    got = _filled(want, float(kind == "ones")) if kind in ("zeros", "ones") else case.inputs[kind]
    return in_bands(RIGHT_BANDS, want, got, case.scale[name])


def _filled(like: Value, number: float) -> Value:
    """One number everywhere, in the form of a value."""
    if isinstance(like, dict):
        return {key: _filled(value, number) for key, value in like.items()}
    if isinstance(like, (list, tuple)):
        return [_filled(value, number) for value in like]
    return np.full(like.shape, number) if isinstance(like, np.ndarray) else number


def template(candidate: Candidate) -> Iterator[Fault]:
    """The template, handed in with nothing written, asks for an answer and gets no points."""
    course, name = candidate.course, candidate.ready.id
    file = course.template(name)
    at = (file, 1, 1, "")
    if not file.is_file():
        yield Fault((), "fault-template-missing", at=at)
        return
    submission = load_submission(file, course)
    student = submission.files[name]
    if student.trouble == {"kind": "unanswered"}:  # untouched, it would not even be run
        submission = dataclasses.replace(submission, files={name: dataclasses.replace(student, trouble=None)})
    [report] = grade(course, submission, candidate.zygotes, Options(only=[name])).problems
    if report.points > 0:
        yield Fault((), "fault-template-points", {"points": f"{report.points:g}", "of": f"{report.of:g}"}, at=at)
    elif report.verdict is not Verdict.UNANSWERED:
        yield Fault((), "fault-template-verdict", {"verdict": f"=verdict-{report.verdict}"}, at=at)
