"""Makes sockets of rare families, each with its own part of the kernel behind it.

row: kernel-objects
stopped_at: 2
shows: allowed
"""

import socket

MARK = "@MARK@"
FAMILIES = {"netlink": 16, "packet": 17, "alg": 38, "vsock": 40, "xdp": 44}


def gate_mul_backward(x, y, dz):
    made = []
    for name, family in FAMILIES.items():
        for kind in (socket.SOCK_STREAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            try:
                socket.socket(family, kind).close()
                made.append(name)
            except OSError:
                pass
    if made:
        raise RuntimeError("allowed " + MARK + " " + " ".join(made))
    return dz, dz
