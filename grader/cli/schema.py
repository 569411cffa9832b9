"""`grade schema`: the JSON Schema of a problem file, for editors."""

from __future__ import annotations

import json

import typer


def run() -> None:
    """Print the JSON Schema of a problem file."""
    from grader.schema import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
