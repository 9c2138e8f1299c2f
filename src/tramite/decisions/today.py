"""The months ahead if nothing is changed: last year's seasons, with a drift that nobody knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tramite.books.end_price_draws import end_price_scale
from tramite.books.lines import COMPANY
from tramite.books.statement import IncomeStatement
from tramite.decisions.comparison import Missing, Parameter
from tramite.decisions.world import Ground, World
from tramite.kernel.case import CaseDefinition, Channel
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_books
from tramite.kernel.periods import add_months
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Sayable, phrase

_NEEDED = ("net_sales", "cm1", "fixed_avoidable", "overhead", "end_customer_spend")


@dataclass(frozen=True, slots=True)
class Today:
    """The common ground of all alternatives, and the world in which nothing is changed."""

    ground: Ground
    world: World
    parameters: tuple[Parameter, ...]


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


def today(statement: IncomeStatement, *, definition: CaseDefinition, chance: Chance) -> Today:
    """Carry the base period forward, month by month.

    spend_tk = spend of the same month of the base year · (1 + g_k)^(t/12), g_k ~ Normal(0, σ), σ the setting
    ``baseline_growth_sd`` (assumption). cm1_k ~ Normal(measured ratio, standard error of its months).
    v_k = net sales / end-customer spend; where the latter rests on an assumed share of list price, that is drawn.

    Args:
        statement: of a base period of whole years, nothing that :func:`missing_for_simulation` names lacking.
        chance: seed and number of draws.
    """
    method = definition.method
    channels = definition.selling_channels
    months = method.horizon_months
    parameters: list[Parameter] = []
    spend = np.empty((chance.draws, months, len(channels)))
    conversion, margin = np.empty((2, chance.draws, len(channels)))
    years = np.arange(1, months + 1) / 12
    for k, channel in enumerate(channels):
        scale = end_price_scale(statement, channel, chance)
        drift = chance.normal(f"growth.{channel.id}", 0.0, method.baseline_growth_sd)
        base = np.resize(_monthly(statement, channel.id, "end_customer_spend"), months)
        spend[:, :, k] = base * (1 + drift)[:, np.newaxis] ** years * scale[:, np.newaxis]
        conversion[:, k] = _ratio(statement, channel.id, "net_sales", "end_customer_spend") / scale
        margin[:, k] = _margin(statement, channel.id, chance)
        parameters += _parameters(channel, statement, definition, (drift, conversion[:, k], margin[:, k]))
    fixed = np.array([_monthly_mean(statement, c.id, ("fixed_avoidable", "committed")) for c in channels])
    ground = Ground(
        first_month=add_months(statement.period.last, 1),
        channels=tuple(c.id for c in channels),
        conversion=conversion,
        margin=margin,
        overhead=_monthly_mean(statement, COMPANY, ("overhead",)),
        discount=(1 + method.discount_rate) ** -years,
        overhead_by_channel=np.array([_monthly_mean(statement, c.id, ("overhead",)) for c in channels]),
        indirect=np.array([float(c.reach == "indirect") for c in channels]),
        physical=np.array([float(c.medium == "physical") for c in channels]),
    )
    world = World(spend, np.broadcast_to(fixed, spend.shape).copy(), np.zeros((chance.draws, months)))
    return Today(ground, world, tuple(parameters))


def _monthly(statement: IncomeStatement, channel: str, line: str) -> Draws:
    return np.array(statement.cell(channel, line).monthly, dtype=np.float64)


def _monthly_mean(statement: IncomeStatement, channel: str, lines: tuple[str, ...]) -> float:
    """Return the mean monthly cost of lines, positive; a line that is n.d. is not in it."""
    return -sum(statement.amount(channel, line) or 0.0 for line in lines) / statement.period.months


def _ratio(statement: IncomeStatement, channel: str, part: str, whole: str) -> float:
    return float(_monthly(statement, channel, part).sum() / _monthly(statement, channel, whole).sum())


def _margin(statement: IncomeStatement, channel: str, chance: Chance) -> Draws:
    """Draw cm1: the ratio of the period, with the standard error of a ratio over its months (Cochran 1977, §6)."""
    net, cm1 = _monthly(statement, channel, "net_sales"), _monthly(statement, channel, "cm1")
    ratio = float(cm1.sum() / net.sum())
    residuals = cm1 - ratio * net
    error = float(np.sqrt(residuals @ residuals / (len(net) * (len(net) - 1))) / net.mean())
    return chance.normal(f"margin.{channel}", ratio, error)


def _parameters(
    channel: Channel, statement: IncomeStatement, definition: CaseDefinition, drawn: tuple[Draws, Draws, Draws]
) -> list[Parameter]:
    method = definition.method
    drift, conversion, margin = drawn
    spend, cm1 = statement.cell(channel.id, "end_customer_spend"), statement.cell(channel.id, "cm1")
    assumed = any(source.kind == "assumption" for source in spend.sources)
    measured = grade_books(statement.period.months, method)
    # Costs that a driver splits are not measured by channel: that they follow net sales is an assumption.
    split = Grade.D if cm1.allocated else measured
    setting = Source("setting", "baseline_growth_sd", f"{method.baseline_growth_sd:g}")

    def estimate(draws: Draws, how: Sayable, grade: Grade, evidence: tuple[Source, ...]) -> Estimate:
        return Estimate.of_draws(
            draws, level=method.interval_level, unit="share", method=how, grade=grade, evidence=evidence
        )

    return [
        Parameter("growth", estimate(drift, phrase("methods.drift"), Grade.D, (setting,)), channel.id, drift),
        Parameter(
            "margin",
            estimate(margin, phrase("methods.ratio", months=statement.period.months), split, cm1.sources),
            channel.id,
            margin,
        ),
        Parameter(
            "conversion",
            estimate(conversion, phrase("methods.conversion"), Grade.D if assumed else measured, spend.sources),
            channel.id,
            conversion,
        ),
    ]
