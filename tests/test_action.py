"""The action for GitHub: its scripts run as they are written, with inputs that do not become code."""

from __future__ import annotations

import os
import re
import subprocess
import venv
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, on_a_runner
from test_bad_input import RIGHT_ADD, mul
from test_docs import blocks, page
from test_forms import commands

from grader import __version__

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]
INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")
TEXTS = ["$(touch run)", "`touch run`", "; touch run", "--help", "'\"", "*", "a\ntouch run"]
WRONG_MUL = mul("return dz * y, dz * y")


def filled(text: str, inputs: dict[str, str]) -> str:
    """What GitHub makes of an expression of inputs."""
    return INPUT.sub(lambda named: inputs[named[1]], text)


class Runner:
    """A machine of GitHub's: what one step installs is there for the next, and the repository is where they run."""

    def __init__(self, folder: Path, wheels: Path) -> None:
        self.repository, self.summary = folder / "repository", folder / "summary.md"
        self.repository.mkdir()
        (folder / "temp").mkdir()
        venv.create(folder / "venv", with_pip=False)
        [wheel] = wheels.glob("backgrade-*.whl")
        self.env = on_a_runner(folder, wheels) | {
            "RUNNER_TEMP": str(folder / "temp"),
            "GITHUB_ACTION_PATH": str(wheel),
            "GITHUB_STEP_SUMMARY": str(self.summary),
        }

    def run(self, step: dict[str, Any], **given: str) -> subprocess.CompletedProcess[str]:
        """Run a step as GitHub does, with these inputs, `_` for the hyphen, and else their defaults."""
        inputs = {name: str(spec["default"]) for name, spec in ACTION["inputs"].items()}
        inputs |= {name.replace("_", "-"): value for name, value in given.items()}
        env = self.env | {name: filled(text, inputs) for name, text in step["env"].items()}
        argv = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        return subprocess.run(argv, cwd=self.repository, env=env, capture_output=True, text=True)


@pytest.fixture(scope="module")
def runner(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """With the tool installed, and a right and a wrong answer in the repository."""
    runner = Runner(tmp_path_factory.mktemp("runner"), wheels)
    (runner.repository / "gates").mkdir()
    (runner.repository / "gates/gate_add.py").write_text(RIGHT_ADD)
    (runner.repository / "gates/gate_mul.py").write_text(WRONG_MUL)
    for name in ("venv", "ensurepip", "json", "pip", "typer", "grader", "sitecustomize"):  # what no step may import
        (runner.repository / f"{name}.py").write_text(f"open('{runner.repository}/run', 'a').write(__name__)\n")
    done = runner.run(STEPS[1])
    assert done.returncode == 0, done.stderr
    return runner


def grade(runner: Runner, **inputs: str) -> subprocess.CompletedProcess[str]:
    runner.summary.unlink(missing_ok=True)
    done = runner.run(STEPS[2], **inputs)
    assert not (runner.repository / "run").exists()
    return done


def test_no_input_is_written_into_a_script() -> None:
    assert [step.get("name") for step in STEPS] == [None, "Install backgrade", "Grade"]
    assert ACTION["runs"]["using"] == "composite"
    for step in STEPS[1:]:
        assert "${{" not in step["run"] and step["shell"] == "bash"
        assert all(INPUT.fullmatch(text) for text in step["env"].values())
    used = {
        name for step in STEPS for text in [*step.get("env", step.get("with")).values()] for name in INPUT.findall(text)
    }
    assert used == ACTION["inputs"].keys()
    assert all(spec["description"] and "default" in spec for spec in ACTION["inputs"].values())


@pytest.mark.slow
class TestOnGitHub:
    def test_what_is_wrong_fails_the_step_and_is_annotated(self, runner: Runner) -> None:
        done = grade(runner, problems="gate-add  gate-mul\ngate-max")
        assert done.returncode == 1, done.stderr
        [found] = commands(done.stdout)
        assert (found["file"], found["line"]) == ("gates/gate_mul.py", "4")
        assert runner.summary.read_text(encoding="utf-8").startswith("## ✗ 7.5 of 18 points")

    @pytest.mark.parametrize(("least", "code"), [("7.5", 0), ("7.6", 1), ("many", 2)])
    def test_points_may_be_enough(self, runner: Runner, least: str, code: int) -> None:
        assert grade(runner, problems="gate-add gate-mul", min_points=least).returncode == code

    def test_a_path_and_a_right_answer(self, runner: Runner) -> None:
        done = grade(runner, path="gates/gate_add.py")
        assert done.returncode == 0, done.stderr
        assert runner.summary.read_text(encoding="utf-8").startswith("## ✓ 5 of 5 points")

    def test_no_course_of_the_repository_is_taken(self, runner: Runner) -> None:
        for name in ("problems", "reference"):
            (runner.repository / name).mkdir()
        try:
            assert grade(runner, path="gates/gate_add.py").returncode == 0
        finally:
            for name in ("problems", "reference"):
                (runner.repository / name).rmdir()

    def test_a_seed_hides_cases_and_is_not_told(self, runner: Runner) -> None:
        done = grade(runner, problems="gate-mul", seed="a secret; of two words")
        assert done.returncode in (1, 2)  # 2 where the machine cannot lock student code in
        if done.returncode == 1:
            assert "lie behind hidden cases" in runner.summary.read_text(encoding="utf-8")
        else:
            assert "is required" in done.stderr
        assert "a secret" not in done.stdout + done.stderr

    def test_an_assignment_and_a_course_are_asked_for(self, runner: Runner) -> None:
        done = grade(runner, assignment="no such")
        assert done.returncode == 2 and '"no such"' in done.stderr
        done = grade(runner, course="no such")
        assert done.returncode == 2 and "no such is no course" in done.stderr

    @pytest.mark.parametrize("name", ["path", "problems", "assignment", "course", "min_points", "seed"])
    @pytest.mark.parametrize("text", TEXTS)
    def test_an_input_is_no_code(self, runner: Runner, name: str, text: str) -> None:
        done = grade(runner, **{"problems": "gate-mul", name: text})
        assert done.returncode in (1, 2)
        assert "Usage: grade submit [OPTIONS]" not in done.stdout

    def test_a_version_is_taken_from_the_index(self, wheels: Path, tmp_path: Path) -> None:
        runner = Runner(tmp_path, wheels)
        assert runner.run(STEPS[1], version=__version__, packages="numpy PyYAML>=6").returncode == 0
        assert runner.run(STEPS[1], version="99").returncode != 0
        assert os.listdir(runner.repository) == []


def test_the_page_names_inputs_that_are_there() -> None:
    [shown] = [
        content for language, content in blocks(page("ci.md")) if language == "yaml" and "/backgrade@" in content
    ]
    [*_, step] = yaml.safe_load(shown)
    assert step["with"].keys() <= ACTION["inputs"].keys()
    assert step["with"]["seed"] == "${{ secrets.GRADE_SEED }}"
