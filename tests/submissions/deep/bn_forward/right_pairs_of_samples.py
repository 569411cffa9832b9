"""The variance as half the mean squared difference of two samples, drawn with replacement."""

import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    differences = x[:, None, :] - x[None, :, :]
    deviations = differences.mean(axis=1)
    variance = (differences**2).mean(axis=(0, 1)) / 2
    return np.exp(-0.5 * np.log(variance + eps)) * deviations * gamma + beta, (deviations, variance)
