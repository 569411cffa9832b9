"""The zygote: imports numpy (or numpy and torch) once, then forks a guest for each request of the host.

It is started by exec with an empty environment and holds no source, no answer and nothing else of the host.
A request is one letter and a number: `F` (fork a guest; its socket and its output pipe come along) is answered
with the guest's pid, `E pid` (end that guest and all it started) with its wait status.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import importlib.machinery
import importlib.util
import json
import os
import signal
import socket
import sys
import warnings
from collections.abc import Callable, Sequence
from types import ModuleType

from . import NOT_LOCKED, OUT_OF_MEMORY, REPLY, REQUEST, SEEDS, TALK, namespaces
from .kernel import SET_CHILD_SUBREAPER, SET_DUMPABLE, children, die_with_parent, prctl
from .lockdown import Lock
from .namespaces import Namespaces

Serve = Callable[[int, Callable[[int, int], None]], None]
"""Serves a descriptor; the function locks this process down, given bounds of memory and CPU time."""
NICE = 10
"""Guests let the host go first: there are many of them, and it is what they would all wait for."""
PRINTED = [
    open(descriptor, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    for descriptor in (1, 2)
]
"""What a guest prints to, made before the fork."""
THREADS = 256
"""How many threads all guests together may have."""


class SeededLoader(importlib.machinery.SourceFileLoader):
    """Loads a module and seeds it: a first import in the middle of a call must not bring chance into it."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code, then its `seed`, which is kept."""
        super().exec_module(module)
        SEEDS.append(module.seed)
        module.seed(0)


class PackageFinder:
    """Finds the listed top-level packages where the host says they are, and no others beside the standard library."""

    def __init__(self, folders: dict[str, str]) -> None:
        self.folders = folders
        self.seeded = {
            "random": os.path.join(os.path.dirname(os.__file__), "random.py"),
            "numpy.random": os.path.join(folders["numpy"], "numpy", "random", "__init__.py"),
        }

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of a listed package, or of a module to be seeded; None leaves all else to the standard finders."""
        if (file := self.seeded.get(name)) is not None:
            return importlib.util.spec_from_file_location(name, file, loader=SeededLoader(name, file))
        if path is not None or name not in self.folders:
            return None
        return importlib.machinery.PathFinder.find_spec(name, [self.folders[name]])


def main() -> None:
    """Preload, then fork and end guests until the host closes the control socket.

    argv holds the socket's descriptor, the isolation layers wanted, what to preload, and where each allowed package is.
    """
    os.chdir("/")
    control = socket.socket(fileno=int(sys.argv[2]))
    _close_all_but(control.fileno())
    layers, preload = (argument.split(",") for argument in sys.argv[3:5])
    folders = dict(argument.split("=", 1) for argument in sys.argv[5:])
    sys.meta_path.insert(0, PackageFinder(folders))
    within = namespaces.enter(control.close, _keep_bytecode) if "namespaces" in layers else None
    prctl(SET_DUMPABLE, 0)  # no guest looks into this process, or into another guest
    lock = Lock(_readable(folders), layers)
    probed = lock.probe()
    serve = _preloaded(preload)
    prctl(SET_CHILD_SUBREAPER, 1)
    lock.heed(probed)
    assert sys.platform != "linux" or len(os.listdir("/proc/self/task")) == 1, "a fork would lose threads"
    if isinstance(within, Namespaces):
        within.hide_processes()
        lock.threads = THREADS
    if isinstance(within, str):
        lock.missing["namespaces"], within = within, None
    found = {"landlock": lock.landlock, "seccomp": lock.seccomp, "namespaces": within is not None}
    hello = json.dumps({**found, "missing": lock.missing}).encode()
    gc.freeze()
    zygote = Zygote(control, lock, within, serve)
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):  # the host is gone
        control.sendall(REPLY.pack(len(hello)) + hello)
        while zygote.serve_one():
            pass
    zygote.end_all()
    os._exit(0)


def _close_all_but(control: int) -> None:
    """Close what was open where the host was started: what lies above the limit that holds now, guests would keep."""
    with contextlib.suppress(OSError):
        for descriptor in map(int, os.listdir("/dev/fd")):
            if descriptor > 2 and descriptor != control:
                with contextlib.suppress(OSError):  # the listing's own
                    os.close(descriptor)


def _preloaded(packages: Sequence[str]) -> Serve:
    """Import packages, and what every guest runs; that is given back, rehearsed."""
    from . import answering  # it needs numpy, which the finder has just made importable

    for name in packages:
        importlib.import_module(name)
    if "torch" in packages:
        sys.modules["torch"].set_num_threads(1)
        os.environ["TORCHINDUCTOR_CACHE_DIR"] = "/"  # `torch.func` wants a folder that is there, and writes nothing
        sys.modules["torch"].backends.cpu.get_cpu_capability()  # looks at the processor, which guests cannot
    answering.rehearse()
    warnings.filterwarnings("ignore", "coroutine .* was never awaited")  # it names our files, and no await is meant
    vars(builtins).update(exit=sys.exit, quit=sys.exit)  # as `site` would have
    return answering.serve


def _keep_bytecode() -> None:
    """Have what is imported after the namespaces are entered compiled for the next start: from within none is kept."""
    for module in ("counting", "troubles", "answering"):
        spec = importlib.util.find_spec(f".{module}", __package__)
        assert spec is not None
        assert isinstance(spec.loader, importlib.machinery.SourceFileLoader)
        spec.loader.get_code(spec.name)


class Zygote:
    """Forks guests and ends them."""

    def __init__(self, control: socket.socket, lock: Lock, within: Namespaces | None, serve: Serve) -> None:
        self.control, self.lock, self.within, self.serve = control, lock, within, serve
        self.guests: set[int] = set()

    def serve_one(self) -> bool:
        """Do what one request asks; False where the host has closed the socket."""
        request, descriptors, _, _ = socket.recv_fds(self.control, REQUEST.size, 2)
        if len(request) < REQUEST.size:
            return False
        letter, pid = REQUEST.unpack(request)
        if letter == b"E":
            self.control.sendall(REPLY.pack(self.end(pid)))
        else:
            self.fork(descriptors)
        return True

    def fork(self, descriptors: Sequence[int]) -> None:
        """Fork a guest with these ends of its socket and its output pipe; tell the host its pid."""
        pid = os.fork() if self.within is None else self.within.fork()
        if pid == 0:
            _be_guest(self.serve, self.lock, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        self.guests.add(pid)
        if self.within is None:
            self.control.sendall(REPLY.pack(pid))
        else:  # the host knows it by another number, which the kernel tells the owner of a descriptor
            handle = os.pidfd_open(pid)
            socket.send_fds(self.control, [REPLY.pack(pid)], [handle])
            os.close(handle)

    def end(self, pid: int) -> int:
        """Kill a guest, its process group and whatever it left behind; return the guest's wait status."""
        self.guests.discard(pid)
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):  # gone already, or not yet a group
                kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        while self.within is None and (orphans := children() - self.guests):
            for orphan in orphans:
                os.kill(orphan, signal.SIGKILL)
                os.waitpid(orphan, 0)
        return status

    def end_all(self) -> None:
        """End every guest there is."""
        while self.guests:
            self.end(next(iter(self.guests)))


def _be_guest(serve: Serve, lock: Lock, talk: int, printed: int) -> None:
    """Turn the forked child into a guest that serves its socket and never returns."""
    try:
        gc.enable()
        os.nice(NICE)
        os.setsid()
        die_with_parent()
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        os.dup2(talk, TALK)
        kept = lock.rules if lock.landlock else TALK
        os.closerange(TALK + 1, kept)
        os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))
        sys.stdout, sys.stderr = PRINTED
    except BaseException:
        os._exit(NOT_LOCKED)
    try:
        serve(TALK, lock.put_on)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException:
        os._exit(1)  # without a word: what is printed here is the student's
    os._exit(0)


def _readable(folders: dict[str, str]) -> list[str]:
    """What guests may read: the standard library, the allowed packages and the system's shared libraries.

    Not site-packages as a whole, which may lie within the standard library's folder: a course can be installed there.
    """
    library = os.path.dirname(os.__file__)
    prefix = os.path.dirname(library)
    machine = getattr(sys.implementation, "_multiarch", "")
    paths = [entry.path for entry in os.scandir(library) if entry.name not in ("site-packages", "dist-packages")]
    paths += [os.path.join(folder, name + end) for name, folder in folders.items() for end in ("", ".py", ".libs")]
    paths += [os.path.join(prefix, name) for name in os.listdir(prefix) if name.startswith("libpython")]
    paths += [f"{root}/{machine}" for root in ("/lib", "/usr/lib") if machine]
    for folder in ("/lib64", "/usr/lib64"):  # on some systems a folder in it is site-packages
        with contextlib.suppress(OSError):
            paths += [entry.path for entry in os.scandir(folder) if ".so" in entry.name]
    return [*paths, "/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/dev/zero", "/dev/urandom"]
