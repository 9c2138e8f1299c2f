"""Make the tables of this case: the books from the sample in ``source/``, the voices from ``truth.toml``.

    python examples/adventure-works/build.py [FOLDER]

Without a folder the tables are written in place. Two runs give the same bytes. ``case.toml``, ``truth.toml``,
``simulation/frame.toml`` and ``alternatives/`` are written by hand.
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
from simulation.frame import FrameInputs, draw_sample, make_frame, read_plan, rest_of_vendor

from tramite.kernel.case import CaseDefinition
from tramite.voices.asking.bank import load_bank
from tramite.voices.simulated.simulate import simulate_answers
from tramite.voices.simulated.usual import with_usual

HERE = Path(__file__).parent


def make_voices(
    definition: CaseDefinition, books: Mapping[str, pl.DataFrame], truth_text: str, *, seed: int | None = None
) -> dict[str, pl.DataFrame]:
    """Simulate the voices, with the seed of the case unless another is given."""
    inputs = FrameInputs(
        partners=books["partners"],
        sell_in=books["sell_in"],
        sell_out=books["sell_out"],
        as_of=definition.as_of,
        direct="internet",
    )
    plan, truth = read_plan(), with_usual(tomllib.loads(truth_text))
    rng = np.random.default_rng(definition.seed if seed is None else seed)
    frame = make_frame(inputs, plan.frame)
    sample = draw_sample(frame, plan, rng)
    bank, added = load_bank(), rest_of_vendor(frame, sample)
    said = simulate_answers(frame, sample, truth=truth, bank=bank, rng=rng)
    # Who was added later has chances of his own: nobody else's answers change.
    later = simulate_answers(frame, added, truth=truth, bank=bank, rng=rng.spawn(1)[0])
    return {
        "frame": frame,
        "sample": pl.concat([sample, added]),
        "interviews": pl.concat([said.interviews, _after(later.interviews, said.interviews)]),
        "responses": pl.concat([said.responses, _after(later.responses, said.interviews)]),
        "facts": truth.facts_table(),
    }


def _after(table: pl.DataFrame, interviews: pl.DataFrame) -> pl.DataFrame:
    """Number the interviews of a table on from others."""
    number = pl.col("interview_id").str.strip_prefix("i-").cast(pl.Int64) + interviews.height
    return table.with_columns(interview_id=pl.format("i-{}", number.cast(pl.String).str.zfill(3)))


def build(target: Path) -> None:
    """Write all tables of the case into the folder ``target``."""
    definition = CaseDefinition.model_validate(tomllib.loads((HERE / "case.toml").read_text(encoding="utf-8")))
    books = make_books(Source(HERE / "source"))
    voices = make_voices(definition, books, (HERE / "truth.toml").read_text(encoding="utf-8"))
    for room, tables in (("books", books), ("voices", voices)):
        for name, table in tables.items():
            write_table(table, target / room / f"{name}.parquet")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
