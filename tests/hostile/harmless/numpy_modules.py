"""Imports parts of numpy only when they are wanted."""



def gate_mul_backward(x, y, dz):
    import numpy.fft
    import numpy.linalg
    import numpy.polynomial
    import numpy.random

    numpy.fft.ifft(numpy.fft.fft(numpy.arange(8.0)))
    numpy.linalg.svd(numpy.random.default_rng(0).normal(size=(200, 200)))
    numpy.polynomial.Polynomial([1, 2])(3)
    return dz * y, dz * x
