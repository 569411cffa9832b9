"""Values kept between runs, by a key that changes whenever they would; losing them costs only time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from grader.guest.wire import MalformedFrame, Value, decode, encode


def key(*parts: str | bytes) -> str:
    """One short name for all the parts that a value was made from."""
    raw = [part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape") for part in parts]
    return hashlib.sha256(b"".join(b"%d:" % len(part) + part for part in raw)).hexdigest()


def load(key: str) -> Value | None:
    """What was stored under the key; None where nothing readable is."""
    try:
        file = _folder() / key
        if not file.is_file():
            return None
        kept = file.read_bytes()
        checksum, frame = kept[:32], kept[32:]
        return decode(frame) if hashlib.sha256(frame).digest() == checksum else None
    except (OSError, RuntimeError, MalformedFrame):
        return None


def store(key: str, value: Value) -> None:
    """Keep a value, whole or not at all; a folder that cannot be written to keeps nothing."""
    frame = encode(value)
    with contextlib.suppress(OSError, RuntimeError):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=folder)
        try:
            with open(descriptor, "wb") as file:
                file.write(hashlib.sha256(frame).digest() + frame)
            os.replace(name, folder / key)
        except OSError:
            os.unlink(name)


def _folder() -> Path:
    """Where values are kept. Raises RuntimeError for a user without a home."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "backgrade"
