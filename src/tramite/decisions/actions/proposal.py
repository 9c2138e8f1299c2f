"""One action as the rules propose it: problem, steps, dates, effect, key figure, evidence (METHOD §3.12)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from tramite.books.imbalance_rule import StakeKind
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit, figure
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, Sayable, spoken

Horizon = Literal["strategic", "tactical", "operational"]
HORIZONS: Final[tuple[Horizon, ...]] = ("strategic", "tactical", "operational")
Law = Literal[
    "agents_pay", "agents_indemnity", "agents_web", "dependence", "franchise", "antitrust", "privacy", "contracts"
]
Place = tuple[float, float, float, str]
_LEAST = 0.001
_DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Written:
    """A number in a sentence, written in the language of who reads."""

    value: float | None
    unit: Unit
    currency: str = "EUR"

    def say(self, language: Language = "en") -> str:
        """Write the number with its unit."""
        return figure(self.value, self.unit, language, self.currency)


@dataclass(frozen=True, slots=True)
class Listed:
    """Several words in a row, each in the language of who reads."""

    parts: tuple[Sayable, ...]

    def say(self, language: Language = "en") -> str:
        """Write them with semicolons between, as they may hold commas."""
        return "; ".join(part.say(language) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Odds:
    """A share of simulated draws: never 0% or 100%, which draws cannot tell."""

    value: float | None

    def say(self, language: Language = "en") -> str:
        """Write the share, or that it is beyond what draws tell."""
        if self.value is None or _LEAST <= self.value <= 1 - _LEAST:
            return figure(self.value, "share", language)
        low = self.value < 0.5
        return ("< " if low else "> ") + figure(_LEAST if low else 1 - _LEAST, "share", language)


def about(value: float | None) -> float | None:
    """Round an amount to three digits: no simulation knows the units."""
    return None if value is None else float(f"{value:.3g}")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """By what an action is measured.

    Attributes:
        code: ``px``, a pillar, an item of the bank or a line of the statement, which books or voices measure
            again; else a word that somebody must count by.
        today, target: in ``unit``; ``None`` is n.d.
    """

    code: str
    name: Sayable
    unit: Unit
    today: float | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action is expected to bring: low, likely and high in ``estimate``, over ``months``.

    ``ceiling``: it cannot bring more, and nobody knows how much less: such an effect is not ranked.
    """

    estimate: Estimate
    months: int
    ceiling: bool = False

    @property
    def yearly(self) -> float | None:
        """The likely effect per year: effects over different times can be compared; ``None`` is n.d."""
        value = self.estimate.value
        return None if value is None else value * 12 / self.months


@dataclass(frozen=True, slots=True)
class Proposal:
    """An action that a rule proposes.

    Attributes:
        id: the same each time, so that people's changes find it again.
        belief: section of the dossier that tells the ground; line: of the income statement that it should move.
        structural: changes who does what, who earns what, or who sells to whom. hard_to_undo: strategic whatever
            its length.
        steps: each may be several lines.
        effect: ``None`` where nothing measured, heard or simulated gives one: it is never invented.
        at_stake: euro that the ground exposes, of kind ``stake``; no effect, as nobody knows how much of it an
            action brings back.
        cost: in the currency of the case, where the ground gives it.
        tell: what respondents are told. law: to be checked with a lawyer, never advice.
        verify: interview or document that would verify the ground, where it rests on assumptions alone or may be
            noise; ``None`` elsewhere.
    """

    id: str
    channel_id: str | None
    belief: str
    line: str
    title: Sayable
    problem: Sayable
    steps: tuple[Sayable, ...]
    owner: Sayable
    start: date
    end: date
    review: date
    kpi: KeyFigure
    risk: Sayable
    tell: Sayable
    grade: Grade
    evidence: tuple[Source, ...] = ()
    structural: bool = False
    hard_to_undo: bool = False
    law: tuple[Law, ...] = ()
    effect: Effect | None = None
    cost: float | None = None
    at_stake: float | None = None
    stake: StakeKind | None = None
    verify: Sayable | None = None

    def step_lines(self, language: Language = "en") -> tuple[str, ...]:
        """Write the steps, a line each."""
        return tuple(line for step in self.steps for line in spoken(step, language).splitlines() if line)


def action_id(key: str, place: str) -> str:
    """Return the id of an action: its remedy, and what tells it from others of its kind."""
    return "-".join(part for part in (key, place) if part).lower().replace("_", "-")


def horizon_of(start: date, end: date, *, hard_to_undo: bool, method: Method) -> Horizon:
    """Type an action: above ``strategic_months`` or hard to undo strategic, from ``tactical_months`` up tactical.

    Source: METHOD §3.12; R31.
    """
    months = ((end - start).days + 1) / _DAYS_A_MONTH
    if hard_to_undo or round(months, 1) > method.strategic_months:
        return "strategic"
    return "tactical" if round(months, 1) >= method.tactical_months else "operational"


def rank(effect: Effect | None, cost: float | None, grade: Grade, method: Method) -> float | None:
    """Return expected euro per year and euro spent × grade factor (A 1, B 0.8, C 0.5, D 0.2).

    Returns: ``None`` where effect or cost is n.d., or the cost is nothing: a ratio cannot be told.
    Source: METHOD §3.12. Per year is ours: a three-year effect would beat a one-year one by its length.
    """
    yearly = None if effect is None or effect.ceiling else effect.yearly
    if yearly is None or not cost or cost < 0:
        return None
    return yearly / cost * factor_of(grade, method)


def factor_of(grade: Grade, method: Method) -> float:
    """Return how much an expected euro of a grade counts: what is measured counts in full."""
    return {"B": method.factor_b, "C": method.factor_c, "D": method.factor_d}.get(grade.value, 1.0)


def worth_place(
    name: str, ranked: float | None, effect: Effect | None, at_stake: float | None, factor: float
) -> Place:
    """Return what actions are sorted by: rank, then, where it cannot be told, effect a year, then euro at stake.

    Effect and stake count by the factor of their grade. They are not the same euro, so that one never decides
    against the other: whatever has an effect comes before what has none.
    """
    yearly = None if effect is None else effect.yearly
    values = (ranked, None if yearly is None else yearly * factor, (at_stake or 0.0) * factor)
    first, second, third = (math.inf if value is None else -value for value in values)
    return first, second, third, name
