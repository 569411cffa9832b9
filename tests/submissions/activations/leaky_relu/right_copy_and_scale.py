def leaky_relu(z, alpha=0.01):
    out = z.copy()
    out[out < 0] *= alpha
    return out


def leaky_relu_backward(dout, z, alpha=0.01):
    dz = dout.copy()
    dz[z <= 0] *= alpha
    return dz
