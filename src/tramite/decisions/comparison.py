"""Alternatives side by side: what each does to the income statement, against today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from tramite.decisions.ahead import StatementAhead
from tramite.decisions.capacity import ChannelLoad
from tramite.decisions.cash import CashCurve
from tramite.decisions.correctness import Correctness
from tramite.decisions.feasibility import Bar, Unasked
from tramite.decisions.information.perfect import WorthKnowing
from tramite.decisions.levers.law import LawFlag
from tramite.decisions.market import Market
from tramite.decisions.missing import Missing
from tramite.decisions.parameters import Parameter
from tramite.decisions.path import Path
from tramite.decisions.sensitivity.influence import Influence
from tramite.decisions.sensitivity.swing import Swing
from tramite.decisions.simulation import Outcome
from tramite.kernel.case import Name
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import figure
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, say


def _none() -> Draws:
    return np.empty(0)


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall from today's value to the alternative's.

    ``code`` names the sentence ``steps.<code>``; ``channel_id`` fills it where a channel is meant.
    ``amount`` is the mean over draws, discounted, in the currency of the case.
    """

    code: str
    amount: float
    channel_id: str | None = None


@dataclass(frozen=True, slots=True)
class AlternativeResult:
    """One alternative against today.

    Attributes:
        value: discounted EBITDA contribution over the horizon, minus one-off costs.
        change: the same, minus today's (0 for today).
        p_better: share of draws in which the change is above zero (``None`` for today).
        steps: waterfall; the amounts add up to the mean change.
        ebitda: monthly EBITDA contribution, one-off costs included.
        change_by_month: cumulated undiscounted change against today, by month.
        partner_earnings: change of what partners earn (end-customer spend minus our net sales), per horizon.
        draws: V of each draw, (d,).
        outcome: every line by channel, segment and product line, in draws and means.
        left_out: effects that nothing is known of, and costs that are n.d. where it brings sales: they are not in
            the numbers, and may well not be 0.
        shortfall: mean change in the worst draws, 1 − level of them; ``None`` for today.
        swings: what each parameter alone moves, widest first; empty for today.
        ahead: the income statement of the months ahead.
        stranded_overhead: overhead of closed channels that the others must carry, over the horizon.
        cash: against today; ``None`` for today.
        bars: what blocks its levers: with one it is no choice. unasked: levers of which that cannot be told.
        loads: what it brings to channels of which a limit is known.
    """

    name: str
    title: Name
    value: Estimate
    change: Estimate
    p_better: float | None
    steps: tuple[Step, ...]
    ebitda: Path
    change_by_month: Path
    partner_earnings: Mapping[str, Estimate]
    stranded_overhead: float
    parameters: tuple[Parameter, ...]
    grade: Grade
    evidence: tuple[Source, ...]
    left_out: tuple[Missing, ...] = ()
    shortfall: float | None = None
    swings: tuple[Swing, ...] = ()
    ahead: StatementAhead | None = field(default=None, repr=False, compare=False)
    cash: CashCurve | None = None
    bars: tuple[Bar, ...] = ()
    unasked: tuple[Unasked, ...] = ()
    loads: tuple[ChannelLoad, ...] = ()
    draws: Draws = field(default_factory=_none, repr=False, compare=False)
    outcome: Outcome | None = field(default=None, repr=False, compare=False)

    @property
    def feasible(self) -> bool:
        """Whether nothing that is known blocks it, so that it can be chosen (METHOD §3.11.1)."""
        return not self.bars


@dataclass(frozen=True, slots=True)
class NotSimulated:
    """An alternative that cannot be evaluated, and what is missing."""

    name: str
    title: Name
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class ParameterWorth:
    """What knowing a parameter, or several of one code together, would be worth before deciding."""

    code: str
    channel_id: str | None
    grade: Grade
    worth: WorthKnowing
    evidence: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Strategy:
    """How right today is, and what knowing more would be worth, most first (METHOD §3.11)."""

    correctness: Correctness
    worth: tuple[ParameterWorth, ...]
    turning: Parameter | None
    grade: Grade


@dataclass(frozen=True, slots=True)
class Comparison:
    """Today and its alternatives, simulated on the same draws.

    Attributes:
        strategy: how right today is beside them; ``None`` without an alternative that was simulated.
        influences: what share of the spread of the best alternative's change each source of it makes.
        market: meaning of the axes of each ``outcome``; ``None`` if nothing was simulated.
        law: rules of law that each alternative touches, by name, simulated or not.
    """

    first_month: date
    months: int
    draws: int
    seed: int
    level: float
    currency: str
    results: tuple[AlternativeResult, ...]
    not_simulated: tuple[NotSimulated, ...]
    strategy: Strategy | None = None
    influences: tuple[Influence, ...] = ()
    market: Market | None = field(default=None, repr=False, compare=False)
    law: Mapping[str, tuple[LawFlag, ...]] = field(default_factory=dict)

    def result(self, name: str) -> AlternativeResult:
        """Return an alternative by name (``today`` included); ``KeyError`` if it was not simulated."""
        return {result.name: result for result in self.results}[name]

    def title(self, name: str) -> Name:
        """Return the title of an alternative, simulated or not; ``KeyError`` if there is none of that name."""
        titles = {one.name: one.title for one in self.results} | {
            one.name: one.title for one in self.not_simulated
        }
        return titles[name]

    @property
    def ranked(self) -> tuple[AlternativeResult, ...]:
        """The alternatives, today apart, from the highest mean change."""
        others = [result for result in self.results if result.p_better is not None]
        return tuple(sorted(others, key=lambda result: -(result.change.value or 0.0)))

    @property
    def best(self) -> AlternativeResult | None:
        """The alternative with the highest mean change of those that can be chosen; ``None`` without any."""
        return next((result for result in self.ranked if result.feasible), None)

    def p_beats(self, one: str, other: str) -> float:
        """Return the share of draws in which an alternative is worth more than another."""
        return float(np.mean(self.result(one).draws > self.result(other).draws))

    def to_frame(self) -> pl.DataFrame:
        """Return one row per simulated alternative."""
        return pl.DataFrame(
            [
                {"alternative": result.name, "p_better": result.p_better}
                | {name: value for name, value in result.change.to_row().items() if name != "currency"}
                for result in self.results
            ],
            schema_overrides={"p_better": pl.Float64},
        )

    def say(self, language: Language = "en") -> str:
        """Write each alternative's change against today, a line each."""
        return "\n".join(
            say(
                "figures.against_today",
                language,
                name=result.title.say(language),
                change=result.change.say(language),
                share=figure(result.p_better, "share", language),
            )
            for result in self.results
            if result.p_better is not None
        )

    def __str__(self) -> str:
        return self.say()
