"""YAML without surprises, and where each thing stands in the file.

What PyYAML would read silently is refused or read as a person means it: `1e-6` is a number, `no` and `010` are
text, only `true` and `false` are booleans; a key given twice, an alias and a tag are errors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[str | int, ...]

INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
WORDS: Mapping[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
DEEPEST = 20


class YamlError(ValueError):
    """A fault at a place: `line` and `column` from 1."""

    def __init__(self, line: int, column: int, what: str) -> None:
        super().__init__(what)
        self.line, self.column, self.what = line, column, what


@dataclass(frozen=True, slots=True)
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
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise YamlError(line, column, error.problem or "not YAML") from None
    except yaml.YAMLError as error:
        raise YamlError(1, 1, str(error).splitlines()[0]) from None
    if root is None:
        raise YamlError(1, 1, "the file is empty")
    places: dict[Path, tuple[int, int]] = {}
    return Document(_value(root, (), places, set()), places)


def _value(node: yaml.Node, path: Path, places: dict[Path, tuple[int, int]], seen: set[int]) -> Any:
    where = (node.start_mark.line + 1, node.start_mark.column + 1)
    places.setdefault(path, where)
    if id(node) in seen:
        raise YamlError(*where, "aliases (*name) are not read; write it out")
    if len(path) > DEEPEST:
        raise YamlError(*where, "nested too deep")
    seen.add(id(node))
    if not node.tag.startswith("tag:yaml.org,2002:") or "python" in node.tag:
        raise YamlError(*where, f"tags ({node.tag}) are not read")
    match node:
        case yaml.MappingNode():
            return _mapping(node, path, places, seen)
        case yaml.SequenceNode():
            return [_value(item, (*path, i), places, seen) for i, item in enumerate(node.value)]
        case yaml.ScalarNode() if not node.style:
            return _plain(node.value)
        case _:
            return node.value


def _mapping(node: yaml.MappingNode, path: Path, places: dict[Path, tuple[int, int]], seen: set[int]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        where = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
            raise YamlError(*where, "a key must be plain text")
        key = key_node.value
        if key in mapping:
            raise YamlError(*where, f"{key}: given twice")
        places[(*path, key)] = where
        mapping[key] = _value(value_node, (*path, key), places, seen)
    return mapping


def _plain(text: str) -> Any:
    """The value of an unquoted scalar."""
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    if FLOAT.fullmatch(text) and not re.fullmatch(r"0[0-9]+", text):
        return float(text)
    return text
