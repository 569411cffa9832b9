"""What locks guests in: the table of calls, the filter made of it, and what a failing layer means."""

from __future__ import annotations

import errno
import re
import struct
from pathlib import Path

import pytest
from conftest import ROOT, Grade

from grader.grading import Options
from grader.guest import lockdown
from grader.sandbox import spawning
from grader.sandbox.conversation import LockFailed
from grader.sandbox.zygotes import Zygotes

HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
RIGHT = "def gate_mul_backward(x, y, dz):\n    return dz * y, dz * x\n"
ALLOWED, KILLED = "allowed", "killed"


def kernel_numbers(machine: str) -> dict[str, int]:
    """The numbers of calls, as the kernel's own header has them."""
    if not HEADERS[machine].is_file():
        pytest.skip("the kernel's headers are not installed (Debian: linux-libc-dev)")
    defined = re.findall(r"^#define __NR(?:3264)?_(\w+) (\d+)$", HEADERS[machine].read_text(), re.MULTILINE)
    return {name: int(number) for name, number in defined}


@pytest.mark.parametrize("machine", lockdown.SYSCALLS)
def test_calls_have_the_numbers_of_the_kernels_headers(machine: str) -> None:
    kernel = kernel_numbers(machine)
    renamed = {"newfstatat": "fstatat"} if machine == "aarch64" else {}
    assert {name: kernel.get(renamed.get(name, name)) for name in lockdown.SYSCALLS[machine]} == lockdown.SYSCALLS[
        machine
    ]


def verdict(program: bytes, number: int, architecture: int, arguments: tuple[int, ...] = ()) -> str:
    """What a filter says of a call: the kernel's own rules for such programs, followed by hand."""
    lines = list(struct.iter_unpack("=HBBI", program))
    call = struct.pack("=IIQ6Q", number, architecture, 0, *(*arguments, *[0] * (6 - len(arguments))))
    register, at = 0, 0
    while True:
        code, if_so, if_not, value = lines[at]
        at += 1
        match code:
            case lockdown.LOAD:
                [register] = struct.unpack_from("=I", call, value)
            case lockdown.JUMP:
                at += value
            case lockdown.JUMP_IF_EQUAL:
                at += if_so if register == value else if_not
            case lockdown.JUMP_IF_AT_LEAST:
                at += if_so if register >= value else if_not
            case lockdown.JUMP_IF_SET:
                at += if_so if register & value else if_not
            case lockdown.RETURN:
                action, detail = value & 0xFFFF0000, value & 0xFFFF
                return {lockdown.ALLOW: ALLOWED, lockdown.KILL: KILLED}.get(action) or errno.errorcode[detail]


@pytest.mark.parametrize("machine", lockdown.SYSCALLS)
def test_the_filter_lets_the_listed_calls_pass_and_no_other(machine: str) -> None:
    calls, own = lockdown.SYSCALLS[machine], lockdown.ARCHITECTURES[machine]
    program = lockdown.syscall_filter(machine, 7)
    by_argument = {"clone", "clone3", "prlimit64", "kill", "tgkill", "fcntl", "ioctl", "prctl", "open", "openat"}
    plain = {number for name, number in calls.items() if name not in by_argument}
    said = {number: verdict(program, number, own, (99, 0o1000, 0o1000)) for number in range(600)}
    assert {number for number, word in said.items() if word == ALLOWED} == plain
    assert said[calls["clone3"]] == "ENOSYS"
    assert {word for number, word in said.items() if number not in {*plain, calls["clone3"]}} == {"EPERM"}
    for foreign in (0x40000003, *(other for other in lockdown.ARCHITECTURES.values() if other != own)):
        assert {verdict(program, number, foreign) for number in range(600)} == {KILLED}
    if machine == "x86_64":
        assert {verdict(program, number | lockdown.X32, own) for number in range(600)} == {KILLED}


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("clone", (lockdown.CLONE_THREAD | 0x3D0F00,), ALLOWED),
        ("clone", (17,), "EPERM"),
        ("prlimit64", (0, 7), ALLOWED),
        ("prlimit64", (7, 7), ALLOWED),
        ("prlimit64", (1, 7), "EPERM"),
        ("kill", (7, 9), ALLOWED),
        ("kill", (8, 9), "EPERM"),
        ("kill", (0xFFFFFFFFFFFFFFFF, 9), "EPERM"),
        ("tgkill", (7, 12, 6), ALLOWED),
        ("tgkill", (6, 6, 6), "EPERM"),
        ("fcntl", (1, 4), ALLOWED),
        ("fcntl", (1, 8), "EPERM"),
        ("ioctl", (1, 0x5401), ALLOWED),
        ("ioctl", (1, 0x5412), "EPERM"),
        ("openat", (3, 0, 0), ALLOWED),
        ("openat", (3, 0, 0o1000), "EPERM"),
        ("openat", (3, 0, 0o1001), ALLOWED),
        ("prctl", (15,), ALLOWED),
        ("prctl", (1,), "EPERM"),
    ],
)
@pytest.mark.parametrize("machine", lockdown.SYSCALLS)
def test_some_calls_pass_for_some_arguments_only(
    machine: str, name: str, arguments: tuple[int, ...], said: str
) -> None:
    number, own = lockdown.SYSCALLS[machine][name], lockdown.ARCHITECTURES[machine]
    assert verdict(lockdown.syscall_filter(machine, 7), number, own, arguments) == said


def spoil(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Have every zygote spoil its own module of locks before it starts."""
    start = f"exec({'import guest.lockdown as l' + chr(10) + how!r}); import guest.zygote"
    monkeypatch.setattr(spawning, "START", spawning.START.replace("import guest.zygote", start))


@pytest.mark.parametrize("error", ["OSError(1, 'no')", "ValueError('no')", "KeyError('no')"])
def test_a_layer_that_fails_in_a_guest_is_never_a_students_zero(
    error: str, grade_files: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(monkeypatch, f"def fail(*_): raise {error}\nl.Lock.put_on = fail")
    with Zygotes() as locked_out, pytest.raises(LockFailed):
        grade_files({"gate_mul.py": RIGHT}, zygotes=locked_out)


@pytest.mark.parametrize(
    ("layer", "how"),
    [
        ("landlock", "l.restrict_files = lambda rules: None"),
        ("seccomp", "l.restrict_syscalls = lambda pid: None"),
        ("seccomp", "l.REFUSE = l.KILL"),
    ],
    ids=["Landlock does nothing", "seccomp does nothing", "seccomp kills"],
)
def test_a_layer_that_does_not_hold_is_not_counted(
    layer: str, how: str, grade_files: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Zygotes() as sound:
        if not getattr(sound.isolation(), layer):
            pytest.skip(f"this machine has no {layer}; see grade doctor")
    spoil(monkeypatch, how)
    with Zygotes() as spoilt:
        isolation = spoilt.isolation()
        assert (bool(getattr(isolation, layer)), isolation.level) == (False, 1)
        assert isolation.missing[layer]
        assert grade_files({"gate_mul.py": RIGHT}, zygotes=spoilt).points == 5


@pytest.mark.parametrize("most", [2, 3])
def test_nothing_a_guest_can_read_holds_a_line_of_a_reference(most: int, grade_files: Grade) -> None:
    """A guest walks through every folder it knows or guesses, and reads all that it can open."""
    half = "so a multiply gate swaps its inputs"
    assert half in (ROOT / "reference/gates/gate_mul.py").read_text()
    with Zygotes(most=most) as locked:
        if locked.isolation().level < most:
            pytest.skip(f"this machine has isolation level {locked.isolation().level}; see grade doctor")
        source = (
            "import os, sys\n\n\n"
            "def gate_mul_backward(x, y, dz):\n"
            "    mark = ('so a multiply ' + 'gate swaps its inputs').encode()\n"
            f"    tops = [{str(ROOT)!r}, {str(Path.home())!r}, '/', '/home', '/root', '/etc', '/proc', '/proc/self']\n"
            "    tops += [os.path.dirname(m.__file__) for m in sys.modules.values() if getattr(m, '__file__', None)]\n"
            "    tops += [os.path.dirname(top) for top in tops]\n"
            "    tops += sys.path + ['/tmp', '/usr', '/usr/lib', '/usr/share', '/var']\n"
            "    read, found, seen = 0, [], set()\n"
            "    for top in tops:\n"
            "        for folder, folders, files in os.walk(top):\n"
            "            folders[:] = [name for name in folders if os.path.join(folder, name) not in seen]\n"
            "            seen.update(os.path.join(folder, name) for name in folders)\n"
            "            for name in files:\n"
            "                if not name.endswith(('.py', '.pyc', '.txt', '.yaml', '.md', '.json')): continue\n"
            "                try:\n"
            "                    with open(os.path.join(folder, name), 'rb') as file: text = file.read()\n"
            "                except OSError: continue\n"
            "                read += 1\n"
            "                if mark in text: found.append(name)\n"
            "    raise ValueError(f'{read} {found}')\n"
        )
        report = grade_files({"gate_mul.py": source}, Options(slow=30, case="by hand"), locked)
    told = report.problems[0].findings[0].params["message"]
    read, found = told.split(" ", 1)
    assert int(read) > 300, "it reads what there is to read: the standard library and numpy"
    assert found == "[]"
