"""Starts an interpreter that may import everything.

row: libraries
stopped_at: 2
shows: allowed
"""

import subprocess
import sys

MARK = "@MARK@"
done = subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True)
if done.stdout.strip() == b"42":
    raise RuntimeError("allowed " + MARK)


def gate_mul_backward(x, y, dz):
    return dz, dz
