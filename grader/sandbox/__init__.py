"""The host's end: starts zygotes, asks guests, bounds them."""
