"""The families of mistakes: all there, in both languages, with examples in Python; `grade explain`."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from typing import Any

import pytest
from conftest import ROOT
from test_bad_input import grade

from grader import strict_yaml
from grader.diagnosis import RULES, by_finding
from grader.diagnosis.families import FILE, Family, code_of, families
from grader.errors import UserError
from grader.reports.columns import wrapped
from grader.reports.mistakes import as_table, as_text
from grader.words import Language, say

COUNTS = {"A": 10, "B": 12, "C": 11, "D": 10, "E": 9, "F": 7, "G": 9, "H": 6, "I": 4, "J": 9, "K": 7}
LONGEST = 100
CHINESE = "[\u4e00-\u9fff]"

each_family = pytest.mark.parametrize(("code", "family"), families().items(), ids=list(families()))


def texts(family: Family, language: Language) -> list[str]:
    return [text[language] for text in (family.message, family.hint, family.lecture)]


def test_every_code_is_there_in_order() -> None:
    assert [*families()] == [f"{letter}{i}" for letter, count in COUNTS.items() for i in range(1, count + 1)]


def test_names_are_unique_and_explain_themselves() -> None:
    names = [family.name for family in families().values()]
    assert len({*names}) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []
    assert not {*names} & {code.lower() for code in families()}


@each_family
def test_both_languages_say_it_in_a_sentence(code: str, family: Family) -> None:
    for english in texts(family, Language.en):
        assert not re.search("[\u3000-\u9fff\uff00-\uffef]", english)
    for chinese in texts(family, Language.zh):
        assert re.search(CHINESE, chinese)
        assert not re.search(f"{CHINESE}[,:;?()]|[,:;?()]{CHINESE}", chinese)
    assert all(text[-1] in ".?" for text in texts(family, Language.en)[:2])
    assert all(text[-1] in "\u3002\uff1f" for text in texts(family, Language.zh)[:2])


def test_no_two_families_say_the_same() -> None:
    for language in Language:
        said = [text for family in families().values() for text in texts(family, language)[:2]]
        assert len({*said}) == len(said)


@each_family
def test_the_example_is_python_with_a_wrong_line_and_a_right_one(code: str, family: Family) -> None:
    lines = family.example.splitlines()
    assert len(lines) <= 3 and max(map(len, lines)) <= LONGEST
    assert ast.parse(family.example).body
    assert family.example.count("# ✗") == 1
    assert "# ✓" in family.example


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_what_is_diagnosed_is_a_family(rule: Any) -> None:
    [(code, name)] = re.findall(r'_certain\("(\w+)", "([\w-]+)"', inspect.getsource(getattr(by_finding, rule.__name__)))
    assert families()[code].name == name


def test_codes_and_names_are_found() -> None:
    assert code_of("A1") == code_of("a1") == code_of("no-average") == code_of("No-Average") == "A1"


@pytest.mark.parametrize(
    ("wrong", "near"), [("no-averge", "no-average"), ("kept-axes", "kept-axis"), ("A11", "A1"), ("zzzzzz", "")]
)
def test_an_unknown_one_is_told_with_the_nearest(wrong: str, near: str) -> None:
    with pytest.raises(UserError) as error:
        code_of(wrong)
    assert error.value.params == {"name": wrong, "near": near}


def test_the_file_is_read_strictly() -> None:
    document = strict_yaml.read(FILE.read_text(encoding="utf-8"))
    assert len(document.value) == len(families()) == sum(COUNTS.values())


@pytest.mark.parametrize("width", [40, 80, 100, 200])
@pytest.mark.parametrize("language", Language)
def test_the_table_has_every_family_below_the_heading_of_its_letter(language: Language, width: int) -> None:
    table = as_table(families(), language, width)
    places = [table.index(say(language, f"mistakes-{letter}")) for letter in COUNTS]
    assert places == sorted(places)
    assert re.findall(r"^([A-K]\d+)\s+[a-z0-9-]+ +\S", table, re.MULTILINE) == [*families()]
    assert not re.search(r"[ \t]$", table, re.MULTILINE)
    together = re.sub(r"\s", "", table)
    assert all(re.sub(r"\s", "", texts(family, language)[0]) in together for family in families().values())


def test_chinese_is_broken_between_characters_but_not_before_a_comma() -> None:
    assert wrapped("\u68af\u5ea6\u8981\u9664\u4ee5 N\uff0c\u597d\u3002", 7) == [
        "\u68af\u5ea6\u8981",
        "\u9664\u4ee5",
        "N\uff0c\u597d\u3002",
    ]
    assert wrapped("one two three", 7) == ["one two", "three"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("asked", ["A1", "no-average"])
def test_one_is_explained(asked: str, language: Language) -> None:
    done = grade("explain", asked, "--lang", language, cwd=ROOT)
    family = families()["A1"]
    assert done.returncode == 0
    text = as_text("A1", family, language, sys.maxsize)
    assert done.stdout.rstrip("\n") == text.replace("\x1b[1m", "").replace("\x1b[0m", "")
    for text in (*texts(family, language), "A1  no-average", "dlogits = (p - onehot) / N"):
        assert text in done.stdout


def test_several_are_explained_each_once() -> None:
    shown = grade("explain", "sign", "D5", "A5", cwd=ROOT).stdout
    assert re.findall(r"^([A-K]\d+)  ", shown, re.MULTILINE) == ["A5", "D5"]


def test_all_are_listed() -> None:
    done = grade("explain", cwd=ROOT)
    assert done.returncode == 0
    assert len(re.findall(r"^[A-K]\d+ +[a-z0-9-]+  ", done.stdout, re.MULTILINE)) == len(families())
    assert max(map(len, done.stdout.splitlines())) <= LONGEST


def test_an_unknown_one_is_one_line_and_exit_code_2() -> None:
    done = grade("explain", "no-averge", cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        'grade: there is no mistake with the code or name "no-averge" (did you mean "no-average"?); try: grade explain'
    ]
