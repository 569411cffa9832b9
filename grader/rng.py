"""Random streams by name: the only source of chance in the tool."""

import hashlib

import numpy as np


def rng_for(*keys: str) -> "np.random.Generator":
    """A random stream of its own for these keys, so that adding an input or a case moves no other."""
    return np.random.default_rng(
        int.from_bytes(hashlib.sha256("\0".join(keys).encode("utf-8", "surrogateescape")).digest()[:16])
    )
