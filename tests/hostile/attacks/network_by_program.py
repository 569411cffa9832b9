"""Has a shell connect.

row: network
stopped_at: 2
shows: connected
"""

import subprocess

subprocess.run(["/bin/bash", "-c", "exec 5<>/dev/tcp/127.0.0.1/@TCP@"], timeout=1)


def gate_mul_backward(x, y, dz):
    return dz, dz
