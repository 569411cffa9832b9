"""Recurses nine hundred deep."""



def gate_mul_backward(x, y, dz):
    def down(n):
        return 0 if n == 0 else 1 + down(n - 1)

    assert down(900) == 900
    return dz * y, dz * x
