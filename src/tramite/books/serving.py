"""What serving partners takes: visits, support, claims, training, orders (time-driven)."""

from __future__ import annotations

import narwhals as nw

from tramite.books.cost_rows import CostRow, Derived, charged_to, partner_row
from tramite.books.partner_tables import channel_of_partner
from tramite.books.rows import Tables, in_period, month_key, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

LINE = "cost_to_serve"


def minutes_by_partner(tables: Tables, period: Period) -> dict[str, float]:
    """Return the minutes that each partner took; nothing where a touch of the period does not tell its own."""
    if "touches" not in tables:
        return {}
    touches = in_period(tables["touches"], period)
    rows = rows_of(
        touches.group_by("partner_id").agg(
            nw.col("minutes").sum().alias("minutes"), nw.col("minutes").null_count().alias("lacking")
        )
    )
    if any(row["lacking"] for row in rows):
        return {}
    return {row["partner_id"]: float(row["minutes"]) for row in sorted(rows, key=lambda row: row["partner_id"])}


def serving_costs(tables: Tables, definition: CaseDefinition, period: Period) -> Derived | None:
    """Work out line 11 from the log of touches, for a case whose ledger of costs has no such line.

    A touch costs its ``amount`` where the log has it, else minutes × cost per minute of the serving capacity, as
    ``[serving]`` of the case gives it. A channel with a touch that has neither is left out: a part would pass for
    the whole. The log is the vendor's own: an indirect channel without touches took no time.

    Source: time-driven activity-based costing (Kaplan & Anderson 2004; METHOD §5.1, line 11).

    Returns: ``None`` without touches in the period.
    """
    if "touches" not in tables:
        return None
    rate = definition.serving.cost_per_minute
    touches = in_period(tables["touches"], period).with_columns(month=nw.col("date").dt.truncate("1mo"))
    timed = nw.col("amount").is_null()
    summed = (
        touches.with_columns(
            booked=nw.col("amount").fill_null(0),
            timed=nw.when(timed).then(nw.col("minutes")).otherwise(nw.lit(0.0)),
            lacking=nw.when(timed & nw.col("minutes").is_null()).then(nw.lit(1)).otherwise(nw.lit(0)),
        )
        .group_by("partner_id", "month")
        .agg(*(nw.col(name).sum().alias(name) for name in ("booked", "timed", "lacking")))
    )
    found = sorted(rows_of(summed), key=lambda row: (row["partner_id"], row["month"]))
    if not found:
        return None
    channels = channel_of_partner(tables)
    unknown: set[str] = set()
    rows: list[CostRow] = []
    for row in found:
        timed_minutes = float(row["timed"] or 0.0)
        if row["lacking"] or (timed_minutes and rate is None):
            unknown.update(charged_to(channels.get(row["partner_id"]), definition))
            continue
        amount = float(row["booked"]) + (timed_minutes * rate.likely if rate is not None else 0.0)
        rows.append(
            partner_row(
                row["partner_id"], month_key(row["month"]), amount,
                line=LINE, account="touches", channels=channels, definition=definition,
            )
        )  # fmt: skip
    known = {channel.id for channel in definition.selling_channels if channel.reach == "indirect"} - unknown
    sources = [Source("table", "touches", phrase("methods.touches"), simulated=definition.simulated.books)]
    if rate is not None:
        sources.append(Source("assumption", f"serving.cost_per_minute = {rate.likely:g}", rate.source))
    return Derived(LINE, tuple(rows), frozenset(known), tuple(sources))
