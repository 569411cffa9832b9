"""Classes whose names, instance checks and attributes leave the process when they are looked at.

row: lying-objects
stopped_at: 0
shows: broken
naive: stands
"""

import os


class Meta(type):
    def __getattribute__(self, name):
        os._exit(3)

    def __instancecheck__(self, other):
        os._exit(3)


class Answer(metaclass=Meta):
    def __getattribute__(self, name):
        os._exit(4)


ANSWER = object.__new__(Answer)


def gate_mul_backward(x, y, dz):
    return ANSWER, ANSWER
