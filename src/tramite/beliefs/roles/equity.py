"""Does a channel earn what its functions deserve? The equity principle (Coughlan et al. 2006)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tramite.beliefs.roles.functions import (
    Weights,
    cost_shares,
    cost_weights,
    normative_share,
    one_cell,
    shown,
)
from tramite.beliefs.roles.shares import Draws, drawn
from tramite.books.end_price_draws import end_price_scale
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition, Channel
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_books, weakest
from tramite.kernel.wording import Sayable, phrase
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable
from tramite.voices.estimation.study import Study

WEIGHTING = "revenue"  # a share of profit is an amount: large partners weigh what they earn (METHOD §3.2.1)


@dataclass(frozen=True, slots=True)
class Equity:
    """The template of one channel, and what it says.

    Attributes:
        weights: of the functions; ``None`` where nobody told what they cost.
        shares: who does each function, ``<function>.<party>``, 0–1; empty where it may not be shown.
        normative: share of the channel's profit that the functions of partners deserve.
        actual: share that they have: partner margin / (partner margin + our gross margin), in the system view.
        gap: actual − normative, in shares of 1; ``None`` where it cannot be computed.
        unfair: |gap| above ``equity_gap``. missing: why it cannot be computed.
    """

    channel_id: str
    weights: Weights | None
    shares: Mapping[str, float]
    normative: Estimate | None
    actual: Estimate | None
    gap: Estimate | None
    unfair: bool
    missing: tuple[Sayable, ...] = ()


def equity(
    study: Study,
    statement: IncomeStatement,
    channels: Iterable[Channel],
    *,
    done: MeasureTable,
    definition: CaseDefinition,
    chance: Chance,
) -> dict[str, Equity]:
    """Compare what partners of each channel get of its profit with what their functions deserve.

    Profit is split before the cost of the functions: the margin of partners at the end price, and our gross margin
    (line 7), since a share of profit is the pay for bearing them. A negative gross margin of ours puts the actual
    share above 1. The end price of an assumed range is drawn (triangular), as in the scenarios.

    Args:
        channels: indirect ones. done: who does each function, as ``functions.function_shares`` returns it.

    Returns: by channel. Without a system view the gap is not computable, and the result says so.
    Source: METHOD §3.5.
    """
    spent = cost_shares(study)
    weights = {channel: cost_weights(spent, channel.id, definition) for channel in channels}
    deserved = {
        of.heard_of: normative_share(study, of) for of in weights.values() if of is not None
    }  # one table for all channels that take the same weights
    return {
        channel.id: _equity(
            channel, of, shown(done, channel.id, WEIGHTING),
            None if of is None else one_cell(deserved[of.heard_of], channel.id, WEIGHTING),
            statement, definition, chance,
        )
        for channel, of in weights.items()
    }  # fmt: skip


def _equity(
    channel: Channel, weights: Weights | None, shares: Mapping[str, float], deserved: MeasureCell | None,
    statement: IncomeStatement, definition: CaseDefinition, chance: Chance,
) -> Equity:  # fmt: skip
    drawn_actual = actual_share(statement, channel, chance)
    actual = None if drawn_actual is None else _actual(drawn_actual, statement, channel, definition)
    normative = None if deserved is None else deserved.estimate
    if drawn_actual is None or actual is None or normative is None:
        lacking = {"weights": weights, "functions": normative, "system": actual}
        missing = tuple(phrase(f"roles.missing_{name}") for name, part in lacking.items() if part is None)
        return Equity(channel.id, weights, shares, normative, actual, None, False, missing)
    draws = drawn_actual - drawn(normative, f"equity.{channel.id}", chance)
    value = (actual.value or 0.0) - (normative.value or 0.0)
    gap = Estimate.of_draws(
        draws, level=definition.method.interval_level, unit="share", method=phrase("roles.gap_method"),
        grade=weakest((normative.grade, actual.grade)), n=normative.n,
        evidence=(*normative.evidence, *actual.evidence),
    )  # fmt: skip
    unfair = abs(value) > definition.method.equity_gap
    return Equity(channel.id, weights, shares, normative, actual, _at(gap, value), unfair)


def actual_share(statement: IncomeStatement, channel: Channel, chance: Chance) -> Draws | None:
    """Draw the share of a channel's profit that its partners have; ``None`` without a system view or a profit."""
    spend, net = (statement.amount(channel.id, line) for line in ("end_customer_spend", "net_sales"))
    margin = statement.amount(channel.id, "gross_margin")
    if channel.reach == "direct" or spend is None or net is None or margin is None:
        return None
    partner = spend * end_price_scale(statement, channel, chance) - net
    pool = partner + margin
    return partner / pool if bool((pool > 0).all()) else None


def _actual(draws: Draws, statement: IncomeStatement, channel: Channel, definition: CaseDefinition) -> Estimate:
    sources = tuple(
        dict.fromkeys(
            source
            for line in ("end_customer_spend", "gross_margin")
            for source in statement.cell(channel.id, line).sources
        )
    )
    assumed = any(source.kind == "assumption" for source in sources)
    grade = Grade.D if assumed else grade_books(statement.period.months, definition.method)
    margin = statement.amount(channel.id, "gross_margin") or 0.0
    partner = statement.amount(channel.id, "partner_margin") or 0.0
    found = Estimate.of_draws(
        draws, level=definition.method.interval_level, unit="share", method=phrase("roles.actual_method"),
        grade=grade, evidence=sources,
    )  # fmt: skip
    return _at(found, partner / (partner + margin))


def _at(estimate: Estimate, value: float) -> Estimate:
    """Return an estimate with the value that the statement prints, from which the mean of draws may differ."""
    return replace(estimate, value=value)
