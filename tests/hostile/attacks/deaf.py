"""Works without end and ignores every signal that can be ignored.

row: stopping
stopped_at: 0
shows: slow
"""

import signal

for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)


def gate_mul_backward(x, y, dz):
    while True:
        pass
