"""The families of mistakes in families.yaml, by code: what is said to a student about each."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import Field, TypeAdapter

from grader import strict_yaml
from grader.errors import UserError
from grader.problem import Part, Text

FILE = Path(__file__).with_name("families.yaml")


class Family(Part):
    """A kind of mistake. A diagnosis carries its code and name, a problem's wrong formula its name."""

    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    message: Text
    """What a student's answer looks like, and why that is not right; for an answer to any problem."""
    hint: Text
    """What to look at or to do next."""
    example: str
    """At most three lines of Python: one marked as the mistake, one as right."""
    lecture: Text
    """The lecture and section that it goes back to."""


@cache
def families() -> Mapping[str, Family]:
    """Every family by its code, in the order of the codes."""
    document = strict_yaml.read(FILE.read_text(encoding="utf-8"))
    return MappingProxyType(TypeAdapter(dict[str, Family]).validate_python(document.value))


def code_of(name: str) -> str:
    """The code of a family, from its code in either case or its name. Raises UserError with the nearest one."""
    known = families()
    codes = {code.lower(): code for code in known} | {family.name: code for code, family in known.items()}
    if name.lower() in codes:
        return codes[name.lower()]
    near = difflib.get_close_matches(name.lower(), codes, 1)
    written = {code.lower(): code for code in known}
    raise UserError("no-such-family", name=name, near=written.get(near[0], near[0]) if near else "")
