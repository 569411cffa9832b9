"""The families of mistakes in families.yaml, by code: what is said to a student about each."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from grader import cache
from grader.errors import UserError, nearest
from grader.frozen import frozen
from grader.guest.wire import decode, encode

FILE = Path(__file__).with_name("families.yaml")
VERSION = "1"


@frozen
class Family:
    """A kind of mistake. A diagnosis carries its code and name, a problem's bug its name."""

    name: str
    message: Mapping[str, str]
    """What a student's answer looks like, and why that is not right; for an answer to any problem; by language."""
    hint: Mapping[str, str]
    """What to look at or to do next."""
    example: str
    """At most three lines of Python: one marked as the mistake, one as right."""
    lecture: Mapping[str, str]
    """The lecture and section that it goes back to."""


@functools.cache
def families() -> Mapping[str, Family]:
    """Every family by its code, in the order of the codes; read once, and kept from run to run."""
    text = FILE.read_bytes()
    kept = cache.key("families", VERSION, text)
    if frames := cache.load(kept):
        return {code: Family(**plain) for code, plain in decode(frames[0]).items()}
    from pydantic import TypeAdapter

    from grader import strict_yaml

    read = TypeAdapter(dict[str, Family]).validate_python(strict_yaml.read(text.decode()).value)
    cache.store(kept, [encode({code: asdict(family) for code, family in read.items()})])
    return read


def code_of(name: str) -> str:
    """The code of a family, from its code in either case or its name. Raises UserError with the nearest one."""
    known = families()
    codes = {code.lower(): code for code in known} | {family.name: code for code, family in known.items()}
    if name.lower() in codes:
        return codes[name.lower()]
    near = nearest(name.lower(), codes)
    written = {code.lower(): code for code in known}
    raise UserError("no-such-family", name=name, near=written.get(near, near))
