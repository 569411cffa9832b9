"""What a user can mend: one line, and the next command to try."""

import functools
from collections.abc import Collection
from typing import Any

from grader.words import Language, say

MISSPELT = 0.8
"""How alike two names are of which one is taken for the other."""


class UserError(Exception):
    """Something the user must mend: a key of `words` and what belongs to it; the CLI says it in their language."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key, params)
        self.key = key
        self.params = params

    def __reduce__(self) -> tuple[Any, ...]:
        return functools.partial(type(self), self.key, **self.params), ()

    def text(self, language: Language) -> str:
        """The line, in a language; a near name, where there is one, is asked about."""
        params = dict(self.params)
        if "near" in params:
            near = "near-file" if self.key == "nothing-answered" else "near"
            params["near"] = say(language, near, near=params["near"]) if params["near"] else ""
        return say(language, self.key, **params)


class PackageMissing(UserError):
    """A package that some problems need is not installed; the others can be graded."""


class Unreadable(Exception):
    """A file that is handed in and cannot be graded: `trouble` says why, with what belongs to it."""

    def __init__(self, why: str, **params: Any) -> None:
        super().__init__(why)
        self.trouble = {"why": why, **params}


def nearest(name: str, known: Collection[str], likeness: float = 0.6) -> str:
    """The name among those known that is most like one that is not; nothing where none is as much as this like it."""
    import difflib

    return next(iter(difflib.get_close_matches(name, sorted(known), 1, likeness)), "")


def unknown(name: str, known: Collection[str], what: str = "no such name") -> str:
    """What an author is told of a name that is not among those known, with the nearest one."""
    return f'"{name}": {what}.{did_you_mean(name, known)}'


def did_you_mean(name: str, known: Collection[str]) -> str:
    """The question that goes behind what an author is told; nothing where no name is near."""
    near = nearest(name, known)
    return f' Did you mean "{near}"?' if near else ""
