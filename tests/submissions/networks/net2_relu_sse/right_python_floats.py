import numpy as np


def dot(a, b):
    return sum(p * q for p, q in zip(a, b, strict=True))


def two_layer_relu_sse(x, y, W1, b1, W2, b2):
    x, y, W1, b1, W2, b2 = (v.tolist() for v in (x, y, W1, b1, W2, b2))
    z1 = [dot(row, x) + b for row, b in zip(W1, b1, strict=True)]
    h = [max(0.0, z) for z in z1]
    o = [dot(row, h) + b for row, b in zip(W2, b2, strict=True)]
    r = [p - q for p, q in zip(o, y, strict=True)]
    dz1 = [dot(r, column) if z > 0 else 0.0 for column, z in zip(zip(*W2, strict=True), z1, strict=True)]
    grads = {
        "W1": [[g * v for v in x] for g in dz1],
        "b1": dz1,
        "W2": [[g * v for v in h] for g in r],
        "b2": r,
        "x": [dot(dz1, column) for column in zip(*W1, strict=True)],
    }
    return 0.5 * dot(r, r), {name: np.array(g) for name, g in grads.items()}
