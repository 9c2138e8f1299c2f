"""What is agreed with one partner: its own terms, and its channel's where it has none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from tramite.books.rows import Tables, month_key, rows_of
from tramite.kernel.periods import Period

_AGREED = ("commission_rate", "discount_rate", "end_price_share", "payment_days")


@dataclass(frozen=True, slots=True)
class PartnerTerm:
    """Terms in force for a product line (``None``: for all), at the end of a period; ``None`` is not agreed."""

    line_id: str | None
    since: date
    commission_rate: float | None
    discount_rate: float | None
    end_price_share: float | None
    payment_days: int | None


def partner_terms(tables: Tables, *, partner_id: str, channel_id: str, period: Period) -> tuple[PartnerTerm, ...]:
    """Return what is in force: the partner's own before its channel's, a line's before that of all lines.

    Of several rows the latest counts, column by column: an empty cell does not take back what was agreed.
    """
    if "terms" not in tables:
        return ()
    party, party_id = nw.col("party"), nw.col("party_id")
    own = (party == "partner") & (party_id == partner_id)
    channels = (party == "channel") & (party_id == channel_id)
    valid = tables["terms"].filter(nw.col("since") < period.end, own | channels)
    rows = sorted(rows_of(valid), key=lambda row: month_key(row["since"]))
    named = sorted({row["line_id"] for row in rows if row["line_id"] is not None})
    order = [("channel", None), ("channel", "line"), ("partner", None), ("partner", "line")]
    terms = []
    for line in ([None] if any(row["line_id"] is None for row in rows) else []) + named:
        wanted = [(who, line if of == "line" else None) for who, of in order if line is not None or of is None]
        found = _merged([row for key in wanted for row in rows if (row["party"], row["line_id"]) == key])
        terms.append(PartnerTerm(line, **found))
    return tuple(terms)


def _merged(rows: list[dict[str, Any]]) -> dict[str, Any]:
    merged: dict[str, Any] = dict.fromkeys(_AGREED)
    for row in rows:
        merged |= {name: row[name] for name in _AGREED if row[name] is not None}
    days = merged["payment_days"]
    rates = {name: None if merged[name] is None else float(merged[name]) for name in _AGREED[:3]}
    since = max(month_key(row["since"]) for row in rows)
    return {**rates, "payment_days": None if days is None else int(days), "since": since}
