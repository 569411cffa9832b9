"""Uses every source of chance and hashing."""

import hashlib
import os
import random
import secrets
import uuid

import numpy as np


def gate_mul_backward(x, y, dz):
    random.random()
    secrets.token_hex(8)
    os.urandom(8)
    uuid.uuid4()
    np.random.seed(3)
    np.random.normal(size=3)
    hashlib.sha256(b"x").hexdigest()
    return dz * y, dz * x
