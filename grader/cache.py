"""Values kept between runs, by a key that changes whenever they would; losing them costs only time."""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Sequence
from pathlib import Path

from grader.guest.wire import PREFIX, MalformedFrame, frame_size
from grader.sha256 import sha256

CHECKSUM_BYTES = 4


def key(*parts: str | bytes) -> str:
    """One short name for all the parts that a value was made from."""
    raw = [part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape") for part in parts]
    return str(sha256(b"".join(b"%d:" % len(part) + part for part in raw)).hexdigest())


def load(key: str) -> list[bytes] | None:
    """The frames that were stored under the key; None where they are not there, whole."""
    try:
        file = _folder() / key
        if not file.is_file():
            return None
        kept = file.read_bytes()
        checksum, frames = kept[:CHECKSUM_BYTES], kept[CHECKSUM_BYTES:]
        return _split(frames) if _checksum(frames) == checksum else None
    except (OSError, RuntimeError, MalformedFrame):
        return None


def holds(key: str) -> bool:
    """Whether something is stored under the key."""
    try:
        return (_folder() / key).is_file()
    except (OSError, RuntimeError):
        return False


def store(key: str, frames: Sequence[bytes]) -> None:
    """Keep frames of the wire, all or none; a folder that cannot be written to keeps nothing."""
    import tempfile  # seldom needed, and it imports a good deal

    kept = b"".join(frames)
    with contextlib.suppress(OSError, RuntimeError):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=folder)
        try:
            with open(descriptor, "wb") as file:
                file.write(_checksum(kept) + kept)
            os.replace(name, folder / key)
        except OSError:
            os.unlink(name)


def _checksum(frames: bytes) -> bytes:
    """What tells a file that was damaged; not one that was forged, which nothing here could."""
    return zlib.crc32(frames).to_bytes(CHECKSUM_BYTES, "big")


def _split(frames: bytes) -> list[bytes]:
    """Frames that stand one behind the other. Raises MalformedFrame."""
    split, at = [], 0
    while at < len(frames):
        prefix = frames[at : at + PREFIX.size]
        if len(prefix) < PREFIX.size or (end := at + frame_size(prefix)) > len(frames):
            raise MalformedFrame("the last frame is cut short")
        split.append(frames[at:end])
        at = end
    return split


def _folder() -> Path:
    """Where values are kept. Raises RuntimeError for a user without a home."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "backgrade"
