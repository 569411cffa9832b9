"""Locks a guest down before student code runs in it: limits, capabilities, files (Landlock), system calls (seccomp).

Reads top to bottom in the order in which the layers are put on; each needs the ones before. What a layer allows is
decided once, in the zygote; a guest only puts it on. Sources: landlock(7), seccomp(2), capabilities(7),
and the kernel's tables of calls.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import resource
import stat
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from . import TALK
from .kernel import LIBC, checked

MACHINE = os.uname().machine

# 1. Limits: what a process may use up.


def size() -> int:
    """The bytes of address space this process has now; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def limit(memory: int, cpu: int) -> None:
    """Bound this process: `memory` bytes of address space, `cpu` seconds in all; it writes no file.

    Soft limits are the hard ones: a signal that comes first is ignored by the first process of a namespace.
    """
    if sys.platform == "linux":
        _bound(resource.RLIMIT_AS, memory)
        _bound(resource.RLIMIT_MSGQUEUE, 0)
        _bound(resource.RLIMIT_STACK, 8 << 20)
    else:
        _bound(resource.RLIMIT_NPROC, 0)  # elsewhere threads do not count as processes
    _bound(resource.RLIMIT_CPU, cpu)
    _bound(resource.RLIMIT_FSIZE, 0)
    _bound(resource.RLIMIT_NOFILE, 64)
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_MEMLOCK, 0)


def _bound(which: int, most: int) -> None:
    hard = resource.getrlimit(which)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (most, most))


# 2. Capabilities: what root may do beyond its files, given up for good.

PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 24, 38, 47, 4
CAPABILITY_VERSION_3 = 0x20080522
THIS_PROCESS, NO_CAPABILITIES = struct.pack("=Ii", CAPABILITY_VERSION_3, 0), bytes(24)
CAPSET: Any = LIBC.capset if sys.platform == "linux" else None
"""Found by its name once, not by each guest."""


def bar_capabilities() -> None:
    """Give up every way to get a capability that this process does not have now. Raises OSError."""
    for capability in range(64):
        if LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break  # past the last one, or not ours to drop
    LIBC.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    checked("prctl", LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def drop_capabilities() -> None:
    """Give up every capability. Raises OSError."""
    checked("capset", CAPSET(THIS_PROCESS, NO_CAPABILITIES))


# 3. Landlock: the files that can be opened at all. By version of the kernel's interface more can be forbidden.

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION, PATH_BENEATH = 1, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
NET_RIGHTS = {4: 0b11}
SCOPES = {6: 0b11}
"""From version 6 on: no signal and no abstract socket leaves the guest."""


def landlock_version() -> int:
    """The version of the kernel's Landlock. Raises OSError where there is none."""
    if sys.platform != "linux":
        raise OSError(f"{sys.platform} has none")
    return checked("landlock", LIBC.syscall(CREATE_RULESET, None, 0, ASK_VERSION))


def landlock_rules(readable: Iterable[str], version: int) -> int:
    """A descriptor of rules that allow reading below these paths (and /dev/null to be written), nothing else.

    Raises OSError.
    """
    handled = [_newest(rights, version) for rights in (FILE_RIGHTS, NET_RIGHTS, SCOPES)]
    attributes = struct.pack("=QQQ", *handled)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = checked("landlock", LIBC.syscall(CREATE_RULESET, attributes, len(attributes), 0))
    for path in readable:
        _allow(rules, path, EXECUTE | READ_FILE | READ_DIR)
    _allow(rules, os.devnull, READ_FILE | WRITE_FILE)
    return rules


def restrict_files(rules: int) -> None:
    """Put the rules on; their descriptor is closed. Raises OSError."""
    checked("landlock", LIBC.syscall(RESTRICT_SELF, rules, 0))
    os.close(rules)


def _newest(rights: Mapping[int, int], version: int) -> int:
    return max((right for since, right in rights.items() if since <= version), default=0)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(os.fstat(place).st_mode):
        rights &= ~READ_DIR
    checked("landlock", LIBC.syscall(ADD_RULE, rules, PATH_BENEATH, struct.pack("=Qi", rights, place), 0))
    os.close(place)


# 4. Seccomp: the calls of the kernel that can be made at all. Every other one is answered EPERM.

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
LOAD, JUMP, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, JUMP_IF_SET, RETURN = 0x20, 0x05, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE, ARGUMENT = 0, 4, 16
X32 = 0x40000000
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
SYSCALLS = {
    "x86_64": {
        "read": 0, "write": 1, "futex": 202, "mmap": 9, "munmap": 11, "mprotect": 10, "madvise": 28, "brk": 12,
        "mremap": 25, "openat": 257, "open": 2, "close": 3, "fstat": 5, "stat": 4, "lstat": 6, "newfstatat": 262,
        "statx": 332, "lseek": 8, "pread64": 17, "pwrite64": 18, "readv": 19, "writev": 20, "getdents64": 217,
        "access": 21, "faccessat": 269, "faccessat2": 439, "readlink": 89, "readlinkat": 267, "getcwd": 79,
        "dup": 32, "dup2": 33, "dup3": 292, "poll": 7, "ppoll": 271, "select": 23, "pselect6": 270,
        "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "sigaltstack": 131, "restart_syscall": 219,
        "nanosleep": 35, "clock_nanosleep": 230, "clock_gettime": 228, "clock_getres": 229, "gettimeofday": 96,
        "sched_yield": 24, "sched_getaffinity": 204, "getcpu": 309, "membarrier": 324, "rseq": 334,
        "set_robust_list": 273, "getrandom": 318, "uname": 63, "sysinfo": 99, "times": 100, "getrusage": 98,
        "getrlimit": 97, "getpid": 39, "getppid": 110, "gettid": 186, "getuid": 102, "geteuid": 107, "getgid": 104,
        "getegid": 108, "getgroups": 115, "exit": 60, "exit_group": 231,
        "clone": 56, "clone3": 435, "prlimit64": 302, "kill": 62, "tgkill": 234, "fcntl": 72, "ioctl": 16,
        "prctl": 157,
    },
    "aarch64": {
        "read": 63, "write": 64, "futex": 98, "mmap": 222, "munmap": 215, "mprotect": 226, "madvise": 233, "brk": 214,
        "mremap": 216, "openat": 56, "close": 57, "fstat": 80, "newfstatat": 79,
        "statx": 291, "lseek": 62, "pread64": 67, "pwrite64": 68, "readv": 65, "writev": 66, "getdents64": 61,
        "faccessat": 48, "faccessat2": 439, "readlinkat": 78, "getcwd": 17,
        "dup": 23, "dup3": 24, "ppoll": 73, "pselect6": 72,
        "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "sigaltstack": 132, "restart_syscall": 128,
        "nanosleep": 101, "clock_nanosleep": 115, "clock_gettime": 113, "clock_getres": 114, "gettimeofday": 169,
        "sched_yield": 124, "sched_getaffinity": 123, "getcpu": 168, "membarrier": 283, "rseq": 293,
        "set_robust_list": 99, "getrandom": 278, "uname": 160, "sysinfo": 179, "times": 153, "getrusage": 165,
        "getrlimit": 163, "getpid": 172, "getppid": 173, "gettid": 178, "getuid": 174, "geteuid": 175, "getgid": 176,
        "getegid": 177, "getgroups": 158, "exit": 93, "exit_group": 94,
        "clone": 220, "clone3": 435, "prlimit64": 261, "kill": 129, "tgkill": 131, "fcntl": 25, "ioctl": 29,
        "prctl": 167,
    },
}  # fmt: skip
CLONE_THREAD = 0x10000
O_TRUNC, O_WRITES = 0o1000, 0o3
"""A file opened for reading can still be emptied, which Landlock sees from version 3 on only."""
DESCRIPTOR_COMMANDS = (0, 1, 2, 3, 4, 1030)
"""fcntl: duplicate, and get or set flags; no lock, and no owner, to whom a signal would go."""
TERMINAL_COMMANDS = (0x5401, 0x5413, 0x5450, 0x5451)
"""ioctl: what kind of terminal is this, how large, and close-on-exec: what opening a file asks."""
NAME_COMMANDS = (15, 16)
"""prctl: get or set the name of a thread."""


def syscall_filter(machine: str, pid: int) -> bytes:
    """The filter for a process with this pid, as the kernel wants it: a list of `code, jump, jump, value`."""
    calls = SYSCALLS[machine]
    # which argument is looked at, and what it must be
    narrowed = {
        "clone": [_has(0, CLONE_THREAD)],
        "clone3": [],  # its arguments cannot be looked at: told that it is missing, the C library falls back to clone
        "prlimit64": [_is(0, 0), _is(0, pid)],
        "kill": [_is(0, pid)],
        "tgkill": [_is(0, pid)],
        "fcntl": [_is(1, command) for command in DESCRIPTOR_COMMANDS],
        "ioctl": [_is(1, command) for command in TERMINAL_COMMANDS],
        "prctl": [_is(0, command) for command in NAME_COMMANDS],
        "open": [_lacks(1, O_TRUNC), _has(1, O_WRITES)],
        "openat": [_lacks(2, O_TRUNC), _has(2, O_WRITES)],
    }
    narrowed = {name: conditions for name, conditions in narrowed.items() if name in calls}
    program = [(LOAD, 0, 0, ARCHITECTURE), (JUMP_IF_EQUAL, 1, 0, ARCHITECTURES[machine]), (RETURN, 0, 0, KILL)]
    program += [(LOAD, 0, 0, NUMBER)]
    if machine == "x86_64":
        program += [(JUMP_IF_AT_LEAST, 0, 1, X32), (RETURN, 0, 0, KILL)]
    plain = [number for name, number in calls.items() if name not in narrowed]
    program += [(JUMP_IF_EQUAL, len(plain) - i, 0, number) for i, number in enumerate(plain)]
    program += [(JUMP, 0, 0, 1), (RETURN, 0, 0, ALLOW)]
    for name, conditions in narrowed.items():
        otherwise = errno.ENOSYS if name == "clone3" else errno.EPERM
        rule = [line for condition in conditions for line in condition] + [(RETURN, 0, 0, REFUSE | otherwise)]
        program += [(JUMP_IF_EQUAL, 0, len(rule), calls[name]), *rule]
    program += [(RETURN, 0, 0, REFUSE | errno.EPERM)]
    return b"".join(struct.pack("=HBBI", *line) for line in program)


def restrict_syscalls(pid: int) -> None:
    """Put the filter on this process, which has this pid. Raises OSError."""
    head, _ = _filter_in_memory(pid)
    checked("seccomp", LIBC.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, head, 0, 0))


@cache
def _filter_in_memory(pid: int) -> tuple[bytes, object]:
    """What the kernel is given: the length and the address of the filter, and what holds it there."""
    program = syscall_filter(MACHINE, pid)
    held = ctypes.create_string_buffer(program, len(program))
    return struct.pack("@HP", len(program) // 8, ctypes.addressof(held)), held


def _is(argument: int, value: int) -> list[tuple[int, int, int, int]]:
    return _allowed_if(JUMP_IF_EQUAL, argument, value)


def _has(argument: int, bits: int) -> list[tuple[int, int, int, int]]:
    return _allowed_if(JUMP_IF_SET, argument, bits)


def _lacks(argument: int, bits: int) -> list[tuple[int, int, int, int]]:
    return [(LOAD, 0, 0, ARGUMENT + 8 * argument), (JUMP_IF_SET, 1, 0, bits), (RETURN, 0, 0, ALLOW)]


def _allowed_if(jump: int, argument: int, value: int) -> list[tuple[int, int, int, int]]:
    """Allow the call if an argument (its lower half: all of them are 32 bits wide) compares so."""
    return [(LOAD, 0, 0, ARGUMENT + 8 * argument), (jump, 0, 1, value), (RETURN, 0, 0, ALLOW)]


# 5. All of it, in order.


class Lock:
    """The layers that guests are locked down with, each tried on what it must stop; `missing` says why one is not."""

    def __init__(self, readable: Iterable[str], layers: Sequence[str]) -> None:
        """Decide, of the `layers` that are wanted ("landlock", "seccomp"), which there are; read files below these."""
        self.missing: dict[str, str] = {}
        self.size = 0
        self.threads: int | None = None
        """How many there may be, where a user's own namespace counts them apart from the user's other processes."""
        self.landlock = 0
        self.rules = 0
        """The descriptor of the rules, behind the one that a guest talks over: kept open until they are put on."""
        self.seccomp = False
        if sys.platform == "linux":
            bar_capabilities()
        if "landlock" in layers:
            try:
                self.landlock = landlock_version()
                rules = landlock_rules(readable, self.landlock)
                self.rules = fcntl.fcntl(rules, fcntl.F_DUPFD_CLOEXEC, TALK + 1)
                os.close(rules)
            except OSError as error:
                self.missing["landlock"], self.landlock = str(error), 0
        if "seccomp" in layers:
            if MACHINE in SYSCALLS and sys.platform == "linux":
                self.seccomp = True
            else:
                self.missing["seccomp"] = f"no table of calls for {sys.platform} on {MACHINE}"

    def put_on(self, memory: int, cpu: int) -> None:
        """Lock this process down, for good: `memory` bytes more than the zygote has, `cpu` seconds.

        Raises OSError where a layer fails that was found to work.
        """
        limit(self.size + memory, cpu)
        if self.threads is not None:
            _bound(resource.RLIMIT_NPROC, self.threads)
        if sys.platform == "linux":
            drop_capabilities()
        if self.landlock:
            restrict_files(self.rules)
        if self.seccomp:
            restrict_syscalls(os.getpid())

    def probe(self) -> int:
        """Start a child that puts every layer on and tries what it must stop; a descriptor to read what it says."""
        read, write = os.pipe()
        if os.fork() == 0:
            said = ""
            try:
                for layer, fault in self._faults():
                    said += f"{layer}={fault}\n"
            except BaseException as error:
                said += f"limits={type(error).__name__}: {error}\n"
            os.write(write, said.encode())
            os._exit(0)
        os.close(write)
        return read

    def heed(self, probed: int) -> None:
        """Give up the layers that a probe found not to work. Raises OSError where limits do not."""
        with open(probed, "rb") as said:
            faults = dict(line.split("=", 1) for line in said.read().decode().splitlines())
        if os.wait()[1]:
            faults.setdefault("seccomp", "the process that tried it died")
        self.size = size()
        if "limits" in faults:
            raise OSError(faults["limits"])
        if "landlock" in faults:
            self.landlock, self.missing["landlock"] = 0, faults["landlock"]
            os.close(self.rules)
        if "seccomp" in faults:
            self.seccomp, self.missing["seccomp"] = False, faults["seccomp"]
        if self.seccomp:
            _filter_in_memory(1)  # for guests, which are the first of their namespaces

    def _faults(self) -> Iterator[tuple[str, str]]:
        """Each layer that does not do what it must, and why, tried one after the other in this process."""
        limit(1 << 40, 60)
        if sys.platform == "linux":
            drop_capabilities()
        if self.landlock:
            try:
                restrict_files(self.rules)
                os.close(os.open(__file__, os.O_RDONLY))
                yield "landlock", "a file that was forbidden could be read"
            except PermissionError:
                pass
            except OSError as error:
                yield "landlock", str(error)
        if self.seccomp:
            try:
                restrict_syscalls(os.getpid())
                os.getsid(0)
                yield "seccomp", "a call that was forbidden could be made"
            except PermissionError:
                pass
            except OSError as error:
                yield "seccomp", str(error)
