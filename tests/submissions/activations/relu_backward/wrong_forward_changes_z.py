"""I1: the right values, written over z."""


def relu(z):
    z[z < 0] = 0
    return z


def relu_backward(dout, z):
    return dout * (z > 0)
