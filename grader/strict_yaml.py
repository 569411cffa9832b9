"""YAML without surprises, and where each thing stands in the file.

What PyYAML would read silently is refused or read as a person means it: `1e-6` is a number, `no` and `010` are
text, only `true` and `false` are booleans; a key given twice, an alias and a tag are errors.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import yaml

from grader.frozen import frozen

Path = tuple[str | int, ...]

INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_YAML = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WORDS: Mapping[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
DEEPEST = 20
DIGITS = 300
"""Longer whole numbers are read as floats, and what is then infinite is refused."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(ValueError):
    """A fault at a place: `line` and `column` from 1."""

    def __init__(self, line: int, column: int, what: str) -> None:
        super().__init__(what)
        self.line, self.column, self.what = line, column, what


@frozen
class Document:
    """What a file says, and the line and column (from 1) of every key and item."""

    value: Any
    places: Mapping[Path, tuple[int, int]]

    def place(self, path: Path) -> tuple[Path, int, int]:
        """The part of `path` that stands in the file, with its line and column.

        Steps that the file does not have (a union's branch, a missing field) are passed over.
        """
        found: list[Path] = [()]
        for step in path:
            found += [(*above, step) for above in found if (*above, step) in self.places]
        longest = max(found, key=lambda place: (len(place), place[-1:] == path[-1:]))
        return longest, *self.places[longest]


def read(text: str) -> Document:
    """The document in `text`. Raises YamlError."""
    try:
        _refuse(text)
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(*(_place(mark) if mark else (1, 1)), error.problem or "not YAML") from None
    except yaml.YAMLError:
        raise _unreadable(text) from None
    if root is None:
        raise YamlError(1, 1, "the file is empty")
    places: dict[Path, tuple[int, int]] = {}
    return Document(_value(root, (), places), places)


def _refuse(text: str) -> None:
    """Raise YamlError at the first alias, tag or too deep nesting: a tree of nodes would no longer show them."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        where = _place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(*where, "aliases (*name) are not read; write it out")
        if tag := getattr(event, "tag", None):
            raise YamlError(*where, f"tags ({tag}) are not read")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise YamlError(*where, "nested too deep")


def _unreadable(text: str) -> YamlError:
    """The fault of a text with a character that YAML does not allow."""
    bad = NOT_YAML.search(text)
    if bad is None:
        return YamlError(1, 1, "not YAML")
    before = text[: bad.start()]
    column = bad.start() - before.rfind("\n")
    return YamlError(before.count("\n") + 1, column, f"a character that YAML does not allow ({bad[0]!a})")


def _place(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _value(node: yaml.Node, path: Path, places: dict[Path, tuple[int, int]]) -> Any:
    where = _place(node.start_mark)
    places.setdefault(path, where)
    match node:
        case yaml.MappingNode():
            return _mapping(node, path, places)
        case yaml.SequenceNode():
            return [_value(item, (*path, i), places) for i, item in enumerate(node.value)]
        case yaml.ScalarNode() if not node.style:
            value = _plain(node.value)
            if isinstance(value, float) and not math.isfinite(value):
                raise YamlError(*where, "a number that is too large")
            return value
        case _:
            return node.value


def _mapping(node: yaml.MappingNode, path: Path, places: dict[Path, tuple[int, int]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        where = _place(key_node.start_mark)
        if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
            raise YamlError(*where, "a key must be plain text")
        key = key_node.value
        if key in mapping:
            raise YamlError(*where, f"{key}: given twice")
        places[(*path, key)] = where
        mapping[key] = _value(value_node, (*path, key), places)
    return mapping


def _plain(text: str) -> Any:
    """The value of an unquoted scalar."""
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text) and len(text) <= DIGITS:
        return int(text)
    return float(text) if FLOAT.fullmatch(text) else text
