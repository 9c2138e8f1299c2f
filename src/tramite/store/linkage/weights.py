"""Why the model thinks that a pair is one: the weights that linking leaves in the case."""

from __future__ import annotations

from pathlib import Path

import polars as pl

_COLUMNS = ("a", "b", "comparison", "weight")


def read_weights(path: Path) -> pl.DataFrame | None:
    """Read ``a``, ``b``, ``comparison``, ``weight``; ``None`` without such a file."""
    try:
        return pl.read_parquet(path, columns=list(_COLUMNS))
    except (OSError, pl.exceptions.PolarsError):
        return None
