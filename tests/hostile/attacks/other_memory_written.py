"""Opens the memory of another process for writing.

row: parent-memory
stopped_at: 2
shows: allowed
"""

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    with open("/proc/@VICTIM@/mem", "r+b", 0):
        pass
    raise RuntimeError("allowed " + MARK)
