"""Right but for one constant factor: a size of the case, 2, a sign, the value at the output."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial

from grader.diagnosis.signatures.views import Fit, Guess, View, Views, at_most_looks, best, fits, near
from grader.model import Array

BATCH = "N"
"""The size that counts samples."""


def no_average(views: Views) -> Fit:
    """N times too large."""
    return _off_by_sizes(views, {BATCH: 1})


def averaged_twice(views: Views) -> Fit:
    """N times too small; of a sum over the batch by itself, a mean for the sum looks the same."""
    found = _off_by_sizes(views, {BATCH: -1})
    return found if all(view.want.ndim > 1 for view in views) else at_most_looks(found)


def mean_for_sum(views: Views) -> Fit:
    """The same, of an array with fewer axes than the batch has."""
    return averaged_twice(views) if all(view.want.ndim <= 1 for view in views) else Fit.NO


def wrong_divisor(views: Views) -> Fit:
    """Off by another size of the case, by a product or a ratio of two; or, perhaps, by twice or half of it."""
    names = [*views[0].sizes]
    alone = best(_off_by_sizes(views, powers) for powers in _powers(names))
    with_two = [*_powers(names), {BATCH: 1}, {BATCH: -1}]
    more = best(fits(views, _times(partial(_product, powers, by))) for powers in with_two for by in (2.0, 0.5))
    return max(alone, at_most_looks(more))


def factor_two(views: Views) -> Fit:
    """Twice or half; a path left out or counted twice can look the same."""
    return at_most_looks(best(fits(views, _times(partial(_constant, by))) for by in (2.0, 0.5)))


def loss_and_gradient_disagree(views: Views) -> Fit:
    """A number off by any of these, whose gradients are right: one of the two is scaled as the other is not."""
    if any(view.want.ndim or not _gradients_right(view) for view in views if view.generic):
        return Fit.NO
    return at_most_looks(best(off(views) for off in (no_average, averaged_twice, wrong_divisor, factor_two)))


def penalty_missing(views: Views) -> Fit:
    """Short of λW or 2λW, λ being a number of the case and W an input of this shape."""
    return _off_by_penalty(views, (-1.0, -2.0))


def penalty_factor(views: Views) -> Fit:
    """Off by half of λW, or by one or two too many or too few."""
    return _off_by_penalty(views, (0.5, -0.5, 1.0, -1.0, 2.0))


def penalty_form(views: Views) -> Fit:
    """Short of twice what belongs there: it has the opposite sign."""
    return _off_by_penalty(views, (-2.0, -4.0))


def sign(views: Views) -> Fit:
    """The opposite sign everywhere."""
    return fits(views, _times(partial(_constant, -1.0)))


def root_not_one(views: Views) -> Fit:
    """Off by the value at the output."""
    return fits(views, _times(lambda view: float(view.of) if view.of is not None and view.of.ndim == 0 else None))


def _off_by_sizes(views: Views, powers: dict[str, int]) -> Fit:
    """Whether it is off by a product of sizes; for certain only where that is not one number on all ordinary cases."""
    factor = partial(_product, powers, 1.0)
    found = fits(views, _times(factor))
    return found if len({factor(view) for view in views if view.generic}) > 1 else at_most_looks(found)


def _times(factor: Callable[[View], float | None]) -> Guess:
    def guess(view: View) -> Array | None:
        by = factor(view)
        return None if by is None else view.want * by

    return guess


def _gradients_right(view: View) -> bool:
    """Whether there are other answers, and the student has them."""
    pairs = view.others.values()
    return bool(pairs) and all(got is not None and near(want, got, view.scale) for want, got in pairs)


def _powers(names: list[str]) -> Iterator[dict[str, int]]:
    """Sizes with their powers: one that does not count samples, two together, one over another."""
    for power in (1, -1):
        yield from ({name: power} for name in names if name != BATCH)
        yield from (dict.fromkeys(pair, power) for pair in itertools.combinations(names, 2))
    yield from ({a: 1, b: -1} for a, b in itertools.permutations(names, 2))


def _product(powers: dict[str, int], factor: float, view: View) -> float | None:
    for name, power in powers.items():
        if not view.sizes.get(name):
            return None
        factor *= float(view.sizes[name]) ** power
    return factor


def _off_by_penalty(views: Views, factors: tuple[float, ...]) -> Fit:
    rates = [
        name for name in views[0].inputs if name not in views[0].sizes and all(map(partial(_is_number, name), views))
    ]
    guesses = itertools.product(rates, views[0].inputs, factors)
    return at_most_looks(best(fits(views, partial(_penalised, *guess)) for guess in guesses))


def _is_number(name: str, view: View) -> bool:
    return name in view.inputs and view.inputs[name].ndim == 0


def _penalised(rate: str, name: str, factor: float, view: View) -> Array | None:
    lam, w = view.inputs.get(rate), view.inputs.get(name)
    if lam is None or w is None or w.ndim == 0 or w.shape != view.want.shape:
        return None
    return view.want + factor * lam * w


def _constant(by: float, view: View) -> float:
    return by
