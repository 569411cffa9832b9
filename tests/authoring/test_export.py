"""`grade export`: the autograder that is uploaded is set up and run as Gradescope does, in folders of a test."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, on_a_runner
from test_bad_input import RIGHT_ADD, mul
from test_bad_input import grade as run_grade
from test_forms import DOCUMENTED
from test_notebook import notebook

from grader import __version__
from grader.authoring import export
from grader.authoring.new import new
from grader.course import Course, read_course
from grader.sandbox.zygotes import Zygotes

WHEEL = f"backgrade-{__version__}-py3-none-any.whl"
SEED = "a secret of the instructor's"
WRONG_MUL = mul("return dz * y, dz * y")
METADATA = {"id": 1, "submission_method": "upload", "users": [{"id": 2}], "assignment": {"total_points": "10.0"}}


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


# --- what is in the zip file ------------------------------------------------------------------------------


def test_it_is_the_same_each_time_and_holds_the_course_and_the_tool(course: Course) -> None:
    content = export.gradescope(course, ["gate-mul"], ["--problem=gate-mul"], None)
    assert content == export.gradescope(course, ["gate-mul"], ["--problem=gate-mul"], None)
    files = members(content)
    assert {name for name in files if "/" not in name} == {
        "setup.sh",
        "run_autograder",
        "arguments",
        "requirements.txt",
        WHEEL,
    }
    assert files["requirements.txt"].decode() == f"./{WHEEL}\n"
    for name in ("course.yaml", "problems/gates/gate-mul.yaml", "reference/gates/gate_mul.py"):
        assert files[f"course/{name}"] == (ROOT / name).read_bytes()
    assert not [name for name in files if "__pycache__" in name or "/." in name]


def test_problems_in_torch_bring_torch_along(course: Course) -> None:
    files = members(export.gradescope(course, ["gate-mul", "leaky-module"], [], None))
    assert files["requirements.txt"].decode() == f"./{WHEEL}\n{export.TORCH}\n"


def test_the_wheel_holds_this_package_and_its_record_is_right(course: Course) -> None:
    files = members(members(export.gradescope(course, ["gate-mul"], [], None))[WHEEL])
    tracked = subprocess.run(["git", "ls-files", "grader"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    assert {name for name in files if name.startswith("grader/")} >= {*tracked}
    record = f"backgrade-{__version__}.dist-info/RECORD"
    rows = list(csv.reader(files.pop(record).decode().splitlines()))
    assert rows.pop() == [record, "", ""]
    assert [row[0] for row in rows] == [*dict.fromkeys(row[0] for row in rows)]
    for name, digest, size in rows:
        content = files.pop(name)
        assert digest == "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        assert int(size) == len(content)
    assert files == {}


def test_an_installed_package_makes_the_same_as_a_checkout(course: Course, wheels: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(next(wheels.glob("backgrade-*.whl"))) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import sys; from pathlib import Path; from grader.authoring import export; from grader.course import *\n"
        f"assert str(export.PACKAGE).startswith({str(tmp_path)!r})\n"
        f"content = export.gradescope(read_course(Path({str(ROOT)!r})), ['gate-mul'], [], None)\n"
        f"Path({str(tmp_path / 'made.zip')!r}).write_bytes(content)"
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    subprocess.run([sys.executable, "-P", "-c", code], env=env, check=True, cwd=tmp_path)
    made = members((tmp_path / "made.zip").read_bytes())
    here = members(export.gradescope(course, ["gate-mul"], [], None))
    one, other = ({**members(files.pop(WHEEL)), **files} for files in (made, here))
    for files in (one, other):
        files.pop(f"backgrade-{__version__}.dist-info/RECORD")
        text = files.pop(f"backgrade-{__version__}.dist-info/METADATA").decode()
        files["needs"] = repr(sorted(line for line in text.splitlines() if line.startswith("Requires-Dist"))).encode()
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name] and name != "needs"] == []
    assert {*packages(one["needs"])} == {*packages(other["needs"])}


def packages(needs: bytes) -> Iterator[str]:
    for line in eval(needs):
        yield line.removeprefix("Requires-Dist: ").split(">")[0].split("<")[0].lower()


def test_hidden_files_of_a_course_stay_behind(tmp_path: Path) -> None:
    new(tmp_path, "my-gate", None, None)
    (tmp_path / "problems/.secret").write_text("")
    files = members(export.gradescope(read_course(tmp_path), ["my-gate"], [], None))
    names = {name.rpartition("/")[2] for name in files if name.startswith("course/")}
    assert names - {"course.yaml", "problem.schema.json"} == {"my-gate.yaml", "my_gate.py"}
    assert not [name for name in files if "secret" in name]


ASKED: list[tuple[list[str], str, str]] = [
    (["-p", "gates", "-p", "linear-row"], "--problem=gates\n--problem=linear-row\n", "8 problems, 59 points"),
    (["--lang", "en", "-p", "gate-mul"], "--problem=gate-mul\n--lang=en\n", "1 problem, 5 points"),
]


@pytest.mark.parametrize(("asked", "arguments", "told"), ASKED)
def test_what_is_asked_for_is_what_is_graded(tmp_path: Path, asked: list[str], arguments: str, told: str) -> None:
    done = run_grade("export", "gradescope", *asked, cwd=tmp_path)
    assert done.returncode == 0 and told in done.stdout, done.stderr
    assert members((tmp_path / "autograder.zip").read_bytes())["arguments"].decode() == arguments


def test_all_of_a_course_is_named_where_nothing_is(tmp_path: Path, course: Course) -> None:
    run_grade("export", "gradescope", "--out", "all.zip", cwd=tmp_path)
    arguments = members((tmp_path / "all.zip").read_bytes())["arguments"].decode().split()
    assert arguments == [f"--problem={module}" for module in course.modules]


def test_an_assignment_is_named_with_how_much_it_tells(tmp_path: Path) -> None:
    new(tmp_path, "my-gate", None, None)
    file = tmp_path / "course.yaml"
    [module] = read_course(tmp_path).modules
    file.write_text(
        "title: {en: A, zh: A}\n"
        f"modules: {{{module}: {{title: {{en: A, zh: A}}, problems: [my-gate]}}}}\n"
        "assignments: {week: {title: {en: A, zh: A}, problems: [my-gate], feedback: symptom}}\n"
    )
    done = run_grade("export", "gradescope", "--assignment", "week", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("autograder.zip: 1 problem, ")
    assert run_grade("list", cwd=tmp_path).stdout.splitlines()[-2].startswith("1 problem, ")
    assert members((tmp_path / "autograder.zip").read_bytes())["arguments"] == b"--assignment=week\n"
    assert run_grade("export", "gradescope", "--assignment", "weak", cwd=tmp_path).returncode == 2
    assert run_grade("export", "gradescope", "--out", "no/where.zip", cwd=tmp_path).returncode == 2


# --- set up and run as Gradescope does --------------------------------------------------------------------


class Harness:
    """A machine of Gradescope's: its folders are below a folder of the test."""

    def __init__(self, root: Path, content: bytes, wheels: Path) -> None:
        self.root = root
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        (root / "submission_metadata.json").write_text(json.dumps(METADATA))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                archive.extract(info, root / "source")
                (root / "source" / info.filename).chmod(info.external_attr >> 16 & 0o777)
        shutil.copy(root / "source/run_autograder", root / "run_autograder")
        self.env = on_a_runner(root, wheels) | {"AUTOGRADER_ROOT": str(root)}
        self.run(root / "source/setup.sh")

    def run(self, script: Path) -> str:
        done = subprocess.run([script], env=self.env, cwd="/", capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def results(self, **files: str | Path) -> Any:
        """What is written for an upload of these files, given by name, `__` for the dot; a path is a link to it."""
        for folder in ("submission", "results"):
            shutil.rmtree(self.root / folder)
            (self.root / folder).mkdir()
        for name, content in files.items():
            place = self.root / "submission" / name.replace("__", ".")
            if isinstance(content, Path):
                place.symlink_to(content)
            else:
                place.write_text(content)
        self.said = self.run(self.root / "run_autograder")
        [written] = (self.root / "results").iterdir()
        assert written.name == "results.json"
        return json.loads(written.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def harness(course: Course, wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Harness:
    arguments = ["--problem=gate-add", "--problem=gate-mul"]
    content = export.gradescope(course, ["gate-add", "gate-mul"], arguments, SEED)
    return Harness(tmp_path_factory.mktemp("autograder"), content, wheels)


@pytest.fixture(scope="module")
def isolated(zygotes: Zygotes) -> None:
    if zygotes.isolation().level < 2:
        pytest.skip("this machine isolates below level 2, where hidden cases are not graded")


@pytest.mark.slow
@pytest.mark.usefixtures("isolated")
class TestOnGradescope:
    def test_right_and_wrong_answers(self, harness: Harness) -> None:
        results = harness.results(gate_add__py=RIGHT_ADD, gate_mul__py=WRONG_MUL)
        assert results.keys() == {"score", "output", "output_format", "visibility", "tests"}
        assert results["score"] == 7.5
        assert sum(test["max_score"] for test in results["tests"]) == 10
        assert [test["status"] for test in results["tests"]] == ["passed", "passed", "passed", "failed"]
        assert all(test.keys() == DOCUMENTED for test in results["tests"])
        assert "lie behind hidden cases" in results["output"]

    def test_a_missing_file_counts_nothing(self, harness: Harness) -> None:
        results = harness.results(gate_add__py=RIGHT_ADD, notes__txt="")
        assert results["score"] == 5
        assert sum(test["max_score"] for test in results["tests"]) == 10

    @pytest.mark.parametrize("name", ["week__ipynb", "answers__py"])
    def test_one_file_may_answer_all(self, harness: Harness, name: str) -> None:
        text = notebook(RIGHT_ADD, WRONG_MUL) if name == "week__ipynb" else RIGHT_ADD + WRONG_MUL
        results = harness.results(**{name: text})
        assert results["score"] == 7.5

    def test_an_upload_without_answers_is_told_why(self, harness: Harness) -> None:
        results = harness.results(readme__md="# Mine")
        assert results["score"] == 0
        assert "nothing here answers a problem" in results["output"]

    def test_what_no_student_can_mend_costs_no_points(self, harness: Harness) -> None:
        """Such as a machine that isolates too little: the instructor is told, and nobody gets 0 points for it."""
        harness.results(gate_add__py=RIGHT_ADD)
        arguments = harness.root / "source/arguments"
        kept = arguments.read_text()
        arguments.write_text("--problem=no-such-problem\n")
        try:
            done = subprocess.run([harness.root / "run_autograder"], env=harness.env, capture_output=True, text=True)
        finally:
            arguments.write_text(kept)
        assert done.returncode == 2
        assert done.stdout.count('"no-such-problem"') == 2

    def test_nothing_at_all_is_told_too(self, harness: Harness) -> None:
        assert harness.results()["score"] == 0

    @pytest.mark.parametrize("place", ["seed", "course/reference/gates/gate_mul.py"])
    def test_an_uploaded_link_leads_nowhere(self, harness: Harness, place: str) -> None:
        for name in ("answers__py", "gate_mul__py", "week__ipynb"):
            results = harness.results(**{name: harness.root / "source" / place})
            assert results["score"] == 0
            assert SEED not in json.dumps(results) + harness.said

    def test_student_code_reads_neither_the_seed_nor_a_reference(self, harness: Harness) -> None:
        """It is in files and in the environment; what can be opened is told in the error that it raises."""
        places = [harness.root / "source/seed", harness.root / "source/course/course.yaml", "/proc/self/environ"]
        for place in places:
            results = harness.results(gate_mul__py=mul(f"raise ValueError(open({str(place)!r}).read())"))
            assert results["score"] == 0
            assert SEED not in json.dumps(results) + harness.said
            assert "title" not in results["tests"][2]["output"]

    def test_hidden_cases_stay_hidden(self, harness: Harness) -> None:
        """An answer that is right on the worked case alone says its inputs on the others, in vain."""
        body = "if (x, y) == (-2, 5):\n    return dz * y, dz * x\nprint(x, 'LEAK')\nraise ValueError(f'LEAK {x}')"
        results = harness.results(gate_mul__py=mul(body))
        outputs = [test["output"] for test in results["tests"]]
        assert "ValueError" in outputs[2] and not any(" (-2" in output for output in outputs)
        assert "LEAK" not in json.dumps(results)
