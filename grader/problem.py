"""Problem: the models of what a problem file says."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, StrictBool, model_validator

from grader.parts import NO_ARRAYS, InputSpec, Part, Text
from grader.python_names import assigned_names, free_names, keys_taken

if TYPE_CHECKING:
    from grader.graph import Graph

PLACED = {
    "id": "it is the name of the file or its folder",
    "module": "it is the name of the file or its folder",
    "forward_only": "that is so where the reference has none of the functions of `call`",
}
"""Fields that the file does not say itself, and what does."""


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
    follow: str | list[str] = Field(default=[])
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
    given: dict[str, InputSpec] = Field(default={})
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
    formulas: dict[str, str] = Field(default={})
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
    packages: list[Literal["numpy", "torch"]] = Field(default=["numpy"])
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
    also_right: list[dict[str, str]] = Field(default=[])
    """Equal formulas: expressions by answer, or `code:`, a whole other module."""
    bugs: list[BugSpec] = Field(default=[])
    """Mistakes to recognise; every one must be caught by a case."""
    hints: list[Text] = Field(default=[])
    """What `grade hint` tells, one more each time it is asked: what to look at, the formula, the line."""
    after: Text | None = None
    """For whose answer is right: why it works, and a variation to try."""
    equivalent: list[EquivalentSpec] = Field(default=[])
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
