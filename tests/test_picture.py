"""The picture of a graph: well-formed, readable by day and by night, nothing on top of another."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from test_bad_input import grade
from test_graph import NINE, asked, of

from grader.cases import draw_cases
from grader.course import read_course
from grader.graph import Evaluated, Graph, evaluated
from grader.graph_text import read_graph
from grader.reports.layout import Box, Layout, layout
from grader.reports.picture import STYLE, Mark, marks_of, svg, table
from grader.words import Language

COURSE = read_course(ROOT)
SVG = "{http://www.w3.org/2000/svg}"


def of_problem(name: str) -> tuple[Graph, Evaluated]:
    problem = COURSE.problem(name)
    graph = problem.as_graph
    assert graph is not None
    return graph, evaluated(graph, draw_cases(problem, "public")[0].inputs)


def nine() -> tuple[Graph, Evaluated]:
    graph = of(NINE, "wxby")
    return graph, evaluated(graph, {"w": 2.0, "x": -1.0, "b": 2.0, "y": 1.0})


def texts(element: ET.Element, kind: str) -> list[str]:
    return [str(each.text) for each in element.iter(f"{SVG}text") if each.get("class") == kind]


@pytest.mark.parametrize("name", COURSE.ids)
def test_every_built_in_picture_is_well_formed_and_has_no_script(name: str) -> None:
    graph, numbers = of_problem(name)
    root = ET.fromstring(svg(graph, numbers, language=Language.en, prefix="one"))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "g", "path", "text",
    }  # fmt: skip
    assert not any(key.startswith("on") or "href" in key for each in root.iter() for key in each.attrib)
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert ids == ["one-title", "one-desc"]
    assert root.get("aria-labelledby") == "one-title one-desc"
    names = texts(root, "name")
    assert sorted(names) == sorted(node.name for node in graph.nodes)


def test_each_edge_has_its_value_above_and_its_gradient_below() -> None:
    graph, numbers = of_problem("circuit-add-max")
    root = ET.fromstring(svg(graph, numbers, language=Language.en))
    assert texts(root, "value") == ["1", "2", "2", "0", "3", "2", "6"]
    assert texts(root, "gradient") == ["← 2", "← 2", "← 3", "← 0", "← 2", "← 3", "← 1", "Σ = 5"]
    rows = {each.text: float(each.get("y", 0)) for each in root.iter(f"{SVG}text") if each.text in ("6", "← 1")}
    assert rows["6"] < rows["← 1"]


def test_operands_enter_in_their_order_from_above() -> None:
    graph = of("f = y - x", "xy")
    drawn = svg(graph, evaluated(graph, {"x": 1.0, "y": 5.0}), language=Language.en)
    tips = [tuple(map(float, tip)) for tip in re.findall(r'class="tip" d="M([\d.]+) ([\d.]+)', drawn)]
    by_name = dict(zip(["y", "x", "f"], tips, strict=True))
    assert by_name["y"][1] < by_name["x"][1]
    assert texts(ET.fromstring(drawn), "value") == ["5", "1", "4"]


def test_large_arrays_are_shown_by_shape_and_first_entries() -> None:
    graph = of("f = sum(x)", "x")
    root = ET.fromstring(svg(graph, evaluated(graph, {"x": np.arange(12.0).reshape(3, 4)}), language=Language.en))
    assert texts(root, "value") == ["3×4: 0, 1, …", "66"]


def test_marks_are_told_by_sign_and_word_and_are_in_the_table() -> None:
    graph, numbers = of_problem("net2-relu-sse")
    said: Any = {"W2": ("right", None), "dz1": ("wrong", [3.0, -2.0, 4.0]), "W1": ("follows", None), "no": ("wrong", 1)}
    marks = marks_of(graph, said)
    assert {name: (mark.state, mark.of, mark.got) for name, mark in marks.items()} == {
        "W2": ("right", "gradient", None),
        "z1": ("wrong", "gradient", [3.0, -2.0, 4.0]),
        "W1": ("follows", "gradient", None),
    }
    root = ET.fromstring(svg(graph, numbers, marks, language=Language.en))
    assert texts(root, "mark") == ["↳ follows", "✓ gradient right", "✗ gradient wrong", "got [3, −2, 4]"]
    assert [group.get("class") for group in root.iter(f"{SVG}g") if group.get("class") not in (None, "plain")] == [
        "follows", "right", "wrong",
    ]  # fmt: skip
    rows = {row.node: row for row in table(graph, numbers, marks, language=Language.en)}
    assert rows["z1"].mark == "✗ gradient wrong, got [3, -2, 4]"
    assert (rows["z1"].operation, rows["z1"].inputs, rows["z1"].children) == ("u1 + b1", "u1, b1", "h")
    assert (rows["W1"].operation, rows["W1"].mark) == ("input", "↳ follows")
    assert rows["h"].mark == ""
    chinese = svg(graph, numbers, marks, language=Language.zh)
    assert "✗ 梯度错误" in chinese and "你的是 [3, −2, 4]" in chinese


def test_of_two_answers_at_a_node_the_wrong_one_is_shown() -> None:
    answers = {"z": asked(), "dz": asked(), "dx": asked("f", "x")}
    graph = read_graph("z = 2 * x\nf = 3 * z", ["x"], answers)
    for said in ({"z": ("wrong", 1.0), "dz": ("right", None)}, {"dz": ("right", None), "z": ("wrong", 1.0)}):
        [(node, mark)] = marks_of(graph, said).items()  # type: ignore[arg-type]
        assert (node, mark.state, mark.of, mark.got) == ("z", "wrong", "value", 1.0)


def test_what_a_page_is_given_is_escaped() -> None:
    graph, numbers = nine()
    drawn = svg(graph, numbers, {"f": Mark("wrong", "value", "<b>")}, language=Language.en, title="a < b & <script>")
    assert "<script" not in drawn and "<b>" not in drawn
    assert ET.fromstring(drawn).findtext(f"{SVG}title") == "a < b & <script>"


def test_the_same_graph_gives_the_same_picture() -> None:
    assert svg(*nine(), language=Language.en) == svg(*nine(), language=Language.en)


# --- colours ----------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    full = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(full[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
def test_text_and_lines_stand_out_by_day_and_by_night(scheme: int) -> None:
    block = re.findall(r"\.gg\{(--[^}]*?)(?:font|\})", STYLE)[scheme]
    colours = dict(re.findall(r"--([\w-]+):#([0-9a-f]+)", block))
    for text in ("ink", "value", "gradient", "wrong", "later"):
        assert contrast(colours[text], colours["paper"]) >= 4.5, text
    assert contrast(colours["ink"], colours["fill"]) >= 4.5
    assert contrast(colours["later"], colours["fill"]) >= 4.5
    assert contrast(colours["ink"], colours["wrong-fill"]) >= 4.5
    assert contrast(colours["line"], colours["paper"]) >= 3


# --- layout -----------------------------------------------------------------------------------------------


def laid_out(graph: Graph, seed: int = 0) -> Layout:
    rng = np.random.default_rng(seed)
    nodes = {node.name: (float(rng.integers(30, 90)), float(rng.integers(30, 80))) for node in graph.nodes}
    edges = [(node.name, child.name, slot) for node in graph.nodes for child, slot in graph.edges_from(node.name)]
    return layout(graph, nodes, {edge: (float(rng.integers(10, 120)), 36.0) for edge in edges})


def overlap(one: Box, other: Box) -> bool:
    near_x = abs(one.x - other.x) < (one.width + other.width) / 2 - 1e-6
    near_y = abs(one.y - other.y) < (one.height + other.height) / 2 - 1e-6
    return near_x and near_y


def random_graph(seed: int) -> Graph:
    rng = np.random.default_rng(seed)
    names, lines = ["a", "b", "c"], []
    for i in range(int(rng.integers(3, 25))):
        left, right = rng.choice(names, 2)
        lines.append(f"n{i} = {left} {rng.choice(['+', '*', '-'])} {right}")
        names.append(f"n{i}")
    text = "\n".join(lines)
    used = {name for name in names[:-1] if re.search(rf"= {name} | {name}$", text, re.MULTILINE)}
    ends = [name for name in names[3:] if name not in used]
    return read_graph(text, names[:3], {f"of {end}": asked(end, "a") for end in ends})


@pytest.mark.parametrize("seed", range(25))
def test_nothing_lies_on_top_of_another(seed: int) -> None:
    graph = random_graph(seed)
    drawn = laid_out(graph, seed)
    boxes = [*drawn.nodes.values(), *drawn.labels.values()]
    assert not [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)]
    assert all(box.x - box.width / 2 >= 0 and box.x + box.width / 2 <= drawn.width + 1e-6 for box in boxes)
    assert all(box.y - box.height / 2 >= -1e-6 and box.y + box.height / 2 <= drawn.height + 1e-6 for box in boxes)
    for (source, child, _), route in drawn.routes.items():
        xs = [drawn.nodes[source].x, *(box.x for box in route), drawn.nodes[child].x]
        assert xs == sorted(xs)
        assert not any(overlap(bend, box) for bend in route[1:] for box in boxes)


@pytest.mark.parametrize("name", COURSE.ids)
def test_no_edges_cross_in_a_built_in_picture(name: str) -> None:
    graph, _ = of_problem(name)
    drawn = laid_out(graph)
    segments = []
    for (source, child, slot), route in drawn.routes.items():
        end = drawn.nodes[child]
        points = [(box.x, box.y) for box in [drawn.nodes[source], *route]] + [(end.x, end.y + slot)]
        segments += itertools.pairwise(points)
    crossing = [
        (one, other)
        for one, other in itertools.combinations(segments, 2)
        if one[0][0] == other[0][0] and (one[0][1] - other[0][1]) * (one[1][1] - other[1][1]) < 0
    ]
    assert crossing == []


# --- the command ------------------------------------------------------------------------------------------


def test_the_command_writes_the_picture(tmp_path: Path) -> None:
    run = grade("graph", "gate-mul", "--form", "svg", "--out", str(tmp_path / "graph.svg"), "--lang", "zh", cwd=ROOT)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    root = ET.parse(tmp_path / "graph.svg").getroot()
    assert root.findtext(f"{SVG}title") == "z 的计算图"
    assert texts(root, "value") == ["−2", "5", "−10"]
    assert grade("graph", "gate-mul", "--form", "svg", cwd=ROOT).stdout.startswith("<svg xmlns=")
