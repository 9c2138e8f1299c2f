"""The tidy tables: every number with its ground; hidden ones null."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tramite.beliefs.held import Beliefs
from tramite.reports.dossier import Dossier
from tramite.reports.tables import dossier_tables

from .conftest import BOOKS_MISSING, SECRET


@pytest.fixture(scope="module")
def tables(dossier: Dossier) -> dict[str, pl.DataFrame]:
    """All tables of the invented dossier."""
    return dossier_tables(dossier)


def test_tables_all_tell_sources_and_simulated(tables: dict[str, pl.DataFrame]) -> None:
    assert {tuple(frame.columns[-2:]) for frame in tables.values()} == {("sources", "simulated")}
    assert {name: frame["simulated"].null_count() for name, frame in tables.items()} == dict.fromkeys(tables, 0)


def test_tables_mark_what_a_program_made(tables: dict[str, pl.DataFrame]) -> None:
    made = {name: set(frame["simulated"]) for name, frame in tables.items()}
    assert made["px"] == made["diversion"] == made["diversion_sides"] == made["paths"] == {True}
    assert made["statement"] == made["kpis"] == made["reconciliation"] == {False}


def test_tables_do_not_tell_hidden_numbers(tables: dict[str, pl.DataFrame]) -> None:
    for frame in tables.values():
        for column in frame.select(pl.col(pl.Float64)).iter_columns():
            values = column.drop_nulls()
            assert values.is_in([SECRET, SECRET / 100]).sum() == 0
    hidden = tables["px"].filter("hidden")
    assert set(hidden["channel_id"]) == {"depots"}
    assert hidden.select("value", "lower", "upper", "n", "N").null_count().row(0) == (12, 12, 12, 12, 12)


def test_tables_keep_missing_null(tables: dict[str, pl.DataFrame]) -> None:
    credit = tables["statement"].filter(pl.col("line") == "credit")
    assert credit["amount"].null_count() == len(credit) == 8


def test_tables_add_up_to_the_change(tables: dict[str, pl.DataFrame]) -> None:
    mine = tables["alternatives"].filter(pl.col("alternative") == "close-depots")
    steps = mine.filter(pl.col("measure").str.starts_with("step:"))["value"].sum()
    assert steps == mine.filter(pl.col("measure") == "change")["value"].item()


def test_tables_without_parts_have_columns_and_no_rows(dossier: Dossier, tables: dict[str, pl.DataFrame]) -> None:
    bare = dossier_tables(
        replace(dossier, beliefs=Beliefs(), comparison=None, reconciliation=None, kpis=(), **BOOKS_MISSING)
    )
    assert {name: frame.schema for name, frame in bare.items()} == {n: f.schema for n, f in tables.items()}
    assert [name for name, frame in bare.items() if frame.is_empty()] == [
        "kpis", "reconciliation", "px", "diversion", "diversion_sides", "alternatives", "paths",
        "parameters", "strategy", "worth_knowing", "statement_lines", "statement_segments", "growth",
        "stock", "overlap", "reach", "cannibalisation", "answers", "answer_differences", "scales",
        "foundations", "customer_side", "customer_side_gap", "px_validity", "px_groups", "drivers",
        "driver_fit", "partner_classes", "knowledge", "perception_gaps", "top_three", "mix_gaps",
        "information", "trends", "sell_mode", "sell_mode_partners", "roles", "equity", "functions",
        "paradigm", "conflict", "conflict_priorities", "moved_spend", "channel_mix", "position",
        "channel_fit", "potential", "potential_binding", "potential_frontier", "potential_budgets",
        "reactions", "reaction_sides", "first_moves", "forecasts",
        "ahead", "ahead_cells", "swings", "influences", "beats",
    ]  # fmt: skip
