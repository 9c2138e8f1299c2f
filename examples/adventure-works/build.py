"""Make the tables of this case: the books from the sample in ``source/``, the voices from ``truth.toml``.

    python examples/adventure-works/build.py [FOLDER]

Without a folder the tables are written in place. Two runs give the same bytes. ``case.toml``, ``truth.toml`` and
``alternatives/`` are written by hand.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl
from recipe.books import make_books
from recipe.source import Source, write_table
from simulation.frame import FrameInputs
from simulation.simulate import SimulatedVoices, simulate_voices
from simulation.truth import read_truth

from tramite.kernel.case import CaseDefinition

HERE = Path(__file__).parent


def make_voices(definition: CaseDefinition, books: Mapping[str, pl.DataFrame], truth_text: str) -> SimulatedVoices:
    """Simulate the voices with the seed of the case."""
    inputs = FrameInputs(
        partners=books["partners"],
        sell_in=books["sell_in"],
        sell_out=books["sell_out"],
        as_of=definition.as_of,
        direct="internet",
    )
    return simulate_voices(read_truth(truth_text), inputs, np.random.default_rng(definition.seed))


def build(target: Path) -> None:
    """Write all tables of the case into the folder ``target``."""
    definition = CaseDefinition.model_validate(tomllib.loads((HERE / "case.toml").read_text(encoding="utf-8")))
    books = make_books(Source(HERE / "source"))
    voices = make_voices(definition, books, (HERE / "truth.toml").read_text(encoding="utf-8"))
    for room, tables in (("books", books), ("voices", voices.tables())):
        for name, table in tables.items():
            write_table(table, target / room / f"{name}.parquet")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
