"""What a finding says, in words: what, where, got, expected, and what to try."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from grader.model import Finding
from grader.words import Language, say

NEEDS = {"wrong": "got", "wrong-word": "got", "not-finite": "got", "shape": "got", "reshaped": "got", "list": "want",
         "not-numbers": "got", "not-a-tuple": "want", "count": "want", "not-a-dict": "got", "missing-key": "key",
         "not-its-slope": "entries", "differences": "function", "complex-step": "function", "raised": "message",
         "shut-out": "message", "import": "name"}  # fmt: skip
"""The parameter without which (on a hidden case) the shorter sentence is used."""

ADVICE = {
    "other-sign": r"^invalid (non-printable )?character",
    "no-input": r"^EOF when reading a line$",
    "one-question": r"^(The truth value of an array|Boolean value of Tensor) with more than one",
    "plain-number": r"^'(float|int)' object (has no attribute '(T|shape|copy|sum|mean|reshape|astype|dot|ndim|size)'"
    r"|is not subscriptable|does not support item assignment)",
    "not-matching": r"^matmul: Input operand 1 has a mismatch|^mat1 and mat2 shapes cannot be multiplied",
    "cut-off": r"does not require grad and does not have a grad_fn|appears to not have been used in the graph",
    "in-place": r"^a leaf Variable that requires grad is being used in an in-place operation",
    "no-super": r"has no attribute '_(backward|forward)_\w+'$|^cannot assign .* before Module.__init__",
    "no-self": r"^\w+\.\w+\(\) takes \d+ positional arguments? but \d+ were given$",
}
"""Words of Python, numpy and torch that beginners do not understand, by the key of what to do about it."""

NO_VALUE = {"coroutine": "no-async", "generator": "no-yield", "function": "no-call", "method": "no-call",
            "builtin_function_or_method": "no-call"}  # fmt: skip
"""What is said of types that nobody means to return."""


def sentence(finding: Finding, language: Language) -> str:
    """One sentence or two; every code has its text in both languages."""
    params = finding.params
    where = say(language, "at", index=_index(params)) if "index" in params and _index(params) else ""
    what = happened(finding, language)
    if finding.answer is None:
        return say(language, "on-case", case=finding.case) + what
    start = say(language, "on", answer=finding.answer + str(params.get("path", "")), case=finding.case, where=where)
    return start + what


def happened(finding: Finding, language: Language) -> str:
    """What a finding says, without naming answer and case: for what befell the whole problem."""
    what = _what(finding.code, finding.params, language)
    if finding.code == "shape" and "gradient_of" in finding.params and finding.params.get("want") != []:
        what += say(language, "shape-of-gradient", gradient_of=finding.params["gradient_of"])
    return re.sub("  +", " ", what).strip()


def _what(code: str, params: Mapping[str, Any], language: Language) -> str:
    if code == "unreadable":
        return say(language, f"unreadable-{params['why']}", **params)
    if code in NEEDS and NEEDS[code] not in params:
        kind = say(language, "signal", signal=params["type"]) if "type" in params else ""
        return say(language, f"{code}-hidden", type=kind)
    return say(language, _key(code, params), **_shown(code, params, language)) + _advice(code, params, language)


def _key(code: str, params: Mapping[str, Any]) -> str:
    """The text that fits: some codes have one more, for where a number is asked for or given, or nothing is said."""
    if code in ("shape", "reshaped", "list") and params["want"] == []:
        return f"{code}-number"
    if code == "shape" and params["got"] == []:
        return "shape-but-number"
    return "raised-bare" if code == "raised" and not params["message"].strip() else code


def _advice(code: str, params: Mapping[str, Any], language: Language) -> str:
    """What to do about an error whose own words do not say it; nothing about most."""
    if code in ("raised", "syntax"):
        said = (say(language, key) for key, message in ADVICE.items() if re.search(message, params["message"]))
        return next(said, "")
    if code in ("not-a-tuple", "not-numbers", "not-a-dict") and params["got"] in NO_VALUE:
        return say(language, NO_VALUE[params["got"]])
    return ""


def _shown(code: str, params: Mapping[str, Any], language: Language) -> dict[str, str | list[str]]:
    """The parameters as text, and names as lists of them."""
    shown = {key: _text(value) for key, value in params.items()}
    if code in ("wrong", "not-finite"):
        shown["got"], shown["want"] = told_apart(params["got"], params["want"])
        shown["entries"] = _entries(params["wrong"], params["of"], language)
    elif code in ("raised", "shut-out", "syntax"):
        line, cell, source = (params.get(name) for name in ("line", "cell", "source"))
        key = "line-of-call" if not line else "line" if cell is None else "line-of-cell"
        known = line or (source and code == "raised")
        shown["line"] = say(language, key, cell=cell, line=line, source=source or "") if known else ""
        shown["message"] = params["message"].strip()
    elif code == "missing-function":
        shown["near"] = say(language, "defined-near", near=params["near"]) if params.get("near") else ""
    elif code == "crashed":
        shown["signal"] = say(language, "signal", signal=params["signal"]) if "signal" in params else ""
    elif code == "import":
        shown["packages"] = params["packages"]
    elif code == "argument-changed":
        shown["argument"] = params["argument"].split(", ")
    elif code == "not-its-slope":
        entry = params["entries"][0] if params["entries"] else {}
        shown |= {"index": _index(entry), "slope": f"{entry['slope']:.6g}", "got": f"{entry['got']:.6g}"}
    return shown


def left_out(cell: Mapping[str, Any], language: Language) -> str:
    """What is said of a notebook's cell that is not Python, and that no graded problem needs."""
    line = say(language, "line", line=cell["line"], source=cell["source"]) if cell["line"] else ""
    return say(language, "left-out", file=cell["file"], cell=cell["cell"], message=cell["message"], line=line)


def told_apart(got: float, want: float) -> tuple[str, str]:
    """Two different numbers with six significant digits, or as many more as tell them apart."""
    got, want = float(got) + 0.0, float(want) + 0.0  # "nan" in a report that was read back; 0 for -0
    for digits in range(6, 18):
        texts = f"{got:.{digits}g}", f"{want:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts


def _entries(wrong: int, of: int, language: Language) -> str:
    if of == 1:
        return ""
    if wrong >= of:
        return say(language, "entries-all", of=of)
    return say(language, "entries-one" if wrong == 1 else "entries", wrong=wrong, of=of)


def _index(params: Mapping[str, Any]) -> str:
    index = params.get("index") or []
    return f"({', '.join(map(str, index))}{',' if len(index) == 1 else ''})" if index else ""


def _text(value: Any) -> str | list[str]:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list) and all(isinstance(item, int) for item in value):
        return str(tuple(value))
    return [*map(str, value)] if isinstance(value, list) else str(value)
