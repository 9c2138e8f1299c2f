"""What moves between our channels, and what that does to margin: as the books show it, and as people say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.special import ndtri

from tramite.beliefs.conflict.answers import LOST
from tramite.books.cannibalisation import Cannibalisation
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_books, weakest
from tramite.kernel.wording import Phrase, phrase
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.measure_table import MeasureTable

_RATIOS = ("net_sales", "cm1", "end_customer_spend")


@dataclass(frozen=True, slots=True)
class MovedSpend:
    """Spending that goes from channel ``source`` to channel ``by``.

    Attributes:
        ground: ``books``: measured on customers who buy in both; ``voices``: what partners say they lost.
        share: of the sales of ``by`` (books); of the opportunities of ``source`` (voices).
        spend: what end customers pay for it, in a year; effect: what the move does to contribution margin 1.
            ``None`` where the statement lacks what they take.
    """

    ground: Literal["books", "voices"]
    source: str
    by: str
    share: Estimate
    spend: Estimate | None
    effect: Estimate | None


def moved_in_books(
    found: Sequence[Cannibalisation], *, statement: IncomeStatement, definition: CaseDefinition
) -> tuple[MovedSpend, ...]:
    """Value what moved between channels by the books: share × sales of k × (v_k·cm_k − v_c·cm_c).

    Source: METHOD §3.8.2–3, §5.3; ``books.cannibalisation``.
    """
    return tuple(_in_books(one, statement, definition) for one in found if one.reason is None)


def _in_books(one: Cannibalisation, statement: IncomeStatement, definition: CaseDefinition) -> MovedSpend:
    spend = effect = None
    if one.moved.value is not None:
        known = (one.moved.value, one.moved.lower, one.moved.upper)
        ends = [None if end is None else end * one.sales for end in known]
        spend = replace(one.moved, value=ends[0], lower=ends[1], upper=ends[2], unit="money")
        rates = [_rates(statement, channel) for channel in (one.by, one.source)]
        if rates[0] is not None and rates[1] is not None:
            (v_k, cm_k), (v_c, cm_c) = rates[0], rates[1]
            grade = _grade(statement, definition, (one.by, one.source))
            effect = one.net_effect(v_k=v_k, cm_k=cm_k, v_c=v_c, cm_c=cm_c, grade=grade)
    return MovedSpend("books", one.source, one.by, one.moved, spend, effect)


def moved_by_voices(
    clashes: MeasureTable, *, statement: IncomeStatement, definition: CaseDefinition, chance: Chance
) -> tuple[MovedSpend, ...]:
    """Value what partners say other channels of ours won from them: s × E_c × (v_k·cm_k − v_c·cm_c).

    s, the share of their opportunities that channel k won (by revenue), is read as a share of what end customers
    spend in the channel today: opportunities lost to a competitor are none of it, so that the true amount is
    rather larger. Drawn are s (normal, cut at 0 and 1) and the end price where it is assumed; contribution margin
    1 is what the period brought.

    Args:
        clashes: as ``levels.clash_table``. chance: the same streams as the simulation of alternatives.

    Source: METHOD §3.8.2–3, §5.3.
    """
    known = {channel.id for channel in definition.selling_channels}
    return tuple(
        _said(cell.domain, cell.key.removeprefix(LOST), cell.estimate, statement, definition, chance)
        for cell in clashes.cells
        if cell.weighting == "revenue" and cell.key.startswith(LOST) and cell.domain != ALL
        and cell.domain in known and cell.domain != cell.key.removeprefix(LOST) and cell.estimate.n
    )  # fmt: skip


def _said(
    source: str, by: str, share: Estimate, statement: IncomeStatement, definition: CaseDefinition, chance: Chance
) -> MovedSpend:
    here, there = _rates(statement, source), _rates(statement, by)
    if share.value is None or here is None:
        return MovedSpend("voices", source, by, share, None, None)
    spent = statement.cells[source, "end_customer_spend"].amount or 0.0
    scale = _spend_scale(source, statement, definition, chance)
    drawn = _drawn(share, chance, f"lost.{source}.{by}") * spent * scale
    spend = _summary(
        share.value * spent, drawn, share, method=phrase("conflict.method_spend"),
        grade=_grade(statement, definition, (source,)), currency=definition.currency,
    )  # fmt: skip
    if there is None:
        return MovedSpend("voices", source, by, share, spend, None)
    (v_c, cm_c), (v_k, cm_k) = here, there
    effects = drawn * (v_k / _spend_scale(by, statement, definition, chance) * cm_k - v_c / scale * cm_c)
    effect = _summary(
        share.value * spent * (v_k * cm_k - v_c * cm_c), effects, share, method=phrase("linkage.method_effect"),
        grade=_grade(statement, definition, (source, by)), currency=definition.currency,
    )  # fmt: skip
    return MovedSpend("voices", source, by, share, spend, effect)


def _rates(statement: IncomeStatement, channel: str) -> tuple[float, float] | None:
    """Return v, net sales per euro of end-customer spend, and contribution margin 1 per euro of net sales."""
    if any((channel, line) not in statement.cells for line in _RATIOS):
        return None
    v, cm1 = statement.ratio(channel, "net_sales", "end_customer_spend"), statement.ratio(channel, "cm1")
    return None if v is None or cm1 is None else (v, cm1)


def _spend_scale(channel_id: str, statement: IncomeStatement, definition: CaseDefinition, chance: Chance) -> Draws:
    """Draw the end price as a multiple of its likely value; 1 where spending is measured."""
    channel = definition.channel(channel_id)
    if channel.end_price_share is None or not _assumed(statement, channel_id):
        return np.ones(chance.draws)
    share = chance.triangular(f"end_price_share.{channel_id}", channel.end_price_share)
    return share / channel.end_price_share.likely


def _assumed(statement: IncomeStatement, channel: str) -> bool:
    return any(source.kind == "assumption" for source in statement.cells[channel, "end_customer_spend"].sources)


def _drawn(share: Estimate, chance: Chance, name: str) -> Draws:
    value = share.value or 0.0
    if share.lower is None or share.upper is None:
        return np.full(chance.draws, value)
    error = (share.upper - share.lower) / (2 * float(ndtri((1 + share.level) / 2)))
    return np.clip(chance.normal(name, value, error), 0.0, 1.0)


def _summary(
    value: float, drawn: Draws, share: Estimate, *, method: Phrase, grade: Grade, currency: str
) -> Estimate:
    tail = (1 - share.level) / 2
    lower, upper = (float(end) for end in np.quantile(drawn, [tail, 1 - tail]))
    return replace(
        share, value=value, lower=min(lower, value), upper=max(upper, value), unit="money", method=method,
        grade=weakest((share.grade, grade)), currency=currency,
    )  # fmt: skip


def _grade(statement: IncomeStatement, definition: CaseDefinition, channels: Sequence[str]) -> Grade:
    return weakest(_grades(statement, definition, channels))


def _grades(statement: IncomeStatement, definition: CaseDefinition, channels: Sequence[str]) -> Iterator[Grade]:
    yield grade_books(statement.period.months, definition.method)
    for channel in channels:
        if _assumed(statement, channel) or statement.cells[channel, "cm1"].allocated:
            yield Grade.D
