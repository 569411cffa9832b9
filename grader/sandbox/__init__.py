"""The host's end: starts zygotes, asks guests, bounds them."""

from grader.sandbox.zygotes import Zygotes

__all__ = ["Zygotes"]
