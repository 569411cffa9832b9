"""Comparing: right answers in any style pass, and nothing passes by broadcasting or by hiding beside large entries."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.compare import Band, Fault, band, difference, excess, fault, is_transposed, leaves, same
from grader.guest.wire import Foreign

A = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]])


@pytest.mark.parametrize("got", [2.5, 2.5 + 1e-15, np.float64(2.5), np.array(2.5)])
def test_a_number_is_a_number_in_all_three_forms(got: Any) -> None:
    assert same(2.5, np.asarray(got) if isinstance(got, np.generic) else got, 1.0)


@pytest.mark.parametrize(
    ("want", "got", "expected"),
    [
        (A, A.copy(), None),
        (np.ones(3), np.ones((1, 3)), Fault.RESHAPED),
        (np.ones(3), np.ones((3, 1)), Fault.RESHAPED),
        (np.ones((3, 1)), np.ones(3), Fault.RESHAPED),
        (2.0, np.array([[2.0]]), Fault.RESHAPED),
        (np.ones(3), 1.0, Fault.SHAPE),
        (np.ones((2, 3)), np.ones(3), Fault.SHAPE),
        (np.arange(3.0), np.arange(3.0)[::-1][None], Fault.SHAPE),
        (A, A.tolist(), Fault.LIST),
        (A, [[1.0], [1.0, 2.0]], Fault.RAGGED),
        (A, "text", Fault.NOT_NUMBERS),
        (A, Foreign("object"), Fault.NOT_NUMBERS),
        (A, None, Fault.NOTHING),
        (A, {"a": 1}, Fault.NOT_NUMBERS),
        ({"a": 1.0}, {"b": 1.0}, Fault.KEYS),
        ([A, A], [A], Fault.COUNT),
        ([A, A], np.stack([A, A]), Fault.NOT_NUMBERS),
        ({"a": 1.0}, A, Fault.NOT_NUMBERS),
        ({"a": 1.0}, [1.0], Fault.NOT_NUMBERS),
        (np.ones(3), [[1.0, 1.0, 1.0]], Fault.LIST),
        (np.ones(3), [5.0, 1.0, 1.0], Fault.LIST),
        (np.ones(3), [1.0], Fault.SHAPE),
        (2.0, [2.0], Fault.LIST),
    ],
)
def test_form_comes_before_value_and_never_broadcasts(want: Any, got: Any, expected: Fault | None) -> None:
    [leaf] = leaves(want, got)
    assert fault(leaf.want, leaf.got) is expected
    assert same(want, got, 1.0) is (expected is None)


@given(hnp.arrays(np.float64, (3, 2), elements=st.floats(-1e6, 1e6)))
def test_rounding_of_a_few_ulp_is_exact(want: np.ndarray) -> None:
    assert band(want, want * (1 + 4e-16), 0.0) is Band.EXACT


@pytest.mark.parametrize(
    ("relative", "expected"),
    [
        (2e-12, Band.EXACT),
        (4e-12, Band.LIKE_NUMERIC),
        (9e-9, Band.LIKE_NUMERIC),
        (2e-8, Band.INEXACT),
        (9e-7, Band.INEXACT),
        (2e-6, Band.WRONG),
    ],
)
def test_bands_are_of_the_whole_array(relative: float, expected: Band) -> None:
    got = A.copy()
    got[0, 0] += relative * 6.0
    assert band(A, got, 0.0) is expected


def test_a_cancelled_answer_is_judged_by_what_was_added_up() -> None:
    want, got = np.full(3, 2e-16), np.array([-1e-16, 3e-16, 0.0])
    assert band(want, got, 1.0) is Band.EXACT
    assert band(want, got, 1e-6) is Band.WRONG


def test_an_answer_of_zeros_lets_rounding_through_and_nothing_else() -> None:
    zeros = np.zeros(4)
    assert band(zeros, np.full(4, 1e-14), 1.0) is Band.EXACT
    assert band(zeros, np.full(4, 1e-9), 1.0) is Band.WRONG


def test_leaf_by_leaf_a_small_layer_cannot_hide_beside_a_large_one() -> None:
    want = [np.array(1e8), np.array(1e-8)]
    assert not same(want, [np.array(1e8), np.array(0.0)], 0.0)
    assert same(want, (np.array(1e8), np.array(1e-8)), 0.0)


def test_a_dict_may_have_more_than_was_asked() -> None:
    assert same({"a": 1.0}, {"a": 1.0, "dz": A}, 1.0)
    assert same({"a": 1.0}, {"a": 1.0}, 1.0)
    assert not same({"a": 1.0}, {"a": 2.0}, 1.0)


@pytest.mark.parametrize(
    ("want", "got", "expected"),
    [
        ([1.0, 2.0], [1.0, math.nan], math.inf),
        ([1.0, 2.0], [1.0, math.inf], math.inf),
        ([1.0, math.inf], [1.0, math.inf], 0.0),
        ([1.0, math.nan], [1.0, math.nan], 0.0),
        ([1.0, math.inf], [1.0, -math.inf], math.inf),
        ([2.0, math.inf], [1.0, math.inf], 0.5),
        ([1e308, 1.0], [-1e308, 1.0], math.inf),
        ([], [], 0.0),
    ],
)
def test_what_is_not_finite_must_agree(want: list[float], got: list[float], expected: float) -> None:
    assert excess(np.array(want), np.array(got), 0.0) == pytest.approx(expected)


def test_words_and_truth_are_equal_or_not() -> None:
    assert same(True, np.array(True), 1.0)
    assert not same(True, False, 1.0)
    assert not same("a", "b", 1.0)


def test_the_worst_entry_and_how_many() -> None:
    got = A.copy()
    got[1, 0], got[0, 2] = 4.5, -9.0
    worst = difference(A, got, 1.0)
    assert (worst.index, worst.got, worst.want, worst.wrong, worst.of) == ((0, 2), -9.0, 3.0, 2, 6)
    got[0, 1] = math.nan
    assert difference(A, got, 1.0).index == (0, 1)


def test_transposes_are_told_also_where_the_shape_is_right() -> None:
    square = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert is_transposed(square, square.T, 1.0)
    assert is_transposed(A, A.T, 1.0)
    assert not is_transposed(square, square + 1, 1.0)
    assert not is_transposed(np.ones(3), np.ones(3), 1.0)


@given(hnp.arrays(np.float64, 4, elements=st.floats(0.1, 10)), st.floats(-5, 5))
def test_a_wrong_entry_never_passes(want: np.ndarray, error: float) -> None:
    got = want.copy()
    got[2] += error
    if abs(error) > 1e-5 * want.max():
        assert band(want, got, 1.0) is Band.WRONG


@given(
    hnp.arrays(np.float64, (2, 3), elements=st.floats(-1e3, 1e3, allow_subnormal=False)),
    st.floats(0, 1e6),
    st.tuples(st.integers(0, 1), st.integers(0, 2)),
)
def test_the_tolerance_is_of_the_largest_entry_and_of_the_scale(
    want: np.ndarray, scale: float, at: tuple[int, int]
) -> None:
    most = 3e-12 * np.abs(want).max() + 1e-13 * scale
    for factor, passes in ((0.5, True), (2.0, False)):
        got = want.copy()
        got[at] += factor * most
        if most > 1e-12 * abs(want[at]):  # else the sum is rounded by too much to tell
            assert same(want, got, scale) == (passes or most == 0)


def test_tiny_entries_beside_large_ones_may_be_off_by_the_large_ones_rounding() -> None:
    assert same(np.array([1.0, 1e-20]), np.array([1.0, 0.0]), 0.0)


def test_float32_is_right_and_inexact() -> None:
    assert band(A / 3, (A / 3).astype(np.float32), 1.0) is Band.INEXACT
    assert not same(A / 3, (A / 3).astype(np.float32), 1.0)


@pytest.mark.parametrize("got", [np.zeros(3), np.array(3.0), 3, "sum ", [A], {"a": 1}, Foreign("str"), None])
def test_a_word_is_equal_to_no_array(got: Any) -> None:
    assert not same("sum", got, 1.0)
    assert not same(None, "sum" if got is None else got, 1.0)


def test_equal_infinities_are_not_the_worst_entry() -> None:
    worst = difference(np.array([math.inf, 1.0, math.nan]), np.array([math.inf, 1.5, math.nan]), 1.0)
    assert (worst.index, worst.wrong, worst.of) == ((1,), 1, 3)


def test_a_symmetric_matrix_is_not_transposed() -> None:
    symmetric = np.array([[1.0, 2.0], [2.0, 3.0]])
    assert not is_transposed(symmetric, symmetric, 1.0)


def test_the_way_to_a_leaf() -> None:
    paths = [leaf.path for leaf in leaves({"W": [1.0, (2.0, 3.0)], "b": A}, {"b": A, "W": (1.0, [2.0, 3.0]), "c": 0})]
    assert paths == ['["W"][0]', '["W"][1][0]', '["W"][1][1]', '["b"]']


def test_only_entries_beyond_the_largest_ones_rounding_count_as_wrong() -> None:
    want = np.array([10.0, 0.0, 0.0, 0.0])
    assert difference(want, want + np.array([0.0, 9e-6, 2e-5, 1.0]), 1.0).wrong == 2
    assert difference(0 * want, np.array([0.0, 9e-14, 2e-13, 1.0]), 1.0).wrong == 2
