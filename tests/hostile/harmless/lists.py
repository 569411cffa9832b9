"""Answers with a list of arrays."""



def gate_mul_backward(x, y, dz):
    return [dz * y, dz * x]
