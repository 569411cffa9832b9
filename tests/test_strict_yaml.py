"""The loader: what YAML would read silently is read as a person means it, or refused with its line and column."""

from __future__ import annotations

from typing import Any

import pytest

from grader.strict_yaml import YamlError, read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-6", 1e-6), ("-1.5E+3", -1500.0), (".5", 0.5), ("3", 3), ("-7", -7), ("010", "010"), ("0x1f", "0x1f"),
        ("1_000", "1_000"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("Null", "Null"), ("true", True),
        ("false", False), ("True", "True"), ("null", None), ("~", None), ("'1e-6'", "1e-6"), ('"true"', "true"),
        ("-010", "-010"), ("00.5", "00.5"), ("0.50", 0.5), ("0", 0), ("+3", 3), ("-0.0", -0.0), ("'010'", "010"),
        ("2026-11-21", "2026-11-21"), ("1:30", "1:30"), (".inf", ".inf"), ("1.2.3", "1.2.3"),
    ],
)  # fmt: skip
def test_scalars_are_what_they_look_like(text: str, value: Any) -> None:
    got = read(f"key: {text}").value["key"]
    assert (got, type(got)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "given twice"),
        ("a: &x [1]\nb: *x\n", 2, 4, "aliases"),
        ("a: !!python/object:os.system x\n", 1, 4, "tags"),
        ("a: !mine x\n", 1, 4, "tags"),
        ("a: !!str 5\n", 1, 4, "tags"),
        ("a: 1\nb: [1, ! 5]\n", 2, 8, "tags"),
        ("&a key: 1\nother: *a\n", 2, 8, "aliases"),
        ("a: &x y\n*x : 1\n", 2, 1, "aliases"),
        ("a: *nowhere\n", 1, 4, "aliases"),
        ("a: [1,\n  1e400]\n", 2, 3, "too large"),
        ("a: " + "9" * 5000, 1, 4, "too large"),
        ("标题: {zh: 中文, zh: 两次}\n", 1, 14, "zh: given twice"),
        ("a: 1\r\nb: 2\r\na: 3\r\n", 3, 1, "given twice"),
        ("\ufeffa: 1\nb: 1\nb: 2\n", 3, 1, "given twice"),
        ("a: 1\n标: b\x07\n", 2, 5, "not allow ('\\x07')"),
        ("a: 1\n---\nb: 2\n", 2, 1, "another document"),
        ("a: {b: 1}\nc:\n  <<: {d: 1}\n", 3, 3, "plain text"),
        ("[1, 2]: 3\n", 1, 1, "plain text"),
        ("", 1, 1, "empty"),
        ("# only a comment\n", 1, 1, "empty"),
        ("a: [1, 2\nb: 3\n", 2, 2, ""),
        ("a: 'x\n", 2, 1, ""),
        ("a:\n\t- 1\n", 2, 1, ""),
    ],
)
def test_faults_have_their_place(text: str, line: int, column: int, what: str) -> None:
    with pytest.raises(YamlError) as error:
        read(text)
    assert (error.value.line, error.value.column) == (line, column), error.value.what
    assert what in error.value.what


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    with pytest.raises(YamlError, match="aliases"):
        read("\n".join(lines))


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(YamlError, match="deep"):
        read("a: " + "[" * 60 + "]" * 60)
    with pytest.raises(YamlError, match="deep"):
        read("[" * 100_000)
    with pytest.raises(YamlError, match="deep"):
        read("[" * 21 + "]" * 21)
    assert read("[" * 20 + "]" * 20).value


def test_places_are_those_of_keys_and_items() -> None:
    document = read("a:\n  b: [1, {c: 2}]\nd: |\n  text\n")
    assert document.place(("a", "b", 1, "c")) == (("a", "b", 1, "c"), 2, 11)
    assert document.place(("a", "branch", "b", "missing")) == (("a", "b"), 2, 3)
    assert document.place(("nowhere",)) == ((), 1, 1)
