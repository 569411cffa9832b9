"""Makes links and folders, and pipes and sockets that have names.

row: files
stopped_at: 2
shows: written
"""

import os
import socket

for make in (
    lambda: os.symlink("/etc/passwd", "@WATCHED@/link"),
    lambda: os.link("@WATCHED@/kept.txt", "@WATCHED@/twice"),
    lambda: os.mkdir("@WATCHED@/folder"),
    lambda: os.mkfifo("@WATCHED@/pipe"),
    lambda: socket.socket(socket.AF_UNIX).bind("@WATCHED@/s"),
):
    try:
        make()
    except OSError:
        pass


def gate_mul_backward(x, y, dz):
    return dz, dz
