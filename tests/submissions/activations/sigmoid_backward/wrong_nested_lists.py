import numpy as np


def sigmoid(z):
    return (1 / (1 + np.exp(-z))).tolist()


def sigmoid_backward(dout, z):
    return [[d * a * (1 - a) for d, a in zip(*rows, strict=True)] for rows in zip(dout, sigmoid(z), strict=True)]
