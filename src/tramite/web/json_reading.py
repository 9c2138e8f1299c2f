"""Read JSON that anybody may have sent."""

from __future__ import annotations

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """Return what JSON says.

    Raises:
        ValueError: it is none, is nested without end, or has a character of code 0, which no database keeps.
    """
    try:
        found = json.loads(text)
        zero = "\\u0000" in json.dumps(found)
    except RecursionError as error:
        raise ValueError("nested without end") from error
    if zero:
        raise ValueError("a character of code 0")
    return found
