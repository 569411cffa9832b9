"""Right arrays under other names."""

from __future__ import annotations

from functools import partial

import numpy as np

from grader.diagnosis.signatures.views import Fit, View, Views, at_most_looks, best, fits, near
from grader.model import Array


def gradients_misplaced(views: Views) -> Fit:
    """What is wanted of another answer, which is not in its own place either."""
    return best(_taken(views, name) for name in views[0].others)


def transposed(views: Views) -> Fit:
    """The transpose of the right matrix."""
    return fits(views, lambda view: view.want.T if view.want.ndim == 2 else None)


def outer_product_swapped(views: Views) -> Fit:
    """The same, of what is the outer product of two vectors."""
    outer = all(view.want.ndim == 2 and np.linalg.matrix_rank(view.want) <= 1 for view in views)
    return at_most_looks(transposed(views)) if outer else Fit.NO


def operands_swapped(views: Views) -> Fit:
    """Two answers exchanged, which an exchange of the two inputs of a product gives as well."""
    alike = [name for name in views[0].others if all(map(partial(_same_shape, name), views))]
    return at_most_looks(best(fits(views, partial(_of_other, name)) for name in alike if _exchanged(views, name)))


def _taken(views: Views, name: str) -> Fit:
    found = fits(views, partial(_of_other, name))
    wrong_too = any((pair := view.others.get(name)) and not _same(pair[0], pair[1], view) for view in views)
    if not found or not wrong_too:
        return Fit.NO
    swapped = all(map(partial(_same_shape, name), views)) and _exchanged(views, name)
    return at_most_looks(found) if swapped else found


def _exchanged(views: Views, name: str) -> bool:
    ordinary = [view for view in views if view.generic]
    return all((pair := view.others.get(name)) is not None and _same(view.want, pair[1], view) for view in ordinary)


def _same_shape(name: str, view: View) -> bool:
    return name in view.others and view.others[name][0].shape == view.want.shape


def _of_other(name: str, view: View) -> Array | None:
    pair = view.others.get(name)
    return None if pair is None else pair[0]


def _same(want: Array, got: Array | None, view: View) -> bool:
    return got is not None and near(want, got, view.scale)
