"""circuit-add-mul: forward and backward through f = (x + y) * z."""


def circuit_add_mul(x, y, z):
    """Return (f, dx, dy, dz) for f = (x + y) * z.

    x, y, z: floats
    f:       the value, a float
    dx, dy, dz: df/dx, df/dy and df/dz, floats
    """
    raise NotImplementedError("circuit-add-mul: write circuit_add_mul")
