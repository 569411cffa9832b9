"""Wrong answers that are other ones when the same call is made again."""

from __future__ import annotations

from grader.diagnosis.signatures.views import Fit, View, Views, near


def state_kept(views: Views) -> Fit:
    """Right at the very first call, when nothing could be left over, and another value at each later one."""
    wrong = [view for view in views if not view.right]
    return Fit.LOOKS if wrong and views[0].right and all(map(_moves, wrong)) else Fit.NO


def random(views: Views) -> Fit:
    """Wrong from the first call on, and another value at each."""
    return Fit.LOOKS if all(not view.right and _moves(view) for view in views) else Fit.NO


def _moves(view: View) -> bool:
    return view.again is not None and not near(view.got, view.again, view.scale)
