"""The problems of a course, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from typer import style

from grader.course import Course
from grader.submission import is_answered
from grader.words import Language, say


def as_text(course: Course, folder: Path, language: Language) -> str:
    """Modules in learning order; problems that `folder` answers are marked."""
    lines = [style(course.title[language], bold=True)]
    for name, module in course.modules.items():
        lines += ["", f"{style(name, bold=True)}  {module.title[language]}"]
        for id_ in module.problems:
            problem = course.problem(id_)
            mark = style("✓", fg="green") if is_answered(folder, course, id_) else " "
            points = f"{problem.points:g}"
            lines.append(f"  {mark} {id_:<20} {points:>4}  {problem.title.in_(language)}")
    legend = [say(language, "list-answered", path=folder)] if "✓" in "".join(lines) else []
    total = sum(course.problem(id_).points for id_ in course.ids)
    key = "list-total-one" if len(course.ids) == 1 else "list-total"
    total_line = say(language, key, count=len(course.ids), points=f"{total:g}", first=course.ids[0])
    return "\n".join([*lines, "", *legend, total_line])


def as_json(course: Course) -> str:
    """`problems[]` with `id`, `module`, `kind`, `points` and `title`."""
    problems = [course.problem(id_) for id_ in course.ids]
    rows = [
        {"id": p.id, "module": p.module, "kind": p.kind, "points": p.points, "title": p.title.model_dump()}
        for p in problems
    ]
    return json.dumps({"schema": 1, "course": course.title["en"], "problems": rows}, ensure_ascii=False, indent=2)
