"""Small sums by partner: what each bought, owes, sells of the category, and how deals ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import narwhals as nw

from tramite.books.lines import COMPANY
from tramite.books.rows import Tables, in_period, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period


def partner_sales(tables: Tables, definition: CaseDefinition, period: Period) -> dict[str, dict[str, float]]:
    """Return what partners were invoiced: channel (and company) to partner to net amount."""
    if "sell_in" not in tables:
        return {}
    summed = (
        in_period(tables["sell_in"], period)
        .group_by("channel_id", "partner_id")
        .agg(nw.col("net_amount").sum().alias("net_amount"))
    )
    result: dict[str, dict[str, float]] = {c.id: {} for c in definition.selling_channels if c.reach == "indirect"}
    company: dict[str, float] = {}
    for row in sorted(rows_of(summed), key=lambda row: (row["channel_id"], row["partner_id"])):
        amount = float(row["net_amount"])
        result.setdefault(row["channel_id"], {})[row["partner_id"]] = amount
        company[row["partner_id"]] = company.get(row["partner_id"], 0.0) + amount
    return result | {COMPANY: company}


def channel_of_partner(tables: Tables) -> dict[str, str]:
    """Return the channel of each partner in the register."""
    if "partners" not in tables:
        return {}
    rows = rows_of(tables["partners"].select("partner_id", "channel_id"))
    return {row["partner_id"]: row["channel_id"] for row in rows}


def segment_of_partner(tables: Tables) -> dict[str, str | None]:
    """Return the segment of each partner in the register; ``None`` where it is not said."""
    if "partners" not in tables:
        return {}
    rows = rows_of(tables["partners"].select("partner_id", "segment_id"))
    return {row["partner_id"]: row["segment_id"] for row in rows}


def enrolled_partners(tables: Tables) -> dict[str, int]:
    """Return the number of partners in the register, by channel and for the company."""
    counts: dict[str, int] = {}
    for channel in channel_of_partner(tables).values():
        counts[channel] = counts.get(channel, 0) + 1
    return counts | {COMPANY: sum(counts.values())} if counts else {}


def category_sales(tables: Tables) -> dict[str, dict[str, float]]:
    """Return the yearly category sales of all suppliers: channel to partner; only partners that tell them."""
    result: dict[str, dict[str, float]] = {}
    if "partners" in tables:
        known = tables["partners"].filter(~nw.col("category_sales").is_null())
        rows = rows_of(known.select("channel_id", "partner_id", "category_sales"))
        for row in sorted(rows, key=lambda row: str(row["partner_id"])):
            result.setdefault(row["channel_id"], {})[row["partner_id"]] = float(row["category_sales"])
    return result


def owed_by_channel(tables: Tables, definition: CaseDefinition, period: Period) -> dict[str, float]:
    """Return what the partners of each indirect channel owe at the end of the period.

    The vendor keeps these accounts: in a month that is recorded at all, a partner without a row owes nothing.
    """
    channels = channel_of_partner(tables)
    if "receivables" not in tables or not channels:
        return {}
    last = tables["receivables"].filter(nw.col("month") == period.last)
    rows = rows_of(last.group_by("partner_id").agg(nw.col("amount").sum().alias("amount")))
    if not rows:
        return {}
    owed = {c.id: 0.0 for c in definition.selling_channels if c.reach == "indirect"}
    for row in sorted(rows, key=lambda row: str(row["partner_id"])):
        channel = channels.get(row["partner_id"])
        if channel in owed:
            owed[channel] += float(row["amount"])
    return owed


def agreed_mean(
    tables: Tables, term_of: str, channel: str, *, sales: Mapping[str, float], period: Period
) -> float | None:
    """Return what is agreed in a channel (``payment_days``, ``stock_weeks``), weighted by the partners' net sales.

    Each partner's own terms count, else the channel's. Of several rows the latest that was valid in the period
    counts, and of rows by product line the longest. ``None`` where a partner who bought has neither.
    """
    if "terms" not in tables:
        return None
    valid = tables["terms"].filter(nw.col("since") < period.end, ~nw.col(term_of).is_null())
    agreed: dict[tuple[str, str], tuple[date, float]] = {}
    for row in rows_of(valid.select("party", "party_id", "since", term_of)):
        key, term = (row["party"], row["party_id"]), (row["since"], float(row[term_of]))
        agreed[key] = max(agreed.get(key, term), term)
    total = sum(sales.values())
    if total <= 0:
        return None
    mean = 0.0
    for partner, amount in sales.items():
        own = agreed.get(("partner", partner)) or agreed.get(("channel", channel))
        if own is None:
            return None
        mean += own[1] * amount / total
    return mean


def deal_outcomes(tables: Tables, period: Period) -> dict[str, tuple[int, int]]:
    """Return deals won and lost, by channel and for the company; open ones do not count."""
    if "deals" not in tables:
        return {}
    closed = in_period(tables["deals"], period).filter(nw.col("outcome").is_in(["won", "lost"]))
    rows = rows_of(closed.group_by("channel_id", "outcome").agg(nw.col("deal_id").n_unique().alias("count")))
    result: dict[str, tuple[int, int]] = {}
    for row in rows:
        for channel in (row["channel_id"], COMPANY):
            won, lost = result.get(channel, (0, 0))
            add = int(row["count"])
            result[channel] = (won + add, lost) if row["outcome"] == "won" else (won, lost + add)
    return result
