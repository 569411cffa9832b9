"""Values as plain lists and numbers, for the report."""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np

from grader.cleaning import cleaned
from grader.guest.wire import Foreign, Value
from grader.model import Values

SHOWN_ENTRIES = 200


def plain_inputs(inputs: Values) -> dict[str, Any]:
    """Inputs as lists and numbers; large arrays by their shape only."""
    return {name: plain_data(value) for name, value in inputs.items()}


def plain_data(value: Value) -> Any:
    """One value as lists, numbers and cleaned text; what is none of these, by its name."""
    if isinstance(value, np.ndarray):
        return value.tolist() if value.size <= SHOWN_ENTRIES else {"shape": list(value.shape)}
    if isinstance(value, (list, tuple)):
        return [plain_data(item) for item in value[:SHOWN_ENTRIES]]
    if isinstance(value, dict):
        return {cleaned(key): plain_data(item) for key, item in islice(value.items(), SHOWN_ENTRIES)}
    if isinstance(value, Foreign):
        return cleaned(value.what)
    return cleaned(value) if isinstance(value, str) else value
