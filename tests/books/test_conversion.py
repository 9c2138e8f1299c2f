from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl

from tramite.books.statement import income_statement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period


def spend(frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period) -> tuple[float | None, str]:
    books: dict[str, nw.LazyFrame[Any]] = {name: nw.from_native(frame.lazy()) for name, frame in frames.items()}
    cell = income_statement(books, definition=definition, period=period).cell("shops", "end_customer_spend")
    return None if cell.amount is None else round(cell.amount, 6), cell.sources[0].kind


def reported(frames: dict[str, pl.DataFrame], partners: tuple[str, ...]) -> dict[str, pl.DataFrame]:
    """Let some partners report: they sell on at 130 what they bought at 100."""
    told = (
        frames["sell_in"]
        .filter(pl.col("partner_id").is_in(partners))
        .with_columns(net_amount=pl.lit(130).cast(pl.Decimal(18, 4)), customer_id=pl.lit(None, pl.String))
        .with_columns(document_id="out-" + pl.col("document_id"))
    )
    sell_out = pl.concat([frames["sell_out"], told.select(frames["sell_out"].columns)])
    return frames | {"sell_out": sell_out}


def test_spend_is_what_partners_report_when_all_of_them_do(
    frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    assert spend(reported(frames, ("a", "b")), definition, period) == (12 * 2 * 130, "table")


def test_spend_is_assumed_when_one_partner_does_not_report(
    frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    assert spend(reported(frames, ("a",)), definition, period) == (12 * 300, "assumption")


def test_spend_is_assumed_when_a_month_is_missing(
    frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    told = reported(frames, ("a", "b"))
    told["sell_out"] = told["sell_out"].filter((pl.col("channel_id") != "shops") | (pl.col("date") < period.last))
    assert spend(told, definition, period) == (12 * 300, "assumption")
