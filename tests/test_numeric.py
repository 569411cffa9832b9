"""Slopes: right gradients are never called wrong, wrong entries are found and named, kinks are left alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.numeric import (
    FIRST_STEP,
    ROUNDING,
    Array,
    GradientCheck,
    Line,
    bracket,
    check_gradient,
    direction,
    slope_along,
)

Scalar = Callable[[Array], float]
Problem = tuple[Scalar, Array, Array, float]  # f, x, the right gradient, the size of f
SEEDS = range(20)


def line_through(f: Callable[[Array], object], x: object) -> Line:
    """The Line through x of an ordinary function f of an array, or a float, to a scalar; x is left alone."""
    start = np.asarray(x, dtype=np.float64)
    return lambda v, steps: np.array([f(start + t * v) for t in steps], dtype=np.float64)


def check(f: Scalar, x: object, gradient: object, size: float = 1.0, seed: int = 0) -> GradientCheck:
    return check_gradient(line_through(f, x), x, gradient, size, np.random.default_rng(seed))


def dotted(forward: Callable[[Array], Array], x: Array, dx: Array, dout: Array) -> Problem:
    return lambda at: float((dout * forward(at)).sum()), x, dx, float(np.abs(dout * forward(x)).sum())


def relu(z: Array) -> Array:
    return np.maximum(z, 0)


def tanh(rng: np.random.Generator, n: int) -> Problem:
    x, dout = rng.normal(size=(2, n))
    return dotted(np.tanh, x, dout * (1 - np.tanh(x) ** 2), dout)


def sigmoid(rng: np.random.Generator, n: int) -> Problem:
    x, dout = rng.normal(size=(2, n))
    s = 1 / (1 + np.exp(-x))
    return dotted(lambda z: 1 / (1 + np.exp(-z)), x, dout * s * (1 - s), dout)


def relu_layer(rng: np.random.Generator, n: int) -> Problem:
    x, dout = rng.normal(size=(2, n))
    return dotted(relu, x, dout * (x > 0), dout)


def tanh_net(rng: np.random.Generator, n: int) -> Problem:
    """The weights (8, n/8) of the first layer of a net."""
    hidden = max(1, n // 8)
    x, W = rng.normal(size=(16, 8)), rng.normal(size=(8, hidden)) / 3
    V, dout = rng.normal(size=(hidden, 3)) / np.sqrt(hidden), rng.normal(size=(16, 3))
    dz = dout @ V.T * (1 - np.tanh(x @ W) ** 2)
    return dotted(lambda at: np.tanh(x @ at) @ V, W, x.T @ dz, dout)


def relu_net(rng: np.random.Generator, n: int) -> Problem:
    hidden = max(1, n // 8)
    x, W = rng.normal(size=(16, 8)), rng.normal(size=(8, hidden)) / 3
    V, dout = rng.normal(size=(hidden, 3)) / np.sqrt(hidden), rng.normal(size=(16, 3))
    return dotted(lambda at: relu(x @ at) @ V, W, x.T @ (dout @ V.T * (x @ W > 0)), dout)


def batchnorm(rng: np.random.Generator, n: int, mean: float = 0.0, sd: float = 1.0) -> Problem:
    x, dout = rng.normal(mean, sd, size=(8, max(1, n // 8))), rng.normal(size=(8, max(1, n // 8)))

    def parts(at: Array) -> tuple[Array, Array]:
        centred = at - at.mean(axis=0)
        root = np.sqrt((centred**2).mean(axis=0) + 1e-5)
        return centred / root, root

    hat, root = parts(x)
    dx = (dout - dout.mean(axis=0) - hat * (dout * hat).mean(axis=0)) / root
    return dotted(lambda at: parts(at)[0], x, dx, dout)


def far_batchnorm(rng: np.random.Generator, n: int) -> Problem:
    return batchnorm(rng, n, mean=100, sd=0.003)


def cross_entropy(rng: np.random.Generator, n: int, scale: float = 1.0) -> Problem:
    z, labels = scale * rng.normal(size=(max(1, n // 5), 5)), rng.integers(5, size=max(1, n // 5))
    rows = np.arange(len(z))

    def loss(at: Array) -> float:
        top = at.max(axis=1)
        return float((np.log(np.exp(at.T - top).sum(axis=0)) + top - at[rows, labels]).mean())

    p = np.exp(z.T - z.max(axis=1)).T
    p /= p.sum(axis=1, keepdims=True)
    p[rows, labels] -= 1
    return loss, z, p / len(z), abs(loss(z))


def huge_logits(rng: np.random.Generator, n: int) -> Problem:
    return cross_entropy(rng, n, scale=800)


def constant(rng: np.random.Generator, n: int) -> Problem:
    return lambda at: 3.7, rng.normal(size=n), np.zeros(n), 3.7


def cancelling(rng: np.random.Generator, n: int) -> Problem:
    """A bias in front of batchnorm: its gradient is zero, f moves by rounding alone."""
    b, x, dout = rng.normal(size=n), rng.normal(size=(8, n)), rng.normal(size=(8, n))

    def forward(at: Array) -> Array:
        centred = (x + at) - (x + at).mean(axis=0)
        return centred / np.sqrt((centred**2).mean(axis=0) + 1e-5)

    return dotted(forward, b, np.zeros(n), dout)


SMOOTH = [tanh, sigmoid, tanh_net, batchnorm, cross_entropy, constant, cancelling]
HARSH = [relu_layer, relu_net, far_batchnorm, huge_logits]


def test_slope_is_exact_to_the_fourth_power_of_the_step():
    line = line_through(lambda x: float(np.exp(x)), 1.0)
    errors = [abs(slope_along(line, np.array(1.0), h) - np.e) for h in (0.2, 0.1)]
    assert errors[0] / errors[1] == pytest.approx(16, rel=0.05)


def test_line_leaves_x_alone():
    x = np.arange(3.0)
    values = line_through(lambda at: at.sum(), x)(np.ones(3), [0.0, 1.0, -2.0])
    assert values.tolist() == [3, 6, -3]
    assert x.tolist() == [0, 1, 2]


def test_direction_has_length_one_and_keeps_to_its_part():
    v = direction(np.array([1, 5]), (2, 3), np.random.default_rng(0))
    assert np.flatnonzero(v).tolist() == [1, 5]
    assert np.linalg.norm(v) == pytest.approx(1, rel=1e-15)


@pytest.mark.parametrize("n", [1, 10, 1000])
@pytest.mark.parametrize("problem", SMOOTH)
def test_right_gradient_agrees_in_eight_calls(problem, n):
    for seed in SEEDS:
        f, x, g, size = problem(np.random.default_rng(seed), n)
        assert check(f, x, g, size, seed) == GradientCheck(True, (), False, 8)


def test_a_large_block_takes_no_more_calls():
    f, x, g, size = tanh_net(np.random.default_rng(0), 100_000)
    assert check(f, x, g, size) == GradientCheck(True, (), False, 8)


@pytest.mark.parametrize("n", [1, 10, 100])
@pytest.mark.parametrize("problem", HARSH)
def test_right_gradient_of_a_harsh_function_is_not_called_wrong(problem, n):
    checks = [check(*problem(np.random.default_rng(seed), n), seed) for seed in range(60)]
    assert not [found for found in checks if found.agrees is False]
    assert sum(found.agrees is True for found in checks) >= 58
    assert max(found.calls for found in checks) < 400


@pytest.mark.parametrize("scale", [1e-8, 1e8])
def test_the_scale_of_f_does_not_matter(scale):
    for seed in SEEDS:
        f, x, g, size = tanh_net(np.random.default_rng(seed), 40)
        slightly_wrong = g.copy()
        slightly_wrong[2, 3] += 1e-4 * np.linalg.norm(g)
        assert check(lambda at: scale * f(at), x, scale * g, scale * size, seed).agrees is True  # noqa: B023
        found = check(lambda at: scale * f(at), x, scale * slightly_wrong, scale * size, seed)  # noqa: B023
        assert [index for index, _ in found.wrong] == [(2, 3)]


@pytest.mark.parametrize("narrow", [1e2, 1e4, 1e6])
def test_a_narrow_function_gets_a_smaller_step(narrow):
    for seed in SEEDS:
        f, x, g, size = tanh(np.random.default_rng(seed), 10)
        found = check(lambda at: f(narrow * at), x / narrow, narrow * g, size, seed)  # noqa: B023
        assert found.agrees is True


def test_a_wide_function_gets_a_larger_step():
    for seed in SEEDS:
        f, x, g, size = tanh(np.random.default_rng(seed), 10)
        g[7] += 1e-6 * np.linalg.norm(g)
        found = check(lambda at: f(at / 1e5), x * 1e5, g / 1e5, size, seed)  # noqa: B023
        assert [index for index, _ in found.wrong] == [(7,)]


def test_steps_that_leave_the_domain_are_left_out():
    assert check(lambda at: float(np.log(at)) if at > 0 else np.nan, 1e-6, 1e6, 14.0).agrees is True


def test_a_gradient_computed_in_float32_is_right():
    for seed in SEEDS:
        f, x, g, size = tanh_net(np.random.default_rng(seed), 200)
        g = g.astype(np.float32)
        assert check(f, x, g, size, seed).agrees is True
        g[3, 7] *= 1.01
        assert [index for index, _ in check(f, x, g, size, seed).wrong] == [(3, 7)]


def in_float32(rng: np.random.Generator, n: int) -> Problem:
    f, x, g, size = tanh_net(rng, n)
    return lambda at: float(np.float32(f(at.astype(np.float32)))), x, g, size


def half_in_float32(rng: np.random.Generator, n: int) -> Problem:
    f, x, g, size = tanh(rng, n)
    return lambda at: f(at.astype(np.float32)) + float((at**2).sum()), x, g + 2 * x, size


def eight_decimals(rng: np.random.Generator, n: int) -> Problem:
    f, x, g, size = tanh_net(rng, n)
    return lambda at: round(f(at), 8), x, g, size


def four_decimals(rng: np.random.Generator, n: int) -> Problem:
    f, x, g, size = tanh(rng, n)
    return lambda at: round(f(at), 4), x, g, size


def random(rng: np.random.Generator, n: int) -> Problem:
    f, x, g, size = tanh_net(rng, n)
    return lambda at: f(at) * (1 + 1e-6 * rng.normal()), x, g, size


def nowhere_a_number(rng: np.random.Generator, n: int) -> Problem:
    return lambda at: np.nan, np.ones(n), np.ones(n), 1.0


def infinite(rng: np.random.Generator, n: int) -> Problem:
    return lambda at: np.inf, np.ones(n), np.ones(n), 1.0


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "problem",
    [in_float32, half_in_float32, eight_decimals, four_decimals, random, nowhere_a_number, infinite],
)
def test_what_cannot_be_resolved_is_not_checked(problem):
    checks = [check(*problem(np.random.default_rng(seed), 40), seed) for seed in SEEDS]
    assert not [found for found in checks if found.agrees is False]
    assert [found for found in checks if found.agrees is None]


@pytest.mark.parametrize(
    ("problem", "n", "seeds"),
    [
        (tanh_net, 10, 20),
        (tanh_net, 100, 20),
        (tanh_net, 1000, 20),
        (tanh_net, 10_000, 3),
        (relu_net, 1000, 20),
        (relu_net, 10_000, 5),
        (batchnorm, 10_000, 5),
        (far_batchnorm, 10_000, 5),
    ],
)
@pytest.mark.parametrize("mistake", ["one per cent of itself", "a millionth of the norm"])
def test_one_wrong_entry_is_found_and_located(mistake, problem, n, seeds):
    for seed in range(seeds):
        rng = np.random.default_rng([seed, n])
        f, x, g, size = problem(rng, n)
        at = np.unravel_index(np.argsort(np.abs(g), axis=None)[int(0.7 * g.size)], g.shape)
        bad = g.copy()
        bad[at] += g[at] / 100 if mistake == "one per cent of itself" else 1e-6 * np.linalg.norm(g)
        found = check(f, x, bad, size, seed)
        assert (found.agrees, [index for index, _ in found.wrong], found.many) == (False, [at], False)
        assert found.wrong[0][1] == pytest.approx(g[at], rel=1e-5, abs=1e-7 * np.linalg.norm(g))
        assert found.calls <= 100 + 12 * np.log2(n)


def test_one_wrong_entry_of_a_hundred_thousand():
    f, x, g, size = tanh(np.random.default_rng(0), 100_000)
    right, g[65_432] = g[65_432], 1.01 * g[65_432]
    found = check(f, x, g, size)
    assert (found.agrees, found.wrong) == (False, (((65_432,), pytest.approx(right, rel=1e-4)),))


def test_a_half_is_not_asked_where_it_must_be_the_one_that_misses():
    x = np.ones(1024)
    g = 2 * x
    g[-1] = 3
    found = check(lambda at: float((at**2).sum()), x, g, 1024.0)
    assert found.wrong == (((1023,), pytest.approx(2)),)
    assert found.calls == 4 + 37 + 10 * 4 + 37


def test_scattered_entries_run_out_of_calls():
    f, x, g, size = tanh_net(np.random.default_rng(0), 10_000)
    bad = g.copy()
    bad.flat[[100, 2500, 5000, 7500, 9900]] += np.abs(g).max()
    found = check(f, x, bad, size)
    assert (found.agrees, found.many) == (False, True)
    assert 400 <= found.calls <= 450
    for index, slope in found.wrong:
        assert slope == pytest.approx(g[index], rel=1e-6)


@pytest.mark.parametrize("problem", [tanh_net, relu_net, batchnorm, far_batchnorm])
@pytest.mark.parametrize(
    "bug",
    [lambda g: 8 * g, lambda g: g / 8, lambda g: -g, lambda g: 0 * g, lambda g: g + np.abs(g).max()],
    ids=["times N", "over N", "sign", "zero", "shifted"],
)
def test_a_block_all_wrong_has_many_wrong_entries(problem, bug):
    for seed in range(5):
        f, x, g, size = problem(np.random.default_rng(seed), 80)
        found = check(f, x, bug(g), size, seed)
        assert (found.agrees, found.many, len(found.wrong)) == (False, True, 4)
        for index, slope in found.wrong:
            assert slope == pytest.approx(g[index], rel=1e-4, abs=1e-5 * np.abs(g).max())


def test_a_missing_activation_derivative_is_found():
    rng = np.random.default_rng(0)
    x, W, dout = rng.normal(size=(6, 4)), rng.normal(size=(4, 5)), rng.normal(size=(6, 5))
    f, _, g, size = dotted(lambda at: np.tanh(x @ at), W, x.T @ (dout * (1 - np.tanh(x @ W) ** 2)), dout)
    assert check(f, W, g, size).agrees is True
    assert check(f, W, x.T @ dout, size).agrees is False


def test_a_zeroed_row_is_named_entry_by_entry():
    f, x, g, size = tanh_net(np.random.default_rng(1), 24)
    g[5] = 0
    found = check(f, x, g, size)
    assert [index for index, _ in found.wrong] == [(5, 0), (5, 1), (5, 2)]
    assert (found.agrees, found.many) == (False, False)


@pytest.mark.parametrize("m", [2, 3, 10])
def test_a_transposed_gradient_never_cancels(m):
    A = np.arange(float(m * m)).reshape(m, m)
    for seed in range(50):
        assert check(lambda at: float((A * at).sum()), np.ones((m, m)), A.T, A.sum(), seed).agrees is False


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_entry_that_is_no_number_is_located(bad):
    f, x, g, size = tanh_net(np.random.default_rng(2), 40)
    right, g[3, 1] = g[3, 1], bad
    found = check(f, x, g, size)
    assert (found.agrees, found.wrong[0][0], len(found.wrong)) == (False, (3, 1), 1)
    assert found.wrong[0][1] == pytest.approx(right, rel=1e-7)


def test_four_wrong_of_four_are_not_many():
    found = check(lambda at: float(at.sum()), np.ones(4), np.zeros(4), 4.0)
    assert [(index, pytest.approx(slope)) for index, slope in found.wrong] == [((i,), 1) for i in range(4)]
    assert (found.agrees, found.many) == (False, False)


@pytest.mark.parametrize("x", [3.0, 3, np.array(3.0)])
def test_a_float_is_a_block(x):
    assert check(lambda at: float(at**2), x, 6.0, 9.0) == GradientCheck(True, (), False, 8)
    found = check(lambda at: float(at**2), x, 5.0, 9.0)
    assert (found.agrees, found.wrong) == (False, (((), pytest.approx(6.0)),))


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"shape \(3, 1\), x has \(3,\)"):
        check(lambda at: float(at.sum()), np.ones(3), np.ones((3, 1)))


def test_an_empty_block_agrees_without_a_call():
    assert check(lambda at: 1.0, np.ones((0, 3)), np.ones((0, 3))) == GradientCheck(True, (), False, 0)


def test_the_same_generator_gives_the_same_check():
    f, x, g, size = relu_net(np.random.default_rng(3), 200)
    assert check(f, x, 2 * g, size, seed=4) == check(f, x, 2 * g, size, seed=4)


def test_calls_are_counted():
    f, x, g, size = relu_net(np.random.default_rng(3), 200)
    asked = []
    found = check(lambda at: asked.append(1) or f(at), x, 2 * g, size)
    assert found.calls == len(asked)


def test_steps_of_a_direction_come_in_one_message():
    f, x, g, size = tanh(np.random.default_rng(0), 10)
    messages = []
    line = line_through(f, x)
    check_gradient(lambda v, t: messages.append(len(t)) or line(v, t), x, g, size, np.random.default_rng(0))
    assert messages == [4, 4]


# Kinks


@pytest.mark.parametrize("distance", [1e-3, 1e-4, 1e-5, 1e-6, 1e-8])
def test_a_kink_nearby_does_not_disturb(distance):
    f = lambda at: float(relu(at))  # noqa: E731
    for x, g in [(distance, 1.0), (-distance, 0.0)]:
        assert check(f, x, g).agrees is True
        found = check(f, x, 1 - g)
        assert (found.agrees, found.wrong) == (False, (((), pytest.approx(g, abs=1e-6)),))


@pytest.mark.parametrize("g", [0.0, 0.3, 1.0])
def test_at_a_kink_any_slope_between_left_and_right_is_accepted(g):
    assert check(lambda at: float(relu(at)), 0.0, g).agrees is True
    assert check(lambda at: float(np.abs(at)), 0.0, 2 * g - 1).agrees is True


@pytest.mark.parametrize("g", [-1.0, 2.0])
def test_at_a_kink_a_slope_just_outside_is_not_checked(g):
    assert check(lambda at: float(relu(at)), 0.0, g).agrees is None


def test_a_layer_with_zeros_accepts_either_convention_and_still_shows_a_factor():
    x, dout = np.array([0, 1.0, -1, 0, 2, 0]), np.array([1.0, 2, 3, -4, 5, 6])
    f, _, g, size = dotted(relu, x, dout * (x > 0), dout)
    checks = [check(f, x, 3 * g, size, seed) for seed in SEEDS]
    for seed in SEEDS:
        assert check(f, x, g, size, seed).agrees is not False
        assert check(f, x, dout * (x >= 0), size, seed).agrees is not False
    assert sum([index for index, _ in found.wrong] == [(1,), (4,)] for found in checks) >= 18
    assert checks[0].wrong[0][1] == pytest.approx(2, rel=1e-6)


def test_kinks_that_cancel_cannot_be_seen():
    """relu(x) - relu(-x) is x: backpropagation rightly gives 0 at 0, so a slope alone must cost no points."""
    f = lambda at: float(relu(at) - relu(-at))  # noqa: E731
    assert check(f, 0.0, 0.0).wrong == (((), pytest.approx(1)),)
    assert check(f, 0.0, 1.0).agrees is True


def test_bracket_holds_both_slopes_at_a_kink_and_one_elsewhere():
    leaky = lambda at: float(np.where(at > 0, 3 * at, at))  # noqa: E731
    kink = bracket(line_through(leaky, 0.0), np.array(1.0), FIRST_STEP, ROUNDING)
    smooth = bracket(line_through(leaky, 1.0), np.array(1.0), FIRST_STEP, ROUNDING)
    assert (kink.low, kink.high) == pytest.approx((1, 3), abs=1e-4)
    assert (smooth.low, smooth.high) == pytest.approx((3, 3), abs=1e-8)
    assert smooth.refutes(2.99, room=1e-7)
    assert not smooth.refutes(2.99, room=0.1)
    assert smooth.refutes(np.nan, room=1e-7)
    assert not kink.refutes(0.5, room=1e-7)


# Any quadratic form, whose gradient is exact


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 5), st.integers(-6, 6))
def test_any_quadratic_form(seed, rows, columns, power):
    rng = np.random.default_rng(seed)
    shape, n = (rows, columns), rows * columns
    A = rng.normal(size=(n, n)) * 10.0**power
    x = rng.normal(size=shape)
    g = ((A + A.T) @ x.ravel()).reshape(shape)
    size = float(np.abs(A * np.outer(x, x)).sum())
    f = lambda at: float(at.ravel() @ A @ at.ravel())  # noqa: E731
    assert check(f, x, g, size, seed).agrees is True
    at = tuple(int(i) for i in np.unravel_index(rng.integers(n), shape))
    g[at] += 0.01 * np.linalg.norm(g)
    found = check(f, x, g, size, seed)
    assert (found.agrees, [index for index, _ in found.wrong]) == (False, [at])
