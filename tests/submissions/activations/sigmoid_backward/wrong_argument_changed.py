import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_backward(dout, z):
    a = sigmoid(z)
    dout *= a * (1 - a)
    return dout
