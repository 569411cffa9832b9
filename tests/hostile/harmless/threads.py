"""Computes in threads."""

import threading
from concurrent.futures import ThreadPoolExecutor


def gate_mul_backward(x, y, dz):
    with ThreadPoolExecutor(2) as pool:
        dx, dy = pool.map(lambda factor: dz * factor, (y, x))
    thread = threading.Thread(target=sum, args=([1, 2],))
    thread.start()
    thread.join()
    return dx, dy
