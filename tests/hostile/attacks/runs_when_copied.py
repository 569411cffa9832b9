"""An answer that runs code of its own when it is unpickled.

row: pickle
stopped_at: 0
shows: allowed
"""

MARK = "@MARK@"


class Answer:
    def __reduce__(self):
        return print, ("allowed " + MARK,)


def gate_mul_backward(x, y, dz):
    return Answer(), Answer()
