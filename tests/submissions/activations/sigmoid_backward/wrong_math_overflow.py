"""H1: where numpy warns, math.exp raises OverflowError."""

import math

import numpy as np


def sigmoid(z):
    return np.array([[1 / (1 + math.exp(-entry)) for entry in row] for row in z])


def sigmoid_backward(dout, z):
    a = sigmoid(z)
    return dout * a * (1 - a)
