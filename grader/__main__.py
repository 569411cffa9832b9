"""Where `grade` and `python -m grader` begin."""

import gc
import os
import sys

from grader.sandbox import Zygotes


def main() -> None:
    """Run the command line; while the rest of the tool is imported, a zygote preloads for `grade submit`."""
    gc.set_threshold(50_000)  # imports make many objects that stay: looking through them again and again is in vain
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # closed by whoever started us: no socket of ours may take its place
    zygotes = Zygotes()
    if sys.argv[1:2] == ["submit"]:
        zygotes.start("numpy")
    from grader import cli

    cli.main(zygotes)


if __name__ == "__main__":
    main()
