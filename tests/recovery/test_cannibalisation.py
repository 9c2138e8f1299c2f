"""Does the control group give back what truly moved? Planted customers, some of whom take up a second channel."""

from __future__ import annotations

import os
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from tramite.books.cannibalisation import Cannibalisation, cannibalisation
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

WORLDS = int(os.environ.get("TRAMITE_WORLDS", "60"))


def world(
    seed: int, make_table: Any, definition: CaseDefinition, period: Period, *, grows: bool
) -> tuple[Cannibalisation, float]:
    """Plant 300 customers of the shops that lose up to two fifths anyway; a third move up to half to the web.

    Args:
        grows: those who move also buy more on the web than the shops lose anyway.
    """
    rng = np.random.default_rng(seed)
    before = rng.lognormal(4, 0.8, 300).round(2)
    lost, moves = rng.beta(1, 4, 300) * 0.4, np.arange(300) < 100
    moved = np.where(moves, before * rng.uniform(0, 0.5, 300), 0)
    web = moved + np.where(moves & grows, before * rng.uniform(0.4, 1.0, 300), 0)
    shops = before * (1 - lost) - moved
    rows = pl.concat(
        pl.DataFrame(
            {"customer_id": [f"c{n}" for n in range(300)], "net_amount": amounts.round(2)}
        ).with_columns(pl.lit(channel).alias("channel_id"), pl.lit(day).alias("date"))
        for channel, day, amounts in (
            ("shops", period.previous().first, before), ("shops", period.last, shops), ("web", period.last, web),
        )
    )  # fmt: skip
    lines = [{**row, "net_amount": Decimal(str(row["net_amount"]))} for row in rows.iter_rows(named=True)]
    tables = {"sell_out": nw.from_native(make_table("sell_out", lines).lazy())}
    found = cannibalisation(
        tables, source="shops", by="web", definition=definition, period=period, rng=np.random.default_rng(seed)
    )
    return found, float(moved.sum() / web.sum())


def test_net_recovers_what_moved_where_gross_does_not(
    make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    quick = definition.model_copy(update={"method_overrides": {"bootstrap_draws": 400}})
    worlds = [world(seed, make_table, quick, period, grows=True) for seed in range(WORLDS)]
    net = np.array([found.net.value for found, _ in worlds], dtype=float)
    gross = np.array([found.gross.value for found, _ in worlds], dtype=float)
    truth = np.array([moved for _, moved in worlds])
    inside = np.mean(
        [
            found.net.lower is not None
            and found.net.upper is not None
            and found.net.lower <= moved <= found.net.upper
            for found, moved in worlds
        ]
    )
    print(
        f"{WORLDS} worlds: moved {truth.mean():.3f}, net {net.mean():.3f}, gross {gross.mean():.3f}; "
        f"90% interval of net holds what moved in {inside:.0%}"
    )
    assert abs((net - truth).mean()) < 0.01
    assert (gross - truth).mean() > 0.03
    assert inside >= 0.85


def test_net_understates_where_the_second_channel_grew_by_nothing_else(
    make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    quick = definition.model_copy(update={"method_overrides": {"bootstrap_draws": 100}})
    for seed in range(5):
        found, moved = world(seed, make_table, quick, period, grows=False)
        assert found.net.value is not None
        assert found.gross.value is not None
        assert found.net.value < moved <= found.gross.value + 1e-3
