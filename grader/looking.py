"""What changed in a folder from one look to the next, by what the file system says of it: no file is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from grader.course import Course
from grader.submission import LARGEST

Stamp: TypeAlias = tuple[int, int, int, int] | None
"""Time, size, inode and kind of what is at a path; None where nothing is."""
SETTLE_SECONDS = 0.25
"""For so long a file that is empty, gone or no Python may be in the middle of being saved."""
FEW, TURNS = 8, 3
"""More files than a few are looked at in turns, a third at each look, but for those that changed before."""
ALL_EVERY = 10
"""Every so many looks, all paths are looked at, whatever their folders say: their clocks tick every few ms."""


class Paths:
    """Paths in the file system, by what they belong to."""

    def __init__(self, paths: Mapping[str, Sequence[str]], folders: Sequence[str] = ()) -> None:
        """`folders` that hold all the paths spare looks at those where nothing is; without any, all are looked at."""
        self.paths, self.folders = paths, folders
        self.stamps: dict[str, Stamp] = {}
        self.names: dict[str, list[str]] = {}
        for name, several in paths.items():
            for path in several:
                self.names.setdefault(path, []).append(name)
        self.looks = 0
        self.changed: dict[str, None] = {}
        self.folder_stamps: list[Stamp] = []

    def look(self) -> list[str]:
        """The names that something changed for since the look before; at the first look, that have anything."""
        folder_stamps = [stamp(folder) for folder in self.folders]
        everywhere = not self.folders or self.looks % ALL_EVERY == 0 or folder_stamps != self.folder_stamps
        self.folder_stamps = folder_stamps
        changed: set[str] = set()
        for path in self.names if everywhere else self._in_turn():
            if (found := stamp(path)) != self.stamps.get(path):
                changed.update(self.names[path])
                if self.looks:
                    self.changed[path] = None
                if found:
                    self.stamps[path] = found
                else:
                    del self.stamps[path]
        self.looks += 1
        return [name for name in self.paths if name in changed] if changed else []

    def _in_turn(self) -> list[str]:
        """Some of the paths where something is, and all that changed before."""
        there = list(self.stamps)
        if len(there) <= FEW:
            return there
        return list(dict.fromkeys([*self.changed, *there[self.looks % TURNS :: TURNS]]))

    def replaced(self, paths: Mapping[str, Sequence[str]], folders: Sequence[str] = ()) -> Paths:
        """Other paths; what was seen of those that were here already is kept."""
        other = Paths(paths, folders)
        other.stamps = {path: found for path, found in self.stamps.items() if path in other.names}
        other.changed = {path: None for path in self.changed if path in other.names}
        return other

    def has(self, name: str) -> bool:
        """Whether anything but an empty file was there at the last look."""
        return any(found[1] for path in self.paths.get(name, ()) if (found := self.stamps.get(path)))


class Saves:
    """Which names changed, and whether what changed them is over: two looks in a row see the same."""

    def __init__(self) -> None:
        self.changed: dict[str, float] = {}
        """When each that is still to be graded was last seen to change;"""
        self.settling: set[str] = set()
        """and those among them that are to be still for longer."""

    def see(self, names: Iterable[str], now: float) -> None:
        """Take in that these changed."""
        for name in names:
            self.changed[name] = now
            self.settling.discard(name)

    def over(self, now: float, has: Callable[[str], bool]) -> list[str]:
        """The names that did not change in the look that was taken `now`; they stay until they are `graded`.

        One that has nothing, or only an empty file, is to be still for longer.
        """
        return [
            name
            for name, changed in self.changed.items()
            if changed < now and (now - changed >= SETTLE_SECONDS or (name not in self.settling and has(name)))
        ]

    def settle(self, name: str, now: float) -> bool:
        """Whether a name changed so lately that what is there may be half of a file; it is `over` later then."""
        young = now - self.changed.get(name, -SETTLE_SECONDS) < SETTLE_SECONDS
        if young:
            self.settling.add(name)
        return young

    def graded(self, name: str) -> None:
        """Wait for the next change of a name."""
        self.changed.pop(name, None)
        self.settling.discard(name)


def stamp(path: str) -> Stamp:
    """What tells a file from what it was before."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino, stat.S_IFMT(found.st_mode)


def paths_of(course: Course, folder: Path) -> tuple[dict[str, list[str]], list[str]]:
    """Where a folder may answer each problem, and the folders that these paths are in."""
    paths = {}
    for module, spec in course.modules.items():
        for name in spec.problems:
            files = [name.replace("-", "_") + ending for ending in LARGEST]
            paths[name] = [str(path / file) for file in files for path in (folder / module, folder)]
    return paths, [str(folder), *(str(folder / module) for module in course.modules)]


def course_paths(course: Course) -> dict[str, list[str]]:
    """The files that grading each problem depends on; under "", those that say which problems there are."""
    problems = course.root / "problems"
    own = [course.root / "course.yaml", problems, *(problems / module for module in course.modules)]
    paths = {"": [str(path) for path in own]}
    for module, spec in course.modules.items():
        helpers = [str(file) for file in sorted((problems / module).glob("*.py"))]
        for name in spec.problems:
            stem = name.replace("-", "_")
            beside = [course.root / top / module / f"{stem}.py" for top in ("reference", "student_template")]
            paths[name] = [str(problems / module / f"{name}.yaml"), *map(str, beside)]
            paths[name] += helpers
    return paths
