"""backgrade: teaches backpropagation by grading it. The command is `grade`."""

__version__ = "0.1.0"
