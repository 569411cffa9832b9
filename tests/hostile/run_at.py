"""The command `grade` at an isolation level that the caller chooses: `python run_at.py LEVEL ARGS…`."""

import sys


def main() -> None:
    from grader.sandbox.zygotes import Zygotes

    level = int(sys.argv[1])
    sys.argv[:2] = ["grade"]
    zygotes = Zygotes(most=level)
    zygotes.start("numpy")
    from grader import cli

    cli.main(zygotes)


main()
