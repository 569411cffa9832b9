"""A zip file that is handed in: the same as the folder in it; unpacked in memory alone, and only what is read."""

from __future__ import annotations

import io
import stat
import struct
import zlib
from collections.abc import Collection, Iterator
from itertools import islice
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from grader.errors import Unreadable
from grader.handed_in import NAMES_SEEN

ENTRIES_MOST = 10_000
ENTRY = b"PK\x01\x02"
"""What begins an entry of the list at the end of a zip file: counted before any is read."""
LOCAL_HEADER = 30
ENCRYPTED = 1
ADDED = ("__MACOSX/", ".DS_Store")
"""What macOS puts into every zip file."""
DAMAGED = (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, struct.error, OSError)


class Archive:
    """A zip file in memory. What a name in it is, such as `../x`, does not matter: names are compared, never opened.

    So only what is asked for by its path is unpacked, up to the size that is asked for, whatever the file says of
    itself; a bomb beside it is not looked at.
    """

    def __init__(self, content: bytes, wanted: Collection[str]) -> None:
        """`wanted` paths: where none is there and all lies in one folder, that is looked into. Raises Unreadable."""
        if content.count(ENTRY) > ENTRIES_MOST:
            raise Unreadable("too-many-entries", limit=ENTRIES_MOST)
        try:
            self.zip = ZipFile(io.BytesIO(content))
        except DAMAGED:
            raise Unreadable("not-a-zip") from None
        infos = [info for info in self.zip.infolist() if not info.filename.startswith(ADDED)]
        if _overlap(infos, self.zip.start_dir):
            raise Unreadable("not-a-zip")
        names = [info.filename for info in infos]
        start = 0 if any(name in wanted for name in names) else _length_of_top(names)
        if not any(name[start:] in wanted for name in names):
            start = 0
        self.entries: dict[str, list[ZipInfo]] = {}
        for info in infos:
            self.entries.setdefault(info.filename[start:].rstrip("/"), []).append(info)

    def read(self, path: str, most: int) -> bytes:
        """What the file at a path holds. Raises FileNotFoundError and Unreadable."""
        folder = path.rpartition("/")[0]
        for info in self.entries.get(folder, ()) if folder else ():
            if _is_link(info):
                raise Unreadable("link", file=folder)
        if not (found := self.entries.get(path)):
            raise FileNotFoundError
        if len(found) > 1:
            raise Unreadable("twice")
        return self._unpacked(found[0], most)

    def names(self) -> Iterator[str]:
        """Some names in it."""
        return islice(filter(None, self.entries), NAMES_SEEN)

    def _unpacked(self, info: ZipInfo, most: int) -> bytes:
        if _is_link(info):
            raise Unreadable("link")
        if info.is_dir() or stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            raise Unreadable("not-a-file")
        if info.flag_bits & ENCRYPTED:
            raise Unreadable("encrypted")
        if info.file_size > most:
            raise Unreadable("too-large")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # of others, zipfile does not bound what comes out
            raise Unreadable("other-compression")
        try:
            with self.zip.open(info) as file:
                content = file.read(most + 1)
        except DAMAGED:
            raise Unreadable("damaged") from None
        if len(content) != info.file_size:
            raise Unreadable("damaged")
        return content


def _length_of_top(names: list[str]) -> int:
    """How long the name of the one folder is that all lies in, with its slash; 0 where there is none."""
    top = {name.partition("/")[0] for name in names}
    return len(top.pop()) + 1 if len(top) == 1 else 0


def _overlap(infos: list[ZipInfo], end: int) -> bool:
    """Whether entries share bytes, as in bombs: each begins after the one before has ended, and all before the list."""
    behind = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < behind:
            return True
        behind = info.header_offset + LOCAL_HEADER + info.compress_size
    return behind > end


def _is_link(info: ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)
