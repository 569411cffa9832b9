"""`grade init`: files to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli import options
from grader.errors import UserError
from grader.words import first_of, preferred, say


def run(
    folder: Annotated[Path, typer.Argument(help="Made if it is not there.", metavar="DIR")],
    module: Annotated[list[str] | None, typer.Option("--module", "-m", help="Only this module or problem.")] = None,
    course: options.Course = None,
    lang: options.Lang = None,
) -> None:
    """Write the files to fill in, one for each problem. A file that is there already is left as it is."""
    from grader.course import find_course, template_text

    language = lang or preferred()
    if folder.exists() and not folder.is_dir():
        raise UserError("not-a-folder", path=folder)
    found = find_course(course)
    written, kept = [], []
    for id_ in found.select(module) if module else found.ids:
        template = found.template(id_)
        target = folder / found.module_of(id_) / template.name
        text = template_text(found, id_)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(target, "x", encoding="utf-8") as file:
                file.write(text)
            written.append(target)
        except FileExistsError:
            kept.append(target)
        except OSError as error:
            raise UserError("cannot-write", path=target, why=error.strerror) from None
    typer.echo(say(language, "init-written", count=len(written), path=folder))
    if kept:
        names = [path.relative_to(folder) for path in kept]
        typer.echo(say(language, "init-kept", count=len(kept), files=first_of(names, language)))
    typer.echo(say(language, "init-next", file=(written or kept)[0], path=folder))
