"""What the dossier believes of partners against the written truth of the example."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl
import pytest
from scipy.stats import binom

from tramite.beliefs.held import Beliefs
from tramite.beliefs.px.firms import FOUNDATIONS
from tramite.voices.asking.bank import load_bank
from tramite.voices.simulated.true_values import true_values
from tramite.voices.simulated.truth import Truth
from tramite.voices.simulated.usual import with_usual
from tramite.workflows.case import open_case

BANK = load_bank()


@pytest.fixture(scope="module")
def beliefs(case_path: Path) -> Beliefs:
    return open_case(case_path).beliefs.all()


@pytest.fixture(scope="module")
def truth(case_path: Path, tables: dict[str, pl.DataFrame]) -> dict[tuple[str, str], float]:
    """Return the truth by item and channel, as scores with reversed items turned round."""
    written: Truth = with_usual(tomllib.loads((case_path / "truth.toml").read_text(encoding="utf-8")))
    scores = true_values(written, tables["frame"], bank=BANK).filter(pl.col("measure") == "score")
    rows = scores.select("item_id", "channel_id", "true").iter_rows()
    return {
        (item, channel): 100 - value if item in BANK and BANK.item(item).reverse else value
        for item, channel, value in rows
    }


def test_foundations_hold_the_truth(beliefs: Beliefs, truth: dict[tuple[str, str], float]) -> None:
    assert beliefs.foundations is not None
    held = []
    for name, table in beliefs.foundations.tables.items():
        for cell in table.cells:
            true = truth.get((FOUNDATIONS[name], cell.domain))
            if cell.weighting == "vote" and true is not None and cell.estimate.lower is not None:
                held.append(cell.estimate.lower <= true <= (cell.estimate.upper or 100.0))
    assert len(held) == 15
    assert sum(held) >= binom.ppf(0.01, len(held), 0.9)


def test_cx_is_near_the_satisfaction_written_down(beliefs: Beliefs, truth: dict[tuple[str, str], float]) -> None:
    found = beliefs.customer_side
    assert found is not None
    for one in found.channels:
        if one.channel_id != "all":
            true = sum(truth[item, one.channel_id] for item in found.items) / len(found.items)
            assert one.cx is not None
            assert one.cx.estimate.value == pytest.approx(
                true, abs=6.0
            )  # content answer more often; 100 is the end


def test_px_goes_together_with_what_follows_it_and_growth_was_not_planted(beliefs: Beliefs) -> None:
    found = beliefs.px_validity
    assert found is not None
    assert [found.of(outcome).verdict for outcome in ("recommendation", "continuity", "growth")] == [
        "together", "together", "open",
    ]  # fmt: skip


def test_pillars_matter_alike_as_written_and_steps_are_not_kinds(beliefs: Beliefs) -> None:
    """Recommendation and continuity follow the plain mean of the pillars: none matters more."""
    found = beliefs.drivers
    assert found is not None
    told = found.outcomes["continuity"]
    assert [
        one.name for one in told.drivers if not (one.share.lower or 0) <= 1 / 3 <= (one.share.upper or 1)
    ] == []
    assert len(told.level_with_first) == 2
    assert found.classes.steps or not found.classes.classes
