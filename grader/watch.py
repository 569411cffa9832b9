"""Grades what changes in a folder, as it is saved, by the same `grade` as everything else."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import importlib
import os
import shlex
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from grader.course import Course, read_course
from grader.errors import UserError
from grader.folder_state import recall, remember
from grader.graded import ProblemReport, Report
from grader.grading import Options, grade
from grader.hints import Standing, as_text, next_hint
from grader.looking import SETTLE_SECONDS, Paths, Saves, course_paths, paths_of
from grader.model import Verdict
from grader.reports import terminal, watching
from grader.reports.accusations import command_line
from grader.reports.watching import Score
from grader.sandbox.zygotes import Zygotes
from grader.submission import NOTHING, Submission, load_submission
from grader.words import Language, say

POLL_SECONDS = 0.025
COURSE_SECONDS = 1.0
"""So often the course's files are looked at, which change seldom."""
HALF_WRITTEN = (Verdict.UNREADABLE, Verdict.MISSING, Verdict.UNANSWERED)
"""What a file gets that an editor is still writing: not said before it has been still for a while."""
STATE = "scores.json"
SCORE_MOST = 1e6
"""No problem is worth more; a folder may remember anything."""
WANTED_LATER = (
    "grader.checks.gradients", "grader.diagnosis.pattern", "grader.diagnosis.signatures", "grader.following",
    "grader.judging", "grader.problem", "grader.reports.terminal", "grader.smallest",
)  # fmt: skip
"""What grading imports when it first meets an answer, or a wrong one: here before the first save."""


class Screen(Protocol):
    """What the student sees and types."""

    @property
    def width(self) -> int:
        """Columns."""

    def wait(self, seconds: float) -> str:
        """The keys that are pressed, waiting for so long at most; "q" where the command is to end."""

    def say(self, text: str) -> None:
        """Show lines, below what was shown before."""

    def status(self, text: str) -> None:
        """Show a line that stays at the bottom, where there is one."""


class Watch:
    """Watches one folder, or one file, until its screen is left."""

    def __init__(
        self, course: Course, path: Path, zygotes: Zygotes, screen: Screen, options: Options, language: Language
    ) -> None:
        """Raises UserError where there is no such path, or it is a file that answers no problem."""
        self.course, self.path, self.zygotes, self.screen = course, path, zygotes, screen
        self.options, self.language = options, language
        self.absolute, self.working = path.absolute(), os.getcwd()
        self.single = [] if path.is_dir() else list(load_submission(path, course).files)
        self.answer_files, self.course_files = Paths(*self._paths()), Paths(course_paths(course))
        self.course_files.look()
        self.saves = Saves()
        self.scores = {} if self.single else read_scores(path)
        self.reports: dict[str, Report] = {}
        """Of each problem that was graded, what `grade submit -p` makes of it."""
        self.current = ""
        """The problem that keys are about."""
        self.saved: tuple[str, float] | None = None
        """The problem that is being graded, and when it was saved."""
        self.silent = True
        self.looked = self.course_due = 0.0
        self.missing_since: float | None = None
        self.is_gone = False

    def run(self) -> None:
        """Grade what is there, then what is saved."""
        self.zygotes.meanwhile = self._meanwhile
        with contextlib.suppress(_Left):
            self._begin()
            while True:
                self._press(self.screen.wait(POLL_SECONDS))
                if self._look():
                    for name in self.saves.over(self.looked, self.answer_files.has):
                        self._regrade(name)

    def _begin(self) -> None:
        """Grade what is answered already, and say how it stands."""
        for module in WANTED_LATER:
            importlib.import_module(module)
        before = dict(self.scores)
        present = self.answer_files.look()
        self.saves.see(present, time.monotonic())
        for i, name in enumerate(present):
            self.screen.status(say(self.language, "grading", id=name, number=i + 1, count=len(present)))
            self._regrade(name)
        self.silent = False
        self.scores = {name: score for name, score in self.scores.items() if name in self.reports}
        begins = "watch-begins" if self.scores else "watch-begins-empty"
        total = watching.total(self.scores, self.language)
        self.screen.say(say(self.language, begins, path=self.path, count=len(self.scores), total=total))
        for name, score in self.scores.items():
            if before.get(name, score) != score:
                self.screen.say(watching.verdict_line(self._problem(name), before[name], self.language))
        self._keep()
        wrong = [name for name in self.reports if not self._is_right(name)]
        if wrong:
            self._try(functools.partial(self._go_to, wrong[0]))
        else:
            self._press("n")

    def _paths(self) -> tuple[Mapping[str, list[str]], list[str]]:
        if self.single:
            return {name: [str(self.absolute)] for name in self.single}, []
        return paths_of(self.course, self.absolute)

    def _problem(self, name: str) -> ProblemReport:
        return self.reports[name].problems[0]

    def _look(self) -> bool:
        """Take in what changed in the folder and in the course; whether the folder is there."""
        self.looked = now = time.monotonic()
        if not os.path.exists(self.absolute):
            self._miss(now)
            return False
        if self.is_gone:
            self.screen.say(say(self.language, "watch-back", path=self.path))
            with contextlib.suppress(OSError):
                os.chdir(self.working)  # which may have been in it
        self.missing_since, self.is_gone = None, False
        self.saves.see(self.answer_files.look(), now)
        if now >= self.course_due:
            self.course_due = now + COURSE_SECONDS
            self._look_at_course(now)
        return True

    def _miss(self, now: float) -> None:
        """Say once that the folder is gone, unless it is back in a moment."""
        if self.missing_since is None:
            self.missing_since = now
        if now - self.missing_since >= SETTLE_SECONDS and not self.is_gone:
            self.is_gone = True
            self.screen.say(say(self.language, "watch-gone", path=self.path))

    def _look_at_course(self, now: float) -> None:
        """Take in which problems there are, and grade again where a problem changed that is answered."""
        changed = self.course_files.look()
        if "" in changed:
            try:
                self.course = read_course(self.course.root)
            except UserError as error:
                self.screen.say(error.text(self.language))
            except OSError as error:
                self.screen.say(say(self.language, "os-error", error=error))
            else:
                self.course_files = self.course_files.replaced(course_paths(self.course))
                changed += self.course_files.look()
                self.answer_files = self.answer_files.replaced(*self._paths())
        self.saves.see([name for name in changed if self.answer_files.has(name)], now)

    def _regrade(self, name: str) -> None:
        """Grade one problem; it stays among the saves where it is saved again meanwhile."""
        self.saved = name, self.saves.changed[name]
        try:
            submission = load_submission(self.path, self.course)
            self._take_in(submission)
            file = submission.files.get(name)
            if file is None:
                raise UserError("nothing-answered", path=self.path, near="")
            if name in self.reports or (file.trouble or {}).get("kind") != "unanswered":
                options = dataclasses.replace(self.options, only=[name])
                self._graded(name, grade(self.course, submission, self.zygotes, options, scored=self._scored))
        except _Overtaken:
            return
        except UserError as error:
            if self.saves.settle(name, time.monotonic()):
                return
            if error.key in NOTHING:
                self._forget(name)
            else:
                self.screen.say(error.text(self.language))
                for other in self.single:  # of the same file
                    self.saves.graded(other)
        finally:
            self.saved = None
        self.saves.graded(name)

    def _take_in(self, submission: Submission) -> None:
        """Where one file answers several problems, there may be more of them than before."""
        more = [name for name in submission.files if name not in self.single] if self.single else []
        if more:
            self.single += more
            self.answer_files = self.answer_files.replaced(*self._paths())
            self.saves.see(more, time.monotonic())

    def _meanwhile(self) -> None:
        """While a guest is waited for: keys go on, and what was saved again is left for the next time."""
        self._press(self.screen.wait(0))
        self._look()
        if self.saved is not None and self.saves.changed.get(self.saved[0]) != self.saved[1]:
            raise _Overtaken

    def _scored(self, problem: ProblemReport) -> None:
        """Say the verdict on a save, before the smallest input is looked for."""
        if self.silent:
            return
        if problem.verdict in HALF_WRITTEN and self.saves.settle(problem.id, time.monotonic()):
            raise _Overtaken
        self.screen.say(watching.verdict_line(problem, self.scores.get(problem.id), self.language))

    def _graded(self, name: str, report: Report) -> None:
        """Remember a report, and say what to mend."""
        self.reports[name], self.current = report, name
        problem = self._problem(name)
        self.scores[name] = Score(problem.points, problem.of)
        if not self.silent:
            self._say_what_to_mend(name)
            self._keep()

    def _say_what_to_mend(self, name: str) -> None:
        if lines := [*watching.mended(self._problem(name), self.screen.width, self.language)]:
            self.screen.say("\n".join(lines))

    def _forget(self, name: str) -> None:
        """A problem is not answered any more."""
        self.reports.pop(name, None)
        if self.scores.pop(name, None) is not None and not self.silent:
            self.screen.say(say(self.language, "watch-answer-gone", id=name))
            self._keep()

    def _keep(self) -> None:
        """Remember the scores, and show their sum."""
        if not self.single:
            write_scores(self.path, self.scores)
        total = watching.total(self.scores, self.language)
        self.screen.status(f"{total}   {say(self.language, 'watch-keys')}")

    def _press(self, keys: str) -> None:
        """Do what keys ask for. Raises _Left."""
        for key in keys:
            if key == "q":
                raise _Left
            if key in KEYS:
                self._try(functools.partial(KEYS[key], self))

    def _try(self, action: Callable[[], None]) -> None:
        """Do something; a course at fault is said, and no reason to end."""
        try:
            action()
        except UserError as error:
            self.screen.say(error.text(self.language))

    def _next(self) -> None:
        """Go to the next problem that is not right."""
        names = [*self.answer_files.paths]
        at = names.index(self.current) + 1 if self.current in names else 0
        rest = (name for name in [*names[at:], *names[:at]] if not self._is_right(name))
        name = next(rest, None)
        if name is None:
            self.screen.say(say(self.language, "watch-all-right"))
        else:
            self._go_to(name)

    def _go_to(self, name: str) -> None:
        """Have keys be about a problem, and say how it stands. Raises UserError."""
        self.current = name
        if name in self.reports:
            self.screen.say(watching.verdict_line(self._problem(name), None, self.language))
            self._say_what_to_mend(name)
            return
        problem, file = self.course.problem(name), self.answer_files.paths[name][0]
        params = {"title": problem.title.in_(self.language), "points": f"{problem.points:g}"}
        shown = os.path.relpath(file, self.absolute)
        self.screen.say(say(self.language, "watch-next", id=name, file=self.path / shown, **params))

    def _is_right(self, name: str) -> bool:
        return name in self.reports and self._problem(name).verdict is Verdict.CORRECT

    def _hint(self) -> None:
        """Give one more hint to the current problem, as `grade hint` does."""
        if not self.current:
            return
        problem, language = self.course.problem(self.current), self.language
        report = self._problem(self.current) if self.current in self.reports else None
        hints = next_hint(problem, report, self.path.parent if self.single else self.path, language)
        wrong = hints.standing is Standing.WRONG
        preface = "" if wrong else say(language, f"hint-{hints.standing}", path=self.path)
        submit = command_line(shlex.join(["grade", "submit", str(self.path), "-p", self.current]))
        again = say(language, "watch-again")
        self.screen.say(as_text(problem, hints, preface, language, again, [submit], self.screen.width))

    def _list(self) -> None:
        """Show every problem with its points."""
        lines = []
        for name in self.answer_files.paths:
            report = self._problem(name) if name in self.reports else None
            of = report.of if report else self.course.problem(name).points
            lines.append(watching.row(name, report, of, self.language))
        self.screen.say("\n".join(lines))

    def _report(self) -> None:
        """Show the whole report of the current problem."""
        if self.current in self.reports:
            self.screen.say(terminal.render(self.reports[self.current], self.language, self.screen.width))
        else:
            self.screen.say(say(self.language, "watch-not-graded"))


KEYS: dict[str, Callable[[Watch], None]] = {
    "n": Watch._next,
    "h": Watch._hint,
    "l": Watch._list,
    "r": Watch._report,
}


class _Left(Exception):
    """Whoever watches wants to leave."""


class _Overtaken(Exception):
    """What is being graded has been saved again, or may be half of a file."""


def read_scores(folder: Path) -> dict[str, Score]:
    """The points of each problem when the folder was last watched, as far as they make sense."""
    scores = {}
    for name, plain in recall(folder, STATE).items():
        match plain:
            case {"points": int() | float() as points, "of": int() | float() as of} if 0 <= points <= of <= SCORE_MOST:
                scores[name] = Score(points, of)
    return scores


def write_scores(folder: Path, scores: Mapping[str, Score]) -> None:
    """Remember the points of each problem; a folder that cannot be written to remembers none."""
    remember(folder, STATE, {name: dataclasses.asdict(score) for name, score in scores.items()})
