"""SHA-256 without `hashlib`, which loads all of OpenSSL: that takes as long as grading four problems."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 12):
    from _sha2 import sha256
else:
    from _sha256 import sha256  # type: ignore[import-not-found]

__all__ = ["sha256"]
