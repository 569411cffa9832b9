"""Sends descriptors along with its answer.

row: wire
stopped_at: 0
shows: broken
naive: stands
"""

# @WIRE@


def gate_mul_backward(x, y, dz):
    import socket

    talk = socket.socket(fileno=os.dup(3))
    for _ in range(5):
        socket.send_fds(talk, [b'x'], [1] * 200)
    return dz, dz
