"""circuit-add-max: forward and backward through f = (x + y) max(y, z), where y is used twice."""


def circuit_add_max(x, y, z):
    """Return (f, dx, dy, dz): f = (x + y) * max(y, z) and its derivatives; all floats.

    Backwards from df/df = 1: the multiply gate gives each factor the other one, the max gate routes to
    its larger input (a tie to y), the add gate hands on to both, and y adds up what its two edges bring.

    Source: Computation graphs and automatic differentiation, "a whole example with numbers".
    """
    a = x + y
    b = max(y, z)
    f = a * b
    da, db = b, a
    dy_of_max, dz = (db, 0.0) if y >= z else (0.0, db)
    dx, dy_of_add = da, da
    return f, dx, dy_of_add + dy_of_max, dz


def splits_at_a_tie(f, dx, dy, dz, x, y, z):
    """Whether all four are right at y = z for some share t in [0, 1]: dy = b + t a and dz = (1 - t) a.

    The two parts must add up to a, and dz must lie between 0 and a, so that (b + 5a, -4a) is refused.
    Right to a millionth of the numbers that meet.
    """
    a, b = x + y, max(y, z)
    large = max(abs(x) + abs(y), abs(z))
    small = 1e-6 * large
    right_forward = abs(f - a * b) <= small * large
    nothing_lost = abs((dy - b) + dz - a) <= small
    within = min(a, 0) - small <= dz <= max(a, 0) + small
    return bool(y == z and right_forward and abs(dx - b) <= small and nothing_lost and within)
