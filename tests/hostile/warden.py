"""Runs commands, one at a time, and says what became of each: every orphan that a command leaves comes here.

Started as `python -I -S warden.py` by the arena; a line of JSON asks, a line of JSON answers. It is a subreaper, so a
process that left its session, its environment and its folder behind is still found.
"""

import ctypes
import json
import os
import select
import signal
import sys
import time

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
GRACE_SECONDS = 0.5
"""What is killed may take so long to be gone."""
LIBC = ctypes.CDLL(None)


def main() -> None:
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


def run(asked: dict) -> dict:
    """Run a command to its end, or to the end of its time; then end all that it left."""
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            become(asked)
        finally:
            os._exit(127)
    handle = os.pidfd_open(pid)
    over = bool(select.select([handle], [], [], asked["seconds"])[0])
    os.close(handle)
    seconds = time.monotonic() - start
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) if over else None
    left = orphans() if over else []
    end_all()
    return {"status": status, "seconds": seconds, "left": left}


def become(asked: dict) -> None:
    """Turn the forked child into the command: a session with a terminal of its own, as the user asked for."""
    os.setsid()
    terminal = os.open(asked["terminal"], os.O_RDWR)  # the session's controlling terminal from here on
    out, err = (os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) for name in ("out", "err"))
    for descriptor, number in ((terminal, 0), (out, 1), (err, 2)):
        os.dup2(descriptor, number)
    os.closerange(3, 256)
    os.chdir(asked["folder"])
    if asked["user"] is not None:
        os.setgroups([])
        os.setgid(asked["user"])
        os.setuid(asked["user"])
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.execve(asked["command"][0], asked["command"], asked["environment"])


def orphans() -> list[str]:
    """The command lines of processes that are still there after the command ended."""
    until = time.monotonic() + GRACE_SECONDS
    while (there := children()) and time.monotonic() < until:
        time.sleep(0.005)
    return [said_of(pid) for pid in there]


def children() -> list[int]:
    """The children that live; dead ones are reaped."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return []
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return [int(pid) for pid in file.read().split()]


def said_of(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read(300).replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return f"process {pid}"


def end_all() -> None:
    """Kill children until none is left: those of the killed come here in their turn."""
    until = time.monotonic() + 5
    while (there := children()) and time.monotonic() < until:
        for pid in there:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)


main()
