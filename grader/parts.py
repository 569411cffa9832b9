"""What problem files are put together from: texts, and inputs of every kind, as models of what is said of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, StrictBool, Tag

if TYPE_CHECKING:
    from grader.words import Language


class Part(BaseModel):
    """A part of a problem file or of course.yaml: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Text(Part):
    """One text in both languages."""

    en: str = Field(min_length=1)
    """In English."""
    zh: str = Field(min_length=1)
    """In Chinese."""

    def in_(self, language: Language) -> str:
        """The one of a language."""
        return str(getattr(self, language))


Shape: TypeAlias = list[int | str]
"""Named sizes and whole numbers; [] is one float."""


def _in_order(span: tuple[int, int]) -> tuple[int, int]:
    if not 1 <= span[0] <= span[1]:
        raise ValueError(f"not a range of sizes: [{span[0]}, {span[1]}]")
    return span


Span: TypeAlias = Annotated[tuple[int, int], AfterValidator(_in_order)]
"""The smallest and the largest, from 1."""


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
