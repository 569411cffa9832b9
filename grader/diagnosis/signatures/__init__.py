"""Mistakes that are recognised by their signature, whatever the problem: one function each, one line in the table."""

from __future__ import annotations

from collections.abc import Mapping

from grader.diagnosis.families import families
from grader.diagnosis.signatures import axes, digits, kinks, links, means, order, repeats, sizes
from grader.diagnosis.signatures.views import Fit, Signature, views_of
from grader.model import Asked, Diagnosis, Pairs

SIGNATURES: dict[str, Signature] = {
    "A1": sizes.no_average,
    "A2": sizes.averaged_twice,
    "A3": sizes.wrong_divisor,
    "A4": sizes.factor_two,
    "A5": sizes.sign,
    "A6": sizes.penalty_factor,
    "A7": sizes.penalty_missing,
    "A8": sizes.penalty_form,
    "A9": sizes.loss_and_gradient_disagree,
    "B1": links.upstream_ignored,
    "B2": links.local_derivative_ignored,
    "B3": links.activation_derivative_missing,
    "B11": links.extra_factor,
    "C7": kinks.max_misrouted,
    "C8": order.operands_swapped,
    "C10": sizes.root_not_one,
    "D1": order.transposed,
    "D2": order.outer_product_swapped,
    "D3": axes.not_summed,
    "D4": axes.wrong_axis,
    "D5": axes.kept_axis,
    "D6": axes.summed_to_scalar,
    "D7": sizes.mean_for_sum,
    "D8": axes.entries_skipped,
    "D9": order.gradients_misplaced,
    "E1": kinks.mask_from_gradient,
    "E2": kinks.mask_inverted,
    "E3": kinks.kink_convention,
    "E4": kinks.no_mask,
    "E5": kinks.wrong_slope,
    "E6": kinks.tie_miscounted,
    "E7": kinks.wrong_threshold,
    "G1": means.mean_path_missing,
    "G2": means.variance_path_missing,
    "G3": means.statistics_as_constants,
    "H1": digits.overflow,
    "H2": digits.zero_over_zero,
    "H3": digits.integers_truncate,
    "H6": digits.rounded,
    "I3": repeats.state_kept,
    "I4": repeats.random,
}


SHADOWS = ("A4", "B3", "B11")
"""Not said beside what is certain: they say in other words what many a mistake comes to."""


def diagnosed(name: str, answers: Mapping[str, Asked], pairs: Pairs) -> list[Diagnosis]:
    """The mistakes whose signature a wrong answer has, each with its family's name."""
    found = recognised(name, answers[name], pairs)
    return [Diagnosis(code, families()[code].name, certain, name) for code, certain in found.items()]


def recognised(name: str, asked: Asked, pairs: Pairs) -> dict[str, bool]:
    """The codes whose signature a wrong answer has; and whether it can be no other mistake: then there is one alone."""
    views = views_of(name, asked, pairs)
    if not views or all(view.right for view in views):
        return {}
    found = {code: fit for code, signature in SIGNATURES.items() if (fit := signature(views))}
    if Fit.CERTAIN in found.values():
        found = {code: fit for code, fit in found.items() if code not in SHADOWS}
    return {code: fit is Fit.CERTAIN and len(found) == 1 for code, fit in found.items()}
