"""Tries to open files, and goes on without them."""



def gate_mul_backward(x, y, dz):
    for name in ("settings.ini", "/nowhere/at/all"):
        try:
            open(name).close()
        except OSError:
            pass
    return dz * y, dz * x
