"""One partner's own page: what it bought, at which discounts and margins, and its weight in the channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from tramite.books.partner_tables import partner_sales
from tramite.books.rows import Tables, in_period, month_key, rows_of
from tramite.kernel.case import CaseDefinition, Channel
from tramite.kernel.errors import CaseNotFound
from tramite.kernel.figures import Unit, figure
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, phrase, say

_AMOUNTS = ("list_amount", "discount_amount", "net_amount", "cost_amount")


@dataclass(frozen=True, slots=True)
class PartnerSale:
    """What a partner was invoiced in a month, of one product line (``None``: of products without a line)."""

    month: date
    line_id: str | None
    net_amount: float


@dataclass(frozen=True, slots=True)
class PartnerFigure:
    """One figure of a partner, named by ``partner.<code>``; ``value`` is ``None`` where data is missing."""

    code: str
    value: float | None
    unit: Unit
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """The figures of one partner over a period.

    Attributes:
        sales: invoiced by month and line, months without sales left out.
    """

    partner_id: str
    name: str | None
    channel_id: str
    period: Period
    currency: str
    figures: tuple[PartnerFigure, ...]
    sales: tuple[PartnerSale, ...]

    def value(self, code: str) -> float | None:
        """Return a figure by code; ``KeyError`` if there is none of that name."""
        return {found.code: found.value for found in self.figures}[code]

    def to_frame(self) -> Any:  # noqa: ANN401
        """Return the sales by month and line: a Polars frame."""
        schema = {"month": nw.Date(), "line_id": nw.String(), "net_amount": nw.Float64()}
        columns = {name: [getattr(sale, name) for sale in self.sales] for name in schema}
        return nw.from_dict(columns, schema, backend="polars").to_native()

    def say(self, language: Language = "en") -> str:
        """Write the partner's figures, a line each."""
        lines = [f"{self.name or self.partner_id} ({self.channel_id}), {self.period}"]
        lines += [
            f"{say(f'partner.{found.code}', language)}: {figure(found.value, found.unit, language, self.currency)}"
            for found in self.figures
        ]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.say()


def partner_figures(
    tables: Tables, *, definition: CaseDefinition, period: Period, partner_id: str
) -> PartnerPage | None:
    """Compute the figures of one partner. Our margin is among them: a page for the partner leaves it out.

    Our margin = net − cost of goods. The partner's margin (system view): its reported sell-out minus the cost of
    that sell-out, where every month is there; else its units at list price × the channel's ``end_price_share``,
    minus net (METHOD §5.1, §5.3). Its return on investment needs its own costs, which books do not hold: n.d.
    here (item PS02; METHOD §5.2).

    Returns: ``None`` where ``partners`` or ``sell_in`` is missing.

    Raises:
        CaseNotFound: no partner has that id.
    """
    if "partners" not in tables or "sell_in" not in tables:
        return None
    found = rows_of(tables["partners"].filter(nw.col("partner_id") == partner_id).select("name", "channel_id"))
    if not found:
        raise CaseNotFound("partner_not_found", partner=partner_id)
    channel = definition.channel(found[0]["channel_id"])
    sums, lacking = _sums(tables, partner_id, period)
    values = _values(tables, definition, period, partner_id, channel, sums, lacking)
    detail = phrase("methods.rows", measure=partner_id, channel=channel.id, period=period)
    simulated = definition.simulated.books
    figures = tuple(
        PartnerFigure(code, value, unit, tuple(Source("table", t, detail, simulated=simulated) for t in names))
        for code, (value, unit, names) in values.items()
    )
    sales = _monthly(tables, partner_id, period)
    return PartnerPage(
        partner_id, found[0]["name"], channel.id, period, definition.currency, figures, tuple(sales)
    )


def _values(
    tables: Tables,
    definition: CaseDefinition,
    period: Period,
    partner_id: str,
    channel: Channel,
    sums: Mapping[str, float],
    lacking: Sequence[str],
) -> dict[str, tuple[float | None, Unit, tuple[str, ...]]]:
    def known(name: str) -> float | None:
        return None if name in lacking else sums[name]

    net, gross, discounts, cost = (known(name) for name in ("net_amount", *_AMOUNTS[:2], "cost_amount"))
    now, before = (
        partner_sales(tables, definition, when).get(channel.id, {}) for when in (period, period.previous())
    )
    earlier = before.get(partner_id) if _reaches(tables, period.previous().first) else None
    margin = None if net is None or cost is None else net - cost
    partner = _partner_margin(tables, period, partner_id, channel, net, known("list_value"))
    commission = _commission_rate(tables, partner_id, period)
    return {
        "net_sales": (net, "money", ("sell_in",)),
        "growth": (None if not earlier or net is None else net / earlier - 1, "share", ("sell_in",)),
        "channel_share": (_ratio(net, sum(now.values())), "share", ("sell_in",)),
        "discount": (_ratio(discounts, gross), "share", ("sell_in",)),
        "our_margin": (margin, "money", ("sell_in",)),
        "our_margin_ratio": (_ratio(margin, net), "share", ("sell_in",)),
        "partner_margin": (partner, "money", ("sell_out", "sell_in", "products")),
        "commission_rate": (commission, "share", ("terms",)),
        "roi": (None, "share", ("responses",)),
    }


def _sums(tables: Tables, partner_id: str, period: Period) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return the partner's sums, and which of them any line lacks."""
    names = (*_AMOUNTS, "list_value")
    lines = in_period(tables["sell_in"], period).filter(nw.col("partner_id") == partner_id)
    if "products" in tables:
        prices = tables["products"].select("product_id", "list_price")
        lines = lines.join(prices, on="product_id", how="left")
    else:
        lines = lines.with_columns(list_price=nw.lit(None, dtype=nw.Float64))
    row = rows_of(
        lines.with_columns(list_value=nw.col("units") * nw.col("list_price")).select(
            *(nw.col(name).sum().alias(name) for name in names),
            *(nw.col(name).is_null().sum().alias(f"lacking_{name}") for name in names),
        )
    )[0]
    sums = {name: float(row[name] or 0) for name in names}
    return sums, tuple(name for name in names if row[f"lacking_{name}"])


def _monthly(tables: Tables, partner_id: str, period: Period) -> list[PartnerSale]:
    lines = in_period(tables["sell_in"], period).filter(nw.col("partner_id") == partner_id)
    if "products" in tables:
        lines = lines.join(tables["products"].select("product_id", "line_id"), on="product_id", how="left")
    else:
        lines = lines.with_columns(line_id=nw.lit(None, dtype=nw.String))
    rows = rows_of(
        lines.with_columns(month=nw.col("date").dt.truncate("1mo"))
        .group_by("month", "line_id")
        .agg(nw.col("net_amount").sum().alias("net_amount"))
    )
    sales = [PartnerSale(month_key(row["month"]), row["line_id"], float(row["net_amount"])) for row in rows]
    return sorted(sales, key=lambda sale: (sale.month, sale.line_id or ""))


def _partner_margin(
    tables: Tables, period: Period, partner_id: str, channel: Channel, net: float | None, list_value: float | None
) -> float | None:
    reported = _reported(tables, partner_id, period)
    if reported is not None:
        return reported
    if channel.end_price_share is None or list_value is None or net is None:
        return None
    return list_value * channel.end_price_share.likely - net


def _reported(tables: Tables, partner_id: str, period: Period) -> float | None:
    """Return sell-out minus its cost, where every month and every cost is reported."""
    if "sell_out" not in tables:
        return None
    rows = rows_of(
        in_period(tables["sell_out"], period)
        .filter(nw.col("partner_id") == partner_id)
        .with_columns(month=nw.col("date").dt.truncate("1mo"))
        .group_by("month")
        .agg(
            nw.col("net_amount").sum().alias("net_amount"),
            nw.col("cost_amount").sum().alias("cost_amount"),
            nw.col("cost_amount").is_null().sum().alias("lacking"),
        )
    )
    if {month_key(row["month"]) for row in rows} != set(period) or any(row["lacking"] for row in rows):
        return None
    return sum(float(row["net_amount"]) - float(row["cost_amount"]) for row in rows)


def _commission_rate(tables: Tables, partner_id: str, period: Period) -> float | None:
    """Return the partner's agreed rate that was valid last; ``None`` where there is none, or one for each line."""
    if "terms" not in tables:
        return None
    valid = tables["terms"].filter(
        nw.col("party") == "partner", nw.col("party_id") == partner_id, nw.col("since") < period.end,
        nw.col("line_id").is_null(), ~nw.col("commission_rate").is_null(),
    )  # fmt: skip
    rows = rows_of(valid.select("since", "commission_rate"))
    return float(max(rows, key=lambda row: row["since"])["commission_rate"]) if rows else None


def _reaches(tables: Tables, month: date) -> bool:
    first = rows_of(tables["sell_in"].select(nw.col("date").min().alias("date")))[0]["date"]
    return first is not None and month_key(first).replace(day=1) <= month


def _ratio(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole
