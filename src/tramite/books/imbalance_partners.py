"""Rules of imbalance on partners: B1 and B2 (stock), B6 (credit), B7 (concentration)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tramite.books.formulas import herfindahl, shares_of
from tramite.books.imbalance_rule import Measure, RuleResult, judged, lacking_tables, not_evaluable
from tramite.books.kpi_ground import Ground
from tramite.books.kpi_stock import dso, weeks_of_stock
from tramite.books.partner_flows import Months, monthly_by_partner
from tramite.books.partner_tables import agreed_mean, channel_of_partner
from tramite.books.rows import Tables, in_period
from tramite.kernel.periods import Period, add_months
from tramite.kernel.wording import phrase


def stuffed(ground: Ground, channel: str, *, tables: Tables) -> RuleResult:
    """B1: sell-in grows faster than sell-out, by more than the limit, in each of the last quarters.

    Each quarter is held against the same quarter a year before, in money, over the partners who report sell-out
    in every month of both. At stake: sell-in beyond what the growth of sell-out explains,
    Σ_q (SI₁ − SI₀·SO₁/SO₀) (METHOD §3.9).
    """
    if any(name not in tables for name in ("sell_in", "sell_out", "partners")):
        return not_evaluable(ground, "B1", channel, lacking_tables("sell_in", "sell_out", "partners"))
    quarters = _quarters(ground.period.last, ground.method.b1_quarters)
    span = Period(add_months(quarters[-1].first, -12), ground.period.last)
    if ground.since.get("sell_in", span.last) > span.first:
        return not_evaluable(ground, "B1", channel, phrase("rules.missing_history", since=f"{span.first:%Y-%m}"))
    sold, bought = (monthly_by_partner(in_period(tables[name], span), "date") for name in ("sell_out", "sell_in"))
    months = {month for quarter in quarters for month in (*quarter, *_year_before(quarter))}
    members = [partner for partner, its in channel_of_partner(tables).items() if its == channel]
    reporters = sorted(partner for partner in members if months <= set(sold.get(partner, {})))
    buying = sum(1 for partner in members if partner in bought)
    limit = ground.method.b1_growth_gap
    measures, excess = [], 0.0
    for place, quarter in enumerate(quarters, 1):
        before = _year_before(quarter)
        in0, in1, out0, out1 = (
            _sum(flow, reporters, when) for flow in (bought, sold) for when in (before, quarter)
        )
        if min(in0, out0) <= 0:
            return not_evaluable(ground, "B1", channel, phrase("rules.missing_reporters"))
        measures.append(Measure(f"growth_gap_{min(place, 2)}", in1 / in0 - out1 / out0, "share", limit))
        excess += in1 - in0 * out1 / out0
    rows = phrase("rules.rows", channel=channel, period=span)
    return judged(
        ground, "B1", channel, fires=all(measure.value > limit for measure in measures), at_stake=excess,
        measures=tuple(measures), tables=("sell_in", "sell_out"), settings=("b1_growth_gap", "b1_quarters"),
        detail=phrase("rules.reporters", rows=rows, reporters=len(reporters), partners=buying),
    )  # fmt: skip


def overstocked(ground: Ground, channel: str, *, tables: Tables) -> RuleResult:
    """B2: weeks of stock above the limit × the weeks agreed.

    Agreed weeks (``terms.stock_weeks``): the partners' own, else the channel's, weighted by net sales. At stake:
    mean stock at cost beyond what the agreed weeks explain, (1 − agreed/weeks)·stock: cash, not yearly profit
    (METHOD §3.9).
    """
    weeks, flow = weeks_of_stock(ground, channel), ground.stock.get(channel)
    agreed = agreed_mean(
        tables, "stock_weeks", channel, sales=ground.partners.get(channel, {}), period=ground.period
    )
    untold = [phrase("rules.missing_stock_target")] if agreed is None else []
    if weeks is None or flow is None:
        return not_evaluable(ground, "B2", channel, lacking_tables("stock", "sell_out", "partners"), *untold)
    if agreed is None:
        measures = (Measure("weeks_of_stock", weeks, "weeks"),)
        return not_evaluable(ground, "B2", channel, *untold, tables=("stock", "sell_out"), measures=measures)
    limit = agreed * ground.method.b2_stock_factor
    rows = phrase("rules.rows", channel=channel, period=ground.period)
    return judged(
        ground, "B2", channel, fires=weeks > limit,
        at_stake=None if flow.mean_cost is None else flow.mean_cost * (1 - agreed / weeks),
        measures=(Measure("weeks_of_stock", weeks, "weeks", limit),), tables=("stock", "sell_out", "terms"),
        settings=("b2_stock_factor",),
        detail=phrase("rules.reporters", rows=rows, reporters=flow.reporters, partners=flow.partners),
    )  # fmt: skip


def late_payers(ground: Ground, channel: str, *, tables: Tables) -> RuleResult:
    """B6: days of credit (DSO) above the agreed days + the limit.

    Agreed days: the partners' own, else the channel's, weighted by net sales. At stake: receivables beyond what
    the agreed days explain, (DSO − agreed)·NS/days: cash, not yearly profit (METHOD §3.9).
    """
    taken, net = dso(ground, channel), ground.now.amount(channel, "net_sales")
    agreed = agreed_mean(
        tables, "payment_days", channel, sales=ground.partners.get(channel, {}), period=ground.period
    )
    if taken is None or net is None:
        missing = [lacking_tables("receivables", "partners")]
        return not_evaluable(
            ground, "B6", channel, *missing, *([phrase("rules.missing_terms")] if agreed is None else [])
        )
    if agreed is None:
        measures = (Measure("dso", taken, "days"),)
        return not_evaluable(ground, "B6", channel, phrase("rules.missing_terms"), measures=measures)
    limit = agreed + ground.method.b6_days_over
    return judged(
        ground, "B6", channel, fires=taken > limit, at_stake=(taken - agreed) * net / ground.days,
        measures=(Measure("dso", taken, "days", limit),), tables=("receivables", "terms", "sell_in"),
        settings=("b6_days_over",),
    )  # fmt: skip


def concentrated(ground: Ground, channel: str) -> RuleResult:
    """B7: concentration (HHI) of partners' net sales, or the share of the largest, above the limit.

    At stake: contribution margin 1 on the largest partner's sales, at the channel's ratio; zero where the channel
    earns none, n.d. where it is not known (METHOD §3.9).
    """
    sales = ground.partners.get(channel, {})
    shares = shares_of(sales.values())
    if shares is None:
        return not_evaluable(ground, "B7", channel, lacking_tables("sell_in"))
    index, largest = herfindahl(shares), shares[0]
    method, margin = ground.method, ground.now.ratio(channel, "cm1")
    measures = (
        Measure("hhi", index, "ratio", method.b7_hhi), Measure("top_1", largest, "share", method.b7_top_share),
    )  # fmt: skip
    return judged(
        ground, "B7", channel, fires=index > method.b7_hhi or largest > method.b7_top_share,
        at_stake=None if margin is None else max(0.0, margin * max(sales.values())), measures=measures,
        tables=("sell_in",), settings=("b7_hhi", "b7_top_share"),
        partner_id=max(sales, key=lambda partner: sales[partner]),
    )  # fmt: skip


def _quarters(last: date, count: int) -> list[Period]:
    ends = [add_months(last, -3 * place) for place in range(count)]
    return [Period(add_months(end, -2), end) for end in ends]


def _year_before(quarter: Period) -> Period:
    return Period(add_months(quarter.first, -12), add_months(quarter.last, -12))


def _sum(flow: Mapping[str, Months], partners: Sequence[str], quarter: Period) -> float:
    rows = [flow.get(partner, {}).get(month) for partner in partners for month in quarter]
    return sum(float(row["net_amount"]) for row in rows if row is not None)
