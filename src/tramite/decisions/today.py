"""The months ahead if nothing is changed: last year's seasons, with a drift that nobody knows."""

from __future__ import annotations

import numpy as np

from tramite.books.end_price_draws import end_price_scale
from tramite.books.statement import IncomeStatement
from tramite.decisions.ground import Future
from tramite.decisions.missing import Missing
from tramite.decisions.parameters import Drawn
from tramite.kernel.case import CaseDefinition, Channel
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.grade import Grade, grade_books
from tramite.kernel.periods import add_months
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

_NEEDED = ("net_sales", "cm1", "fixed_avoidable", "overhead", "end_customer_spend")


def missing_for_simulation(statement: IncomeStatement, definition: CaseDefinition) -> tuple[Missing, ...]:
    """Tell which lines of which channels a simulation lacks; empty if it can run."""
    lacking = [
        Missing(f"lines.{line}", channel.id)
        for channel in definition.selling_channels
        for line in _NEEDED
        if statement.amount(channel.id, line) is None
    ]
    silent = [
        Missing("lines.net_sales", channel.id)
        for channel in definition.selling_channels
        if (statement.amount(channel.id, "net_sales") or 0.0) <= 0
    ]
    return tuple(dict.fromkeys([*lacking, *silent]))


def draw_future(
    statement: IncomeStatement, *, definition: CaseDefinition, chance: Chance
) -> tuple[Future, list[Drawn]]:
    """Draw the months ahead if nothing is changed.

    spend_tk = spend of the same month of the base year · (1 + g_k)^(t/12), g_k ~ Normal(0, σ), σ the setting
    ``baseline_growth_sd`` (assumption). cm1_k ~ Normal(measured ratio, standard error of its months).
    v_k = net sales / end-customer spend; where the latter rests on an assumed share of list price, that is drawn.

    Args:
        statement: of a base period of whole years, nothing that :func:`missing_for_simulation` names lacking.
        chance: seed and number of draws.
    """
    method = definition.method
    channels = definition.selling_channels
    years = np.arange(1, method.horizon_months + 1) / 12
    growth = np.empty((chance.draws, method.horizon_months, len(channels)))
    scale, shift = np.empty((2, chance.draws, len(channels)))
    drawn: list[Drawn] = []
    for k, channel in enumerate(channels):
        drift = chance.normal(f"growth.{channel.id}", 0.0, method.baseline_growth_sd)
        growth[:, :, k] = (1 + drift)[:, np.newaxis] ** years
        scale[:, k] = end_price_scale(statement, channel, chance)
        ratio, error = _margin(statement, channel.id)
        margin = chance.normal(f"margin.{channel.id}", ratio, error)
        shift[:, k] = margin - ratio
        conversion = _conversion(statement, channel.id) / scale[:, k]
        drawn += _parameters(channel, statement, definition, (drift, conversion, margin))
    discount = (1 + method.discount_rate) ** -years
    return Future(add_months(statement.period.last, 1), discount, growth, scale, shift), drawn


def _monthly(statement: IncomeStatement, channel: str, line: str) -> Draws:
    return np.array(statement.cell(channel, line).monthly, dtype=np.float64)


def _conversion(statement: IncomeStatement, channel: str) -> float:
    """Return v: our net sales per unit of end-customer spend."""
    net, spend = (_monthly(statement, channel, line).sum() for line in ("net_sales", "end_customer_spend"))
    return float(net / spend)


def _margin(statement: IncomeStatement, channel: str) -> tuple[float, float]:
    """Return cm1, the ratio of the period, and its standard error over its months (Cochran 1977, §6)."""
    net, cm1 = _monthly(statement, channel, "net_sales"), _monthly(statement, channel, "cm1")
    ratio = float(cm1.sum() / net.sum())
    residuals = cm1 - ratio * net
    return ratio, float(np.sqrt(residuals @ residuals / (len(net) * (len(net) - 1))) / net.mean())


def _parameters(
    channel: Channel, statement: IncomeStatement, definition: CaseDefinition, drawn: tuple[Draws, Draws, Draws]
) -> list[Drawn]:
    method = definition.method
    drift, conversion, margin = drawn
    spend, cm1 = statement.cell(channel.id, "end_customer_spend"), statement.cell(channel.id, "cm1")
    assumed = any(source.kind == "assumption" for source in spend.sources)
    measured = grade_books(statement.period.months, method)
    # Costs that a driver splits are not measured by channel: that they follow net sales is an assumption.
    split = Grade.D if cm1.allocated else measured
    setting = Source("setting", "baseline_growth_sd", f"{method.baseline_growth_sd:g}")
    ratio = phrase("methods.ratio", months=statement.period.months)
    return [
        Drawn("growth", channel.id, drift, "share", phrase("methods.drift"), Grade.D, (setting,)),
        Drawn("margin", channel.id, margin, "share", ratio, split, cm1.sources),
        Drawn(
            "conversion", channel.id, conversion, "share", phrase("methods.conversion"),
            Grade.D if assumed else measured, spend.sources,
        ),
    ]  # fmt: skip
