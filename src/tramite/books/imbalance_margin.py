"""Rules of imbalance on margins: B3, B4, B5, B14, B16."""

from __future__ import annotations

from tramite.books.formulas import required_price
from tramite.books.imbalance_rule import Measure, RuleResult, judged, lacking_line, not_evaluable
from tramite.books.kpi_ground import Ground
from tramite.books.kpi_statement import cost_to_serve_ratio, return_rate
from tramite.books.lines import COMPANY
from tramite.kernel.wording import phrase

_STATEMENT = ("sell_in", "sell_out", "costs")


def margin_below_zero(ground: Ground, channel: str) -> RuleResult:
    """B3: contribution margin 2 < 0. At stake: the loss, −CM2 (METHOD §3.9)."""
    cm2 = ground.now.cell(channel, "cm2")
    if cm2.amount is None:
        return not_evaluable(ground, "B3", channel, lacking_line("cm2"))
    return judged(
        ground, "B3", channel, fires=cm2.amount < 0, at_stake=-cm2.amount, tables=_STATEMENT,
        measures=(Measure("cm2", cm2.amount, "money", 0.0),), left_out=cm2.left_out,
    )  # fmt: skip


def contribution_share(ground: Ground, channel: str) -> RuleResult:
    """B4: share of contribution (CM2) / share of net sales below the limit.

    At stake: what CM2 would be more at the company's CM2 per euro of net sales: NS_c·CM2/NS − CM2_c.
    Where the company's CM2 is not above zero a share of it means nothing (METHOD §3.9).
    """
    net, whole = (ground.now.amount(place, "net_sales") for place in (channel, COMPANY))
    cm2, company = ground.now.cell(channel, "cm2"), ground.now.amount(COMPANY, "cm2")
    if cm2.amount is None or company is None:
        return not_evaluable(ground, "B4", channel, phrase("rules.missing_cm2_everywhere"))
    if not net or not whole or net < 0 or company <= 0:
        return not_evaluable(ground, "B4", channel, phrase("rules.missing_contribution"))
    limit = ground.method.b4_contribution_share
    ratio = (cm2.amount / company) / (net / whole)
    return judged(
        ground, "B4", channel, fires=ratio < limit, at_stake=net * company / whole - cm2.amount,
        measures=(Measure("contribution_per_sales", ratio, "ratio", limit),), tables=_STATEMENT,
        settings=("b4_contribution_share",), left_out=cm2.left_out,
    )  # fmt: skip


def served_at_loss(ground: Ground, channel: str) -> RuleResult:
    """B5: cost-to-serve (lines 10 + 11 + 12) above gross margin, both per euro of net sales.

    At stake: cost-to-serve minus gross margin (METHOD §3.9).
    """
    cost, margin = cost_to_serve_ratio(ground, channel), ground.now.ratio(channel, "gross_margin")
    net = ground.now.amount(channel, "net_sales")
    if cost is None or margin is None or net is None:
        needed = ("gross_margin", "logistics", "cost_to_serve")
        lacking = [line for line in needed if ground.now.amount(channel, line) is None]
        return not_evaluable(ground, "B5", channel, *(lacking_line(line) for line in lacking or ["net_sales"]))
    fees = () if ground.now.amount(channel, "payment_fees") is not None else ("payment_fees",)
    return judged(
        ground, "B5", channel, fires=cost > margin, at_stake=(cost - margin) * net, tables=_STATEMENT,
        measures=(Measure("cost_to_serve_ratio", cost, "share", margin),),
        left_out=(*ground.now.cell(channel, "gross_margin").left_out, *fees),
    )  # fmt: skip


def price_required(ground: Ground, channel: str) -> RuleResult:
    """B14: a price rise is required and the lever is blocked.

    Books tell the first half: p* = C/(S(1 − m*)) − 1, C all costs down to line 16, m* the CM2 per euro of net
    sales that the case aims at in the channel (``target_cm2``), or without one the least demanding, 0. Whether the
    lever is blocked (item VO01) is not in the books: never evaluable here (METHOD §3.9, §5.4).
    """
    target = ground.definition.channel(channel).target_cm2
    missing = (
        *(() if target is not None else (phrase("rules.missing_target_margin"),)), phrase("rules.missing_blocked")
    )  # fmt: skip
    net, cm2 = ground.now.amount(channel, "net_sales"), ground.now.amount(channel, "cm2")
    if net is None or cm2 is None:
        return not_evaluable(ground, "B14", channel, lacking_line("cm2"), *missing)
    price = required_price(net - cm2, sales=net, margin=target or 0.0)
    measures = () if price is None else (Measure("required_price", price, "share", 0.0),)
    return not_evaluable(ground, "B14", channel, *missing, measures=measures, tables=_STATEMENT)


def returns(ground: Ground, channel: str) -> RuleResult:
    """B16: returns above the limit × the company's average, per euro of sales before returns.

    At stake: returns beyond the average. Returns that a driver split over channels tell nothing of this one
    (METHOD §3.9).
    """
    mine, average = return_rate(ground, channel), return_rate(ground, COMPANY)
    cell, net = ground.now.cell(channel, "returns"), ground.now.amount(channel, "net_sales")
    if mine is None or average is None or cell.amount is None or net is None:
        return not_evaluable(ground, "B16", channel, lacking_line("returns"))
    if any(ground.now.cell(c.id, "returns").allocated for c in ground.definition.selling_channels):
        return not_evaluable(ground, "B16", channel, phrase("rules.missing_returns_by_channel"))
    factor = ground.method.b16_returns_factor
    return judged(
        ground, "B16", channel, fires=mine > factor * average, at_stake=(mine - average) * (net - cell.amount),
        measures=(Measure("return_rate", mine, "share", factor * average),), tables=_STATEMENT,
        settings=("b16_returns_factor",),
    )  # fmt: skip
