"""What the rules from voices look at, and how they tell their outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from tramite.beliefs.certainty import certainty_of, chance_beyond
from tramite.beliefs.conflict.belief import ConflictBelief
from tramite.beliefs.px.result import PxResult
from tramite.books.imbalance_rule import Measure, Rule, RuleResult
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Phrase, phrase
from tramite.voices.estimation.measure_table import Measure as Asked
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.study import Study


class Shown(Protocol):
    """A number that may be hidden: a cell of a measure, a score of the PX index."""

    @property
    def estimate(self) -> Estimate:
        """The number; without value where hidden."""
        ...

    @property
    def hidden_because(self) -> str:
        """Why it is hidden; empty where shown."""
        ...


@dataclass(frozen=True, slots=True)
class ImbalanceGround:
    """What the rules look at, beside the books' own.

    Attributes:
        statement: of the last twelve months, for the amounts at stake.
        budget: channel → net sales aimed at in the period.
        study, px, conflict: ``None`` without interviews.
        steering: channel → steering index, 0–1. equity_gap: channel → share of the channel's profit less the
            share that functions deserve, −1 to 1. limit: channel → limit of potential, net sales a year. Empty
            where nobody has formed these beliefs.
        tables: measures that were estimated already, by name.
    """

    definition: CaseDefinition
    statement: IncomeStatement
    budget: Mapping[str, float] = field(default_factory=dict)
    study: Study | None = None
    px: PxResult | None = None
    conflict: ConflictBelief | None = None
    steering: Mapping[str, Estimate] = field(default_factory=dict)
    equity_gap: Mapping[str, Estimate] = field(default_factory=dict)
    limit: Mapping[str, Estimate] = field(default_factory=dict)
    tables: dict[str, MeasureTable] = field(default_factory=dict)

    @property
    def method(self) -> Method:
        """Settings of the method."""
        return self.definition.method

    def amount(self, channel: str, line: str) -> float | None:
        """Return a line of a channel's income statement; ``None`` is n.d."""
        cell = self.statement.cells.get((channel, line))
        return None if cell is None else cell.amount

    def sales_of(self, channel: str, share: float | None) -> float | None:
        """Return a share of the channel's net sales; ``None`` where either is n.d."""
        net = self.amount(channel, "net_sales")
        return None if net is None or share is None else share * net

    def kept(self, channel: str, name: str, made: Callable[[Study], MeasureTable]) -> MeasureCell | None:
        """Estimate a measure once for all channels, and return one of them; ``None`` where nobody answered there.

        Args:
            name: says which measure it is. made: estimates it, in one view.
        """
        if self.study is None:
            return None
        if name not in self.tables:
            self.tables[name] = made(self.study)
        return next((c for c in self.tables[name].cells if c.domain == channel and c.estimate.n), None)

    def partners(
        self, channel: str, measure: Asked, values: Callable[[Study], pl.DataFrame], view: SurveyWeighting
    ) -> MeasureCell | None:
        """Estimate a measure of what partners said in one channel and view; ``None`` where nobody answered there.

        Args:
            values: ``interview_id``, ``key``, ``value``, from what was said.
        """

        def made(study: Study) -> MeasureTable:
            return study.measure(values(study), measure, "partner", weightings=(view,))

        return self.kept(channel, measure.name, made)


def judge(
    ground: ImbalanceGround,
    rule: Rule,
    channel: str,
    *,
    measures: tuple[Measure, ...],
    fires: bool,
    chance: float,
    at_stake: float | None,
    evidence: tuple[Source, ...],
    settings: tuple[str, ...] = (),
) -> RuleResult:
    """Make the result of a rule whose numbers are there.

    Args:
        fires: whether the point estimate is beyond the limit. chance: that the true value is.
    """
    stake = at_stake if fires else None
    net = ground.amount(channel, "net_sales")
    sources = (*evidence, *(Source("setting", name, "METHOD §3.9") for name in settings))
    return RuleResult(
        rule, channel, "fires" if fires else "clear", measures, stake,
        stake / net if stake is not None and net else None, evidence=sources, currency=ground.definition.currency,
        certainty=certainty_of(chance, fires=fires, method=ground.method),
    )  # fmt: skip


def against(
    ground: ImbalanceGround,
    rule: Rule,
    channel: str,
    estimate: Estimate,
    *,
    code: str,
    limit: float,
    above: bool = True,
    at_stake: float | None,
    setting: str,
) -> RuleResult:
    """Hold one estimate against its limit; it fires beyond it, not at it."""
    if estimate.value is None:
        return lacking(ground, rule, channel, phrase("rules.missing_number"))
    fires = estimate.value > limit if above else estimate.value < limit
    return judge(
        ground, rule, channel, measures=(measured(code, estimate, limit),), fires=fires,
        chance=chance_beyond(estimate, limit, above=above), at_stake=at_stake, evidence=estimate.evidence,
        settings=(setting,),
    )  # fmt: skip


def measured(code: str, estimate: Estimate, limit: float | None = None) -> Measure:
    """Return an estimate as the measure of a rule."""
    return Measure(code, estimate.value or 0.0, estimate.unit, limit, estimate.lower, estimate.upper)


def lacking(ground: ImbalanceGround, rule: Rule, channel: str, *missing: Phrase) -> RuleResult:
    """Make the result of a rule that lacks data, with what it lacks."""
    return RuleResult(rule, channel, "not_evaluable", missing=missing, currency=ground.definition.currency)


def unheard(side: Side, items: str) -> Phrase:
    """Say whose answers to which items are missing."""
    return phrase(f"rules.missing_{side}", items=items)


def lack_of(found: Shown | None, side: Side, items: str) -> Phrase | None:
    """Say what a number lacks to be judged; ``None`` where it may be.

    A hidden number neither fires nor clears a rule: either outcome would tell on which side of the limit it is.
    """
    if found is None or found.hidden_because == "no_answers" or not found.estimate.n:
        return unheard(side, items)
    if found.hidden_because or found.estimate.value is None:
        return phrase("rules.missing_hidden", items=items)
    return None
