"""The tool's own texts, by language."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from enum import StrEnum


class Language(StrEnum):
    """The languages the tool speaks."""

    en = "en"
    zh = "zh"


def preferred() -> Language:
    """The language of the user's locale, English if it is none of ours."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return Language.zh if locale.lower().startswith("zh") else Language.en


def say(language: Language, key: str, /, **params: object) -> str:
    """The text for a key, with its parameters filled in. Raises KeyError for a text that nobody wrote.

    A path among them is on one line, and moves no cursor, whatever a student called a file. The names of a list are
    set apart as the language does it.
    """
    texts: dict[str, str] = importlib.import_module(f"grader.words.{language}").TEXTS
    return texts[key].format_map({name: _shown(value, texts["and"]) for name, value in params.items()})


def first_of(names: Sequence[object], language: Language, most: int = 3) -> list[str] | str:
    """Names for a sentence, the first of them where there are many."""
    first = [str(name) for name in names[:most]]
    return say(language, "and-more", names=first) if len(names) > most else first


def _shown(value: object, between: str) -> object:
    if isinstance(value, list | tuple):
        return between.join(map(str, value))
    if not isinstance(value, os.PathLike):
        return value
    from grader.cleaning import cleaned  # not before a zygote has been started

    return cleaned(str(value), most=len(str(value)))
