"""circuit-add-max: forward and backward through f = (x + y) * max(y, z)."""


def circuit_add_max(x, y, z):
    """Return (f, dx, dy, dz) for f = (x + y) * max(y, z).

    x, y, z: floats
    f:       the value, a float
    dx, dy, dz: df/dx, df/dy and df/dz, floats; at y = z the max gate shares its gradient
                between y and z in any proportion t to 1 - t, with a t of your choice from 0 to 1
    """
    raise NotImplementedError("circuit-add-max: write circuit_add_max")
