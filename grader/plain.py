"""Values as plain lists and numbers, for the report."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.guest.wire import Foreign, Value
from grader.model import Values

SHOWN_ENTRIES = 200


def plain_inputs(inputs: Values) -> dict[str, Any]:
    """Inputs as lists and numbers; large arrays by their shape only."""
    return {name: plain_data(value) for name, value in inputs.items()}


def plain_data(value: Value) -> Any:
    """One value as lists and numbers; what is neither, by its name."""
    if isinstance(value, np.ndarray):
        return value.tolist() if value.size <= SHOWN_ENTRIES else {"shape": list(value.shape)}
    if isinstance(value, (list, tuple)):
        return [plain_data(item) for item in value[:SHOWN_ENTRIES]]
    if isinstance(value, Foreign):
        return value.what
    return {key: plain_data(item) for key, item in value.items()} if isinstance(value, dict) else value
