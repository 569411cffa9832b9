"""Problem: the models of what a problem file says."""

from __future__ import annotations

import builtins
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
    model_validator,
)

from grader.python_names import assigned_names, free_names, keys_taken

if TYPE_CHECKING:
    from grader.graph import Graph

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
        return [*names, *(str(key) for key in keys_taken(formula, self.holders) if key is not None)]

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
        from grader.graph_text import read_graph  # with numpy, which a problem without one can do without

        if self.graph is None:
            return None
        arrays = [name for name, spec in self.inputs.items() if not isinstance(spec, NO_ARRAYS)]
        return read_graph(self.graph, arrays, self.answers)

    @property
    def proved(self) -> list[str]:
        """The answers that `forward` gives: those that it assigns, and the slopes of what it assigns."""
        assigned = assigned_names(self.forward or "")
        return [name for name, asked in self.answers.items() if (asked.slope_of or name) in assigned]
