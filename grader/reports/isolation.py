"""How well student code is kept apart, layer by layer, for `grade doctor`."""

from __future__ import annotations

from collections.abc import Iterator

from typer import style

from grader.graded import Isolation
from grader.words import Language, say

LAYERS = ("process", "landlock", "seccomp", "namespaces")


def render(isolation: Isolation, language: Language) -> str:
    """The level, each layer with what it does, and how to get those that are missing."""
    return "\n".join(_lines(isolation, language))


def _lines(isolation: Isolation, language: Language) -> Iterator[str]:
    yield style(say(language, "doctor-level", level=isolation.level), bold=True)
    yield ""
    there = {"process": True, "landlock": isolation.landlock, "seccomp": isolation.seccomp}
    for layer in LAYERS:
        found = there.get(layer, isolation.namespaces)
        mark = style("✓", fg="green") if found else style("✗", fg="red")
        yield f"  {mark} {layer:<12}{say(language, f'layer-{layer}')}"
        if not found:
            if layer in isolation.missing:
                yield f"    {say(language, 'layer-missing', why=isolation.missing[layer])}"
            yield f"    {say(language, f'raise-{layer}')}"
