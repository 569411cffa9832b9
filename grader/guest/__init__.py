"""What runs beside student code: the standard library and numpy, and nothing of the host."""

import struct
from collections.abc import Callable

REQUEST = struct.Struct("<cq")
"""Host to zygote: a letter and a pid. See `zygote`."""
REPLY = struct.Struct("<q")
TALK = 3
"""The descriptor that a guest talks over."""
NOT_LOCKED = 70
"""Exit status of a guest that could not be locked down; no student code ran in it."""
OUT_OF_MEMORY = 71
"""Exit status of a guest that had no memory left to answer with: a hint for the message, as all it says."""
SEEDS: list[Callable[[int], object]] = []
"""Seed the modules that draw numbers, each from when it is loaded: its name may stand for another module later."""
