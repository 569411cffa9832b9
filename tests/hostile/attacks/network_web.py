"""Asks for a page of the web.

row: network
stopped_at: 2
shows: connected
"""

import urllib.request

urllib.request.urlopen("http://127.0.0.1:@TCP@/", timeout=0.2)


def gate_mul_backward(x, y, dz):
    return dz, dz
