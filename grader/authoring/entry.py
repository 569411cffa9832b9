"""A problem's id put into course.yaml as text: comments, order and everything else stay as they are."""

from __future__ import annotations

from pathlib import Path

import yaml

from grader import strict_yaml
from grader.problem_file import text_of

WIDEST = 120


def listed(file: Path, name: str, module: str) -> str:
    """The text of a course.yaml with the problem last in its module, which is made last where it is not there."""
    text = text_of(file)
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert root is not None, "read_course has read it"
    modules = _value(root, "modules")
    problems = _value(_value(modules, module), "problems")
    if isinstance(problems, yaml.SequenceNode):
        extended = _with_item(text, problems, name)
    else:
        assert isinstance(modules, yaml.MappingNode), "read_course has read it"
        extended = _with_module(text, modules, name, module)
    now = strict_yaml.read(extended).value
    assert now["modules"][module]["problems"][-1] == name, f"no way to put {name} into {file}"
    return extended


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _with_item(text: str, problems: yaml.SequenceNode, name: str) -> str:
    if not problems.value:
        return _inserted(text, problems.start_mark.index + 1, name)
    if not problems.flow_style:
        return _with_line(text, problems, " " * problems.start_mark.column + f"- {name}")
    end = problems.value[-1].end_mark
    line = text[end.index - end.column :].partition("\n")[0]
    wide = len(line) + len(f", {name}") > WIDEST
    between = ",\n" + " " * problems.value[0].start_mark.column if wide else ", "
    return _inserted(text, end.index, between + name)


def _with_module(text: str, modules: yaml.MappingNode, name: str, module: str) -> str:
    title = f"{{en: {module}, zh: {module}}}"
    if modules.flow_style:
        entry = f"{module}: {{title: {title}, problems: [{name}]}}"
        if not modules.value:
            return _inserted(text, modules.start_mark.index + 1, entry)
        return _inserted(text, modules.value[-1][1].end_mark.index, f", {entry}")
    indent = " " * modules.start_mark.column
    return _with_line(text, modules, f"{indent}{module}:\n{indent}  title: {title}\n{indent}  problems: [{name}]")


def _with_line(text: str, node: yaml.Node, line: str) -> str:
    """The text with a line below the last one of a node."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    if node.end_mark.column == 0:  # a text of several lines ends where the next line begins
        return _inserted(text, node.end_mark.index, f"{line}\n")
    end = text.find("\n", node.end_mark.index)
    return f"{text}\n{line}\n" if end < 0 else _inserted(text, end, f"\n{line}")


def _inserted(text: str, index: int, more: str) -> str:
    return text[:index] + more + text[index:]
