"""Where `grade` and `python -m grader` begin."""

import _signal  # type: ignore[import-not-found]  # in C: the module in Python takes longer than all that is here
import gc
import os
import sys

try:
    here = os.getcwd()
except OSError:  # it is gone
    here = ""
if here != os.path.dirname(os.path.dirname(os.path.abspath(__file__))):
    # `python -m` puts the working directory there, an empty entry of PYTHONPATH too: it may be what a student handed in
    first = 2 + os.environ.get("PYTHONPATH", "").count(os.pathsep)
    sys.path[:first] = [folder for folder in sys.path[:first] if folder not in ("", here)]

INTERRUPTED = 130
"""What a shell says of a command that Ctrl-C ended."""


def main() -> None:
    """Run the command line; while the rest of the tool is imported, a zygote preloads for those that grade."""
    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, _leave)
    _signal.signal(_signal.SIGCHLD, _signal.SIG_DFL)  # where it is ignored no process can be waited for
    from grader.sandbox.spawning import LAYERS, spawn

    gc.set_threshold(50_000)  # imports make many objects that stay: looking through them again and again is in vain
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:  # closed by whoever started us: no socket of ours may take its place
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    sys.stdin = sys.stdin or open(os.devnull)
    sys.stdout = sys.stdout or open(os.devnull, "w")
    sys.stderr = sys.stderr or open(os.devnull, "w")
    try:
        preloading = spawn("numpy", LAYERS) if sys.argv[1:2] in (["submit"], ["watch"]) else None
    except (ImportError, OSError):  # no numpy, no process, no descriptor left: the command finds that too, and says so
        preloading = None
    from grader import cli
    from grader.sandbox.zygotes import Zygotes

    cli.main(Zygotes(preloading=preloading))


def _leave(*_: object) -> None:
    """End everything at once: an exception would come in the middle of an import, or of a word with a zygote."""
    try:
        if "grader.guest.kernel" in sys.modules:  # it is from the moment on that there can be guests
            sys.modules["grader.sandbox.host"].end_children()
    finally:
        os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
