"""YAML to Problem: the models of a problem file, and the only reader of problems/."""

from __future__ import annotations

import ast
import builtins
import difflib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    Tag,
    ValidationError,
    model_validator,
)

from grader import cache, strict_yaml
from grader.errors import UserError
from grader.guest.wire import decode, encode

if TYPE_CHECKING:
    from grader.graph import Graph

VERSION = "4"
"""Part of every cache key: raise it when the same file would be read as another problem."""
MISSPELT = 0.8
"""How alike two names are of which one is taken for the other."""
PLACED = {
    "id": "it is the name of the file or its folder",
    "module": "it is the name of the file or its folder",
    "forward_only": "that is so where the reference has none of the functions of `call`",
}
"""Fields that the file does not say itself, and what does."""
Shape: TypeAlias = list[int | str]
"""Named sizes and whole numbers; [] is one float."""


def _in_order(span: tuple[int, int]) -> tuple[int, int]:
    if not 1 <= span[0] <= span[1]:
        raise ValueError(f"not a range of sizes: [{span[0]}, {span[1]}]")
    return span


Span: TypeAlias = Annotated[tuple[int, int], AfterValidator(_in_order)]
"""The smallest and the largest, from 1."""


class Part(BaseModel):
    """A part of a problem file: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Text(Part):
    """One text in both languages."""

    en: str = Field(min_length=1)
    """In English."""
    zh: str = Field(min_length=1)
    """In Chinese."""


class Size(Part):
    """A size, drawn before everything else and different from the other sizes of the case."""

    size: Span
    """The smallest and the largest."""


class Sizes(Part):
    """A list of sizes, for layers: how many (`count`) and how large."""

    sizes: Span
    """The smallest and the largest of them."""
    count: Span
    """How many: the fewest and the most."""


class Drawn(Part):
    """What random floats may be asked to be."""

    away_from: list[float | str] = []
    """Numbers, and inputs of the same shape: every entry keeps `gap` from them."""
    gap: float = Field(default=0.1, gt=0)
    """How far from what is in `away_from`."""
    at_most: float | None = Field(default=None, gt=0)
    """No entry is larger than this, whatever its sign."""
    sorted: StrictBool = False
    """Whether they rise."""


class Normal(Drawn):
    """Normal floats, times `scale`, plus `shift`."""

    normal: Shape
    """The shape."""
    scale: float = Field(default=1.0, gt=0)
    """What they are multiplied by."""
    shift: float = 0.0
    """What is added then."""


class Uniform(Drawn):
    """Floats between `low` and `high`."""

    uniform: Shape
    """The shape."""
    low: float = 0.0
    """The smallest."""
    high: float = 1.0
    """The largest."""


class Each(Normal):
    """A list with one normal array for each pair of neighbouring sizes, called n_in and n_out in the shape."""

    each: str
    """The list of sizes."""


class Integers(Part):
    """Whole numbers (int64) from `low` to below `below`."""

    integers: Shape
    """The shape."""
    low: int = 0
    """The smallest."""
    below: int | str
    """One more than the largest: a number or a size."""


class Choice(Part):
    """One of the given things, or an array of them."""

    choice: list[Any] = Field(min_length=1)
    """The things."""
    shape: Shape = []
    """That of an array of them; without it, one of them."""


class OneHot(Part):
    """Rows with a single 1.0: shape [rows, classes]."""

    one_hot: Shape = Field(min_length=2, max_length=2)
    """Rows and classes."""


class Mask(Part):
    """Zeros and ones (float64), each one with probability `keep`."""

    mask: Shape
    """The shape."""
    keep: float = Field(default=0.5, ge=0, le=1)
    """How likely a one is."""


class Given(Part):
    """An explicit value: a number, or nested lists for an array; float64 unless declared otherwise.

    Declared is `dtype` here, or int64 where the input it stands for draws integers.
    """

    value: Any
    """A number, nested lists, a text, true or false."""
    dtype: Literal["float64", "float32", "int64", "bool"] | None = None
    """The type of the array."""


class String(Part):
    """A string."""

    string: str
    """What it is."""


class ListOf(Part):
    """A list of inputs."""

    items: list[InputSpec] = Field(alias="list")
    """The inputs."""


class DictOf(Part):
    """A dict of inputs."""

    entries: dict[str, InputSpec] = Field(alias="dict")
    """The inputs by name."""


class Function(Part):
    """A function of the problem's helper file, by name."""

    function: str
    """Its name."""


class Generated(Part):
    """A computation graph: a list of (name, op, inputs) in creation order, op None for an input of the graph."""

    generate: Literal["random_dag"]
    """What is drawn."""
    nodes: int = Field(ge=2, le=1000)
    """How many, inputs among them."""
    inputs: int = Field(default=2, ge=1)
    """How many of them are inputs."""
    ops: list[Literal["add", "sub", "mul", "max", "square", "half", "sigmoid", "exp"]] = Field(min_length=1)
    """What the others may be."""


KINDS: dict[str, type[Part]] = {
    "size": Size, "sizes": Sizes, "each": Each, "normal": Normal, "uniform": Uniform, "integers": Integers,
    "choice": Choice, "one_hot": OneHot, "mask": Mask, "value": Given, "string": String, "list": ListOf,
    "dict": DictOf, "function": Function, "generate": Generated,
}  # fmt: skip


NO_ARRAYS = (Sizes, Each, String, ListOf, DictOf, Function, Generated)
"""Inputs that are neither a number nor an array."""


def _kind(spec: Any) -> str | None:
    """Which kind of input a spec is, by the key that names it."""
    if isinstance(spec, Part):
        return next(kind for kind, part in KINDS.items() if type(spec) is part)
    return next((kind for kind in KINDS if kind in spec), None)


def _explicit(spec: Any) -> Any:
    """A bare number or list stands for `{value: …}`."""
    if isinstance(spec, dict | Part):
        return spec
    return {"value": spec}


InputSpec: TypeAlias = Annotated[
    Annotated[Size, Tag("size")]
    | Annotated[Sizes, Tag("sizes")]
    | Annotated[Each, Tag("each")]
    | Annotated[Normal, Tag("normal")]
    | Annotated[Uniform, Tag("uniform")]
    | Annotated[Integers, Tag("integers")]
    | Annotated[Choice, Tag("choice")]
    | Annotated[OneHot, Tag("one_hot")]
    | Annotated[Mask, Tag("mask")]
    | Annotated[Given, Tag("value")]
    | Annotated[String, Tag("string")]
    | Annotated[ListOf, Tag("list")]
    | Annotated[DictOf, Tag("dict")]
    | Annotated[Function, Tag("function")]
    | Annotated[Generated, Tag("generate")],
    Discriminator(
        _kind,
        custom_error_type="no_such_input",
        custom_error_message="no such kind of input; one of " + ", ".join(KINDS),
    ),
    BeforeValidator(_explicit),
]


class Worked(Part):
    """A gradient as it is worked out by hand: upstream times local, added up over leading axes.

    Two expressions over inputs, right answers and the reference; broadcast against each other they have the shape of
    the answer behind the axes that are summed over.
    """

    upstream: str
    """The gradient that comes in."""
    local: str
    """What it is multiplied by."""


class AskedSpec(Part):
    """One named answer: what it weighs, and how it is compared."""

    weight: float = Field(default=1.0, gt=0)
    """What it weighs among the answers."""
    scale: str = "1.0"
    """The size S of what is added up to make it: rounding errors up to 1e-13 S are no difference."""
    part_of: str | None = None
    """The dict that holds it under its name, and that the call assigns."""
    slope_of: str | None = None
    """The answer whose slope it is, or else a value that `forward` assigns."""
    along: str | None = None
    """The input along which it is the slope."""
    with_: str | None = Field(default=None, alias="with")
    """The input that is the upstream gradient: needed where `slope_of` is an array, and may stand alone."""
    worked: Worked | None = None
    """How it is worked out, shown with the smallest input that fails."""
    optional: StrictBool = False
    """Compared where it is given, never required, worth nothing by itself."""
    follow: str | list[str] = []
    """Expressions that compute it from earlier answers: rightly computed from a wrong one it earns half."""

    @property
    def upstream(self) -> str | None:
        """The input that `with` names."""
        return self.with_

    @property
    def formulas(self) -> list[str]:
        """The expressions of `follow`, in the order in which they are tried."""
        return [self.follow] if isinstance(self.follow, str) else self.follow


class CaseSpec(Part):
    """One case, or `repeat` of them: flags, and inputs that differ from the problem's."""

    name: str = Field(min_length=1)
    """What reports call it; no other case has it."""
    visible: StrictBool = False
    """Shown by `grade show`, and worth nothing."""
    edge: StrictBool = False
    """An edge case: all of them together weigh a fifth of an answer."""
    repeat: int = Field(default=1, ge=1, le=100)
    """How many are drawn, numbered behind the name."""
    sizes: Literal["apart", "free"] = "apart"
    """Whether sizes have to be different."""
    call: str | None = None
    """Another call than the problem's."""
    forward: str | None = None
    """Where its `call` asks for other values than the problem's `forward` gives: those."""
    accept: str | list[dict[str, str]] | None = None
    """Other right answers: for each what differs from the reference's, or one expression that is true of all."""
    given: dict[str, InputSpec] = {}
    """An input that this case gives itself."""

    @property
    def names(self) -> list[str]:
        """The name of each case it stands for."""
        return [self.name] if self.repeat == 1 else [f"{self.name} {i}" for i in range(1, self.repeat + 1)]

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, spec: Any) -> Any:
        """Every key that is none of ours gives an input."""
        if not isinstance(spec, dict) or "given" in spec:
            return spec
        ours = {key: value for key, value in spec.items() if key in cls.model_fields}
        return ours | {"given": {key: value for key, value in spec.items() if key not in ours}}


class BugSpec(Part):
    """A mistake students make here: what it answers, as expressions by answer, or as code in the reference's place."""

    is_: str = Field(alias="is")
    """The name of its family."""
    code: str | None = None
    """Definitions that take the place of the reference's own."""
    twin: str | None = None
    """Another family of this problem that cannot be told apart from it by any input."""
    hint: Text | None = None
    """What to say instead of the family's hint."""
    formulas: dict[str, str] = {}
    """An answer that is wrong: an expression over inputs, right answers and the reference."""

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, spec: Any) -> Any:
        """Every key that is none of ours is an answer."""
        if not isinstance(spec, dict) or "formulas" in spec:
            return spec
        ours = {key: value for key, value in spec.items() if key in ("is", "code", "twin", "hint")}
        return ours | {"formulas": {key: value for key, value in spec.items() if key not in ours}}


class EquivalentSpec(Part):
    """A mutant of the reference that answers as the reference does, so that no case can catch it."""

    line: str = Field(min_length=1)
    """Its changed line, as `grade validate` shows it."""
    reason: str = Field(min_length=1)
    """Why it is no mistake; for those who read the file."""


class Limits(Part):
    """What one call of a guest may use."""

    seconds: float = Field(default=2.0, gt=0)
    """Of processor time."""
    megabytes: int = Field(default=512, ge=64)
    """Of memory."""


class Problem(Part):
    """A problem: everything but the right answer's code."""

    id: str
    module: str
    title: Text
    """Its name."""
    kind: Literal["code"]
    """What an answer is: a file of Python."""
    points: float = Field(gt=0)
    """What it is worth."""
    packages: list[Literal["numpy", "torch"]] = ["numpy"]
    """What an answer may import beside the standard library."""
    lecture: Text
    """Where it was taught."""
    layout: Literal["elementwise", "row", "column"]
    """Of arrays: entry by entry, one sample a row, or one sample a column."""
    reduction: Literal["none", "sum", "mean_rows", "mean_all", "half_sum"]
    """What the loss does over the samples."""
    at_kink: Text | None = None
    """Where there is a kink: which value counts there."""
    statement: Text
    """What is asked, in Markdown with `$LaTeX$`."""
    helper: str | None = None
    """A Python file beside this one, for both sides, whose functions can be inputs."""
    call: str
    """Lines that use the student's functions or classes and assign every answer."""
    forward: str | None = None
    """The forward pass in torch, over the inputs as tensors: autograd proves the reference, or stands in for it."""
    forward_only: StrictBool = False
    """Whether the right answers come from `forward`, since the reference has none of the functions of `call`."""
    inputs: dict[str, InputSpec] = Field(min_length=1)
    """What the call is given, by name."""
    answers: dict[str, AskedSpec] = Field(min_length=1)
    """What the call has to assign, in backward order."""
    cases: list[CaseSpec] = Field(min_length=1)
    """What the call is run on."""
    also_right: list[dict[str, str]] = []
    """Equal formulas: expressions by answer, or `code:`, a whole other module."""
    bugs: list[BugSpec] = []
    """Mistakes to recognise; every one must be caught by a case."""
    hints: list[Text] = []
    """What `grade hint` tells, one more each time it is asked: what to look at, the formula, the line."""
    after: Text | None = None
    """For whose answer is right: why it works, and a variation to try."""
    equivalent: list[EquivalentSpec] = []
    """Mutants of the reference that `grade validate` is not to complain of."""
    backprop: StrictBool = False
    """Whether backprop is asked for: gradients that are found by differences or by a complex step then earn half."""
    limits: Limits = Limits()
    """What one call may use."""
    speed: dict[str, InputSpec] | None = Field(default=None, min_length=1)
    """The inputs of one large case, on which `grade submit --speed` times an answer beside the reference."""
    graph: str | None = None
    """The forward pass as lines of operations on inputs: the computation graph that is drawn."""

    @property
    def stem(self) -> str:
        """The file name of its reference, template and answer, without the ending."""
        return self.id.replace("-", "_")

    @property
    def package(self) -> str:
        """The zygote it needs."""
        return "torch" if "torch" in self.packages else "numpy"

    @property
    def returned(self) -> list[str]:
        """The names of `call` that come back: the answers, or the dicts that hold them."""
        return list(dict.fromkeys(asked.part_of or name for name, asked in self.answers.items()))

    @property
    def holders(self) -> set[str]:
        """The dicts that hold answers."""
        return {asked.part_of for asked in self.answers.values() if asked.part_of is not None}

    def parents(self, formula: str) -> list[str]:
        """The answers that an expression of `follow` takes: by name, or out of their dict, as in `grads["W1"]`.

        A name that is an input as well is the input.
        """
        names = [name for name in free_names(formula) if name in self.answers and name not in self.inputs]
        return [*names, *(str(key) for key in _keys(formula, self.holders) if key is not None)]

    @property
    def calls(self) -> list[str]:
        """Every text that is called: the problem's, and those of cases with their own."""
        return list(dict.fromkeys([self.call, *(case.call for case in self.cases if case.call)]))

    @property
    def functions(self) -> list[str]:
        """The names that `call` takes from the student's file."""
        known = {*self.inputs, *vars(builtins), "np", "torch"}
        return list(dict.fromkeys(name for call in self.calls for name in free_names(call) if name not in known))

    @property
    def as_graph(self) -> Graph | None:
        """The computation graph, if there is one. Raises GraphFault where its text is none."""
        from grader.graph import read_graph  # with numpy, which a problem without one can do without

        if self.graph is None:
            return None
        arrays = [name for name, spec in self.inputs.items() if not isinstance(spec, NO_ARRAYS)]
        return read_graph(self.graph, arrays, self.answers)

    @property
    def proved(self) -> list[str]:
        """The answers that `forward` gives: those that it assigns, and the slopes of what it assigns."""
        assigned = assigned_names(self.forward or "")
        return [name for name, asked in self.answers.items() if (asked.slope_of or name) in assigned]


class ProblemFault(ValueError):
    """A fault of the problem file at a field."""

    def __init__(self, path: strict_yaml.Path, what: str) -> None:
        super().__init__(what)
        self.path, self.what = path, what


def read_problem(file: Path, reference: Path) -> Problem:
    """The problem in a YAML file, held against its reference.

    Raises UserError("problem-file"): one line, `file:line:column: field: what`.
    """
    text, reference_text = text_of(file), text_of(reference)
    kept = cache.key("problem", VERSION, file.parent.name, file.stem, text, reference_text)
    if frames := cache.load(kept):
        return Problem.model_validate_json(decode(frames[0]))
    try:
        document = strict_yaml.read(text)
    except strict_yaml.YamlError as error:
        raise UserError("problem-file", text=f"{file}:{error.line}:{error.column}: {error.what}") from None
    try:
        if not isinstance(document.value, dict):
            raise ProblemFault((), "a problem is a mapping of fields")
        for name, what in PLACED.items():
            if name in document.value:
                raise ProblemFault((name,), f"no such field: {what}")
        problem = Problem.model_validate({**document.value, "id": file.stem, "module": file.parent.name})
        names = _top_level(reference, reference_text)
        if problem.forward is not None and names.isdisjoint(problem.functions):
            problem = problem.model_copy(update={"forward_only": True})
            for name in problem.functions:
                if near := difflib.get_close_matches(name, sorted(names), 1, MISSPELT):
                    raise ProblemFault(
                        ("call",), f'"{name}": not in the reference, which has "{near[0]}"; one is misspelt'
                    )
        for fault in faults(problem, names):
            raise fault
    except (ValidationError, ProblemFault) as error:
        raise located(file, document, error) from None
    cache.store(kept, [encode(problem.model_dump_json(by_alias=True))])
    return problem


def faults(problem: Problem, names: set[str]) -> Iterator[ProblemFault]:
    """What the models cannot see by themselves: names that neither the file nor the reference (`names`) has."""
    yield from _unknown_in_call(problem, names)
    yield from _faults_of_forward(problem, names)
    known = {*problem.inputs, *problem.answers, *problem.returned, *names, *vars(builtins), "np", "torch"}
    for name in problem.answers:
        yield from _faults_of_answer(problem, name, known)
    if all(asked.optional for asked in problem.answers.values()):
        yield ProblemFault(("answers",), "all are optional: one at least must be worth something")
    for name, spec in problem.inputs.items():
        if name in CaseSpec.model_fields:
            yield ProblemFault(("inputs", name), f'"{name}" is a field of cases; call the input something else')
        yield from _unknown_in_input(spec, _before(name, problem.inputs), ("inputs", name))
    for i, case in enumerate(problem.cases):
        for name, spec in case.given.items():
            if name not in problem.inputs:
                fields = {*problem.inputs, *CaseSpec.model_fields} - {"given"}
                yield ProblemFault(("cases", i, name), unknown(name, fields, "neither an input nor a field"))
            yield from _unknown_in_input(spec, _before(name, problem.inputs), ("cases", i, name))
        if isinstance(case.accept, str):
            yield from _unknown_in_expression(case.accept, known, ("cases", i, "accept"))
        for k, formulas in enumerate(case.accept or [] if not isinstance(case.accept, str) else []):
            yield from _unknown_in_formulas(problem, formulas, known, ("cases", i, "accept", k))
    for name, spec in (problem.speed or {}).items():
        if name not in problem.inputs:
            yield ProblemFault(("speed", name), unknown(name, problem.inputs, "no such input"))
        yield from _unknown_in_input(spec, _before(name, problem.inputs), ("speed", name))
    for i, formulas in enumerate(problem.also_right):
        yield from _unknown_in_formulas(problem, formulas, known, ("also_right", i))
    for i, bug in enumerate(problem.bugs):
        if (bug.code is None) == (not bug.formulas):
            yield ProblemFault(("bugs", i), "say what it answers: either expressions by answer, or `code`")
        if bug.code is not None:
            try:
                ast.parse(bug.code)
            except SyntaxError as error:
                yield ProblemFault(("bugs", i, "code"), f"line {error.lineno} of it is not Python: {error.msg}")
        yield from _unknown_in_formulas(problem, bug.formulas, known, ("bugs", i))
        if bug.twin is not None and bug.twin not in {other.is_ for other in problem.bugs}:
            yield ProblemFault(("bugs", i, "twin"), unknown(bug.twin, [other.is_ for other in problem.bugs]))
    if problem.graph is not None:
        yield from _faults_of_graph(problem)
    seen: set[str] = set()
    for i, case in enumerate(problem.cases):
        if seen & set(case.names):
            yield ProblemFault(("cases", i, "name"), f'two cases are called "{min(seen & set(case.names))}"')
        seen |= set(case.names)


def _faults_of_answer(problem: Problem, name: str, known: set[str]) -> Iterator[ProblemFault]:
    """An answer that is the slope of nothing there is, or whose expressions name nothing; `known` are their names."""
    asked = problem.answers[name]
    for field, value in (("slope_of", asked.slope_of), ("along", asked.along), ("with", asked.with_)):
        values = {*problem.answers, *assigned_names(problem.forward or "")}
        place = values if field == "slope_of" else set(problem.inputs)
        if value is not None and value not in place:
            yield ProblemFault(("answers", name, field), unknown(value, place))
    if asked.slope_of is not None and asked.along is None:
        yield ProblemFault(("answers", name), '"along" is missing: the input along which it is the slope')
    yield from _unknown_in_expression(asked.scale, known, ("answers", name, "scale"))
    for field, text in asked.worked or ():
        yield from _unknown_in_expression(text, known, ("answers", name, "worked", field))
    yield from _faults_of_follow(problem, name, known)
    if asked.optional and "weight" in asked.model_fields_set:
        yield ProblemFault(("answers", name, "weight"), "an optional answer weighs nothing; leave this out")


def _faults_of_graph(problem: Problem) -> Iterator[ProblemFault]:
    """A graph that does not parse, asks what nobody has, or computes something else than the answers are about."""
    from grader.graph import GraphFault

    try:
        problem.as_graph  # noqa: B018
    except GraphFault as fault:
        yield ProblemFault(("graph",), str(fault))


def _before(name: str, inputs: dict[str, InputSpec]) -> list[str]:
    """The inputs that are drawn before one of them."""
    return list(itertools.takewhile(lambda other: other != name, inputs))


def _unknown_in_input(spec: InputSpec, earlier: list[str], path: strict_yaml.Path) -> Iterator[ProblemFault]:
    """Inputs named inside a spec that do not come before it."""
    inner: Iterable[tuple[str | int, InputSpec]] = ()
    if isinstance(spec, ListOf):
        path, inner = (*path, "list"), enumerate(spec.items)
    elif isinstance(spec, DictOf):
        path, inner = (*path, "dict"), spec.entries.items()
    for place, item in inner:
        yield from _unknown_in_input(item, earlier, (*path, place))
    named = [kink for kink in spec.away_from if isinstance(kink, str)] if isinstance(spec, Drawn) else []
    for field, names in (("away_from", named), ("each", [spec.each] if isinstance(spec, Each) else [])):
        for name in names:
            if name not in earlier:
                yield ProblemFault((*path, field), unknown(name, earlier, "no input that comes before"))


def _unknown_in_call(problem: Problem, reference_names: set[str]) -> Iterator[ProblemFault]:
    """Calls that do not parse, ask names that nobody has, or leave an answer unassigned."""
    calls = [
        (("call",), problem.call),
        *((("cases", i, "call"), c.call) for i, c in enumerate(problem.cases) if c.call),
    ]
    for path, call in calls:
        try:
            ast.parse(call)
        except SyntaxError as error:
            yield ProblemFault(path, f"line {error.lineno} of it is not Python: {error.msg}")
            return
        for name in problem.returned:
            if name not in assigned_names(call):
                yield ProblemFault(path, f'does not assign "{name}", which `answers` asks for')
        for name in free_names(call):
            if name in problem.functions and name not in reference_names and not problem.forward_only:
                yield ProblemFault(path, unknown(name, reference_names, "neither an input nor in the reference"))


def _faults_of_forward(problem: Problem, reference_names: set[str]) -> Iterator[ProblemFault]:
    """A forward pass that does not parse, reads names that nobody has, or leaves out what it is to give."""
    known = {*problem.inputs, *reference_names, *vars(builtins), "np", "torch"}
    passes = [
        (("forward",), problem.forward),
        *((("cases", i, "forward"), c.forward) for i, c in enumerate(problem.cases)),
    ]
    for path, text in passes:
        try:
            ast.parse(text or "")
        except SyntaxError as error:
            yield ProblemFault(path, f"line {error.lineno} of it is not Python: {error.msg}")
            return
        for name in free_names(text or ""):
            if name not in known:
                yield ProblemFault(path, unknown(name, known, "neither an input nor in the reference"))
        lost = assigned_names(problem.forward or "") & {*problem.answers} - assigned_names(text or "")
        if text is not None and lost:
            yield ProblemFault(path, f'does not assign "{min(lost)}", as the problem\'s does')
    if problem.forward is None:
        return
    for name, asked in problem.answers.items():
        if name in problem.proved:
            continue
        if asked.slope_of is not None:
            what = unknown(asked.slope_of, assigned_names(problem.forward), "`forward` does not assign it")
            yield ProblemFault(("answers", name, "slope_of"), what)
        elif problem.forward_only:
            lacks = " or ".join(f'"{function}"' for function in problem.functions)
            yield ProblemFault(
                ("answers", name),
                f"the reference has no {lacks}, so `forward` has to assign it, or what it is a slope of",
            )


def _unknown_in_formulas(
    problem: Problem, formulas: dict[str, str], known: set[str], path: strict_yaml.Path
) -> Iterator[ProblemFault]:
    """Expressions by answer; or `code`, a whole module."""
    for name, text in formulas.items():
        if name == "code":
            continue
        if name not in problem.answers:
            yield ProblemFault((*path, name), unknown(name, [*problem.answers, "code"]))
        yield from _unknown_in_expression(text, known, (*path, name))


def _unknown_in_expression(text: str, known: set[str], path: strict_yaml.Path) -> Iterator[ProblemFault]:
    try:
        ast.parse(text, mode="eval")
    except SyntaxError as error:
        yield ProblemFault(path, f"not an expression: {error.msg}")
        return
    for name in free_names(text):
        if name not in known:
            yield ProblemFault(path, unknown(name, known))


def _faults_of_follow(problem: Problem, name: str, known: set[str]) -> Iterator[ProblemFault]:
    """Expressions of `follow` that are none, name nothing, or take no earlier answer."""
    follow = problem.answers[name].follow
    earlier = list(itertools.takewhile(lambda other: other != name, problem.answers))
    for i, formula in enumerate(problem.answers[name].formulas):
        path: strict_yaml.Path = ("answers", name, "follow", *([] if isinstance(follow, str) else [i]))
        yield from _unknown_in_expression(formula, known, path)
        if None in _keys(formula, problem.holders):
            [*holders] = problem.holders
            yield ProblemFault(path, f'which answer of "{holders[0]}"? Say it as in {holders[0]}["{name}"]')
            continue
        parents = problem.parents(formula)
        for parent in parents:
            if parent not in problem.answers:
                yield ProblemFault(path, unknown(parent, earlier, "no such answer"))
            elif parent not in earlier:
                yield ProblemFault(path, unknown(parent, earlier, "no answer that comes before"))
        if not parents:
            yield ProblemFault(path, "takes no answer that comes before, and so nothing that could be wrong")


def _keys(formula: str, holders: set[str]) -> list[str | None]:
    """The answers that an expression takes out of these dicts; None where it takes more, or not by a name."""
    try:
        nodes = list(ast.walk(ast.parse(formula, mode="eval")))
    except SyntaxError:
        return []
    keys: dict[int, str] = {}
    for node in nodes:
        match node:
            case ast.Subscript(value=ast.Name() as holder, slice=ast.Constant(value=str(key))):
                keys[id(holder)] = key
    return [keys.get(id(node)) for node in nodes if isinstance(node, ast.Name) and node.id in holders]


def free_names(code: str) -> list[str]:
    """The names that a piece of Python reads and does not itself assign first; [] where it does not parse."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return []
    assigned = assigned_names(code) | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(name for name in names if name not in assigned))


def assigned_names(code: str) -> set[str]:
    """The names that a piece of Python assigns, imports or defines; none where it does not parse."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return set()
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=other):
                names.add(other or name.partition(".")[0])
    return names


def _top_level(file: Path, source: str) -> set[str]:
    """The names a module defines at its top level. Raises UserError where it is not Python."""
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise UserError("problem-file", text=f"{file}:{error.lineno}:{error.offset}: not Python: {error.msg}") from None
    names: set[str] = set()
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=targets):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return names


def unknown(name: str, known: Sequence[str] | set[str] | dict[str, Any], what: str = "no such name") -> str:
    """What is said of a name that is not among those known, with the nearest one."""
    near = difflib.get_close_matches(name, sorted(known), 1)
    return f'"{name}": {what}.' + (f' Did you mean "{near[0]}"?' if near else "")


def _first_error(error: ValidationError, model: type[BaseModel]) -> tuple[strict_yaml.Path, str]:
    """The path and the words of a validation error; unknown fields first, since they explain missing ones."""
    errors = sorted(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
    first = errors[0]
    path = first["loc"]
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(path[-1]), sorted(_fields_beside(path, model)), 1)
        return path, "no such field." + (f' Did you mean "{near[0]}"?' if near else "")
    if first["type"] == "missing":
        return path, f'"{path[-1]}" is missing'
    said = first["msg"].removeprefix("Value error, ")
    return path, said[0].lower() + said[1:]


def _fields_beside(path: strict_yaml.Path, model: type[BaseModel]) -> set[str]:
    """The fields that might have been meant at a path."""
    models: list[type[BaseModel]] = [Text]
    match path:
        case (_,):
            models = [model]
        case ("answers", *_):
            models = [AskedSpec]
        case ("limits", *_):
            models = [Limits]
        case ("inputs" | "cases" | "speed", *_):
            models = [KINDS[step] for step in path[-2:-1] if step in KINDS]
    fields = {field.alias or name for model in models for name, field in model.model_fields.items()}
    return fields - {*PLACED}


def located(
    file: Path,
    document: strict_yaml.Document,
    error: ValidationError | ProblemFault,
    model: type[BaseModel] | None = None,
) -> UserError:
    """A fault of a file of this model (a problem's, if none is given) as one line: where, in which field, and what."""
    path, what = (error.path, error.what) if isinstance(error, ProblemFault) else _first_error(error, model or Problem)
    found, line, column = document.place(path)
    field = ".".join(str(step) for step in found)
    return UserError("problem-file", text=f"{file}:{line}:{column}: {field + ': ' if field else ''}{what}")


def text_of(file: Path) -> str:
    """The text of a file that a course needs. Raises UserError where it is not there, or not UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError(
            "problem-file", text=f"{file}: no such file; a problem has a YAML file and a reference"
        ) from None
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode()) + 1
        raise UserError("problem-file", text=f"{file}:{line}:{column}: not UTF-8") from None
