def relu(z):
    a = z.copy()
    a[a < 0] = 0
    return a


def relu_backward(dout, z):
    dz = dout.copy()
    dz[z <= 0] = 0
    return dz
