"""The tool's own texts, by language."""

from __future__ import annotations

import importlib
import os
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

    A path among them is on one line, and moves no cursor, whatever a student called a file.
    """
    texts: dict[str, str] = importlib.import_module(f"grader.words.{language}").TEXTS
    return texts[key].format_map({name: _shown(value) for name, value in params.items()})


def _shown(value: object) -> object:
    if not isinstance(value, os.PathLike):
        return value
    from grader.cleaning import cleaned  # not before a zygote has been started

    return cleaned(str(value), most=len(str(value)))
