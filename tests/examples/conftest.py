"""The committed example case, and the code that makes it."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from tramite.kernel.case import CaseDefinition

CASE = Path(__file__).parents[2] / "examples" / "adventure-works"
sys.path.insert(0, str(CASE))  # the example is a script with its own packages, not part of tramite


@pytest.fixture(scope="session")
def case_path() -> Path:
    """Return the folder of the example."""
    return CASE


@pytest.fixture(scope="session")
def example() -> CaseDefinition:
    """Return the definition of the example."""
    return CaseDefinition.model_validate(tomllib.loads((CASE / "case.toml").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def tables() -> Mapping[str, pl.DataFrame]:
    """Return all committed tables by the name of their contract."""
    paths = (path for room in ("books", "voices") for path in sorted((CASE / room).glob("*.parquet")))
    return {path.stem: pl.read_parquet(path) for path in paths}
