"""Which conflicts matter: importance × frequency × intensity, and tension that does good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tramite.beliefs.certainty import certainty_of, chance_beyond
from tramite.beliefs.conflict.levels import ConflictLevel, Kind
from tramite.beliefs.px.result import PxResult
from tramite.books.imbalance_rule import Certainty
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import grade_books, weakest
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.voices.disclosure.screening import ALL, release

Verdict = Literal["urgent", "functional", "not_urgent", "unknown"]


@dataclass(frozen=True, slots=True)
class Priority:
    """How much a conflict matters.

    Attributes:
        importance: the channel's share of the company's net sales, 0–1; ``None`` is n.d.
        frequency, intensity: as in ``ConflictLevel``, by vote; 0–1, ``None`` is n.d. or hidden.
        product: importance × frequency × intensity, 0–1.
        growth: net sales of the channel against the year before − 1.
        certainty: how sure it is that all three are high, or that they are not; ``open`` where that is unknown.
        verdict: ``urgent`` where all three factors are high, ``functional`` where tension is, but the channel
            grows and its PX is sound; ``unknown`` where a factor is.
    """

    kind: Kind
    channel_id: str
    importance: float | None
    frequency: float | None
    intensity: float | None
    product: Estimate
    growth: float | None
    verdict: Verdict
    certainty: Certainty


def priorities(
    levels: Sequence[ConflictLevel],
    *,
    definition: CaseDefinition,
    now: IncomeStatement,
    before: IncomeStatement,
    px: PxResult | None,
) -> tuple[Priority, ...]:
    """Rank the conflicts of the channels by importance × frequency × intensity.

    One low factor makes a conflict one that can wait: all three must be high. The ends of the interval multiply
    the ends of frequency and intensity, which go together: rather wide than narrow. Tension with a sound PX and
    growing sales is functional: it comes with work that succeeds, and is no alarm.

    Args:
        levels: those by vote are ranked. now, before: for importance and growth.

    Source: METHOD §3.8.1; Coughlan, Anderson, Stern & El-Ansary 2006; ADR 19.
    """
    importance = revenue_shares(now, definition)
    ranked = [
        _priority(one, importance.get(one.channel_id), _growth(one.channel_id, now, before), px, definition)
        for one in levels
        if one.weighting == "vote" and one.channel_id != ALL and one.level.estimate.n
    ]
    return tuple(sorted(ranked, key=lambda p: (-(p.product.value or -1.0), p.channel_id, p.kind)))


def revenue_shares(statement: IncomeStatement, definition: CaseDefinition) -> Mapping[str, float]:
    """Return each channel's share of the company's net sales; none where one channel's are n.d."""
    sales = {c.id: statement.amount(c.id, "net_sales") for c in definition.selling_channels
             if (c.id, "net_sales") in statement.cells}  # fmt: skip
    whole = sum(amount or 0.0 for amount in sales.values())
    if any(amount is None or amount < 0 for amount in sales.values()) or whole <= 0:
        return {}
    return {channel: (amount or 0.0) / whole for channel, amount in sales.items()}


def _growth(channel: str, now: IncomeStatement, before: IncomeStatement) -> float | None:
    amounts = [
        one.cells[channel, "net_sales"].amount if (channel, "net_sales") in one.cells else None
        for one in (now, before)
    ]
    today, earlier = amounts
    return None if today is None or earlier is None or earlier <= 0 else today / earlier - 1


def _priority(
    one: ConflictLevel, importance: float | None, growth: float | None, px: PxResult | None,
    definition: CaseDefinition,
) -> Priority:  # fmt: skip
    method, frequency = definition.method, one.frequency.estimate.value
    known = importance is not None and frequency is not None and one.intensity is not None
    verdict: Verdict = "unknown"
    if importance is not None and frequency is not None and one.intensity is not None:
        high = (
            importance >= method.conflict_importance
            and frequency >= method.conflict_frequency
            and one.intensity >= method.conflict_intensity
        )
        verdict = "urgent" if high else "not_urgent"
    if known and _functional(one, growth, px, method):
        verdict = "functional"
    certainty = "open" if verdict == "unknown" else certainty_of(
        _chance(one, importance or 0.0, method), fires=verdict != "not_urgent", method=method
    )  # fmt: skip
    product = _product(one, importance, definition)
    return Priority(
        one.kind, one.channel_id, importance, frequency, one.intensity, product, growth, verdict, certainty
    )  # fmt: skip


def _chance(one: ConflictLevel, importance: float, method: Method) -> float:
    """Return the chance that all three factors are high: that of the least likely, as they go together."""
    if importance < method.conflict_importance:
        return 0.0
    often = chance_beyond(one.frequency.estimate, method.conflict_frequency, above=True)
    if one.kind == "horizontal":  # its intensity is a ratio of two numbers that are judged apart
        return often if (one.intensity or 0.0) >= method.conflict_intensity else min(often, 0.5)
    scale = 100 if one.level.estimate.unit == "score" else 1
    return min(often, chance_beyond(one.level.estimate, method.conflict_intensity * scale, above=True))


def _functional(one: ConflictLevel, growth: float | None, px: PxResult | None, method: Method) -> bool:
    if one.kind != "vertical" or px is None or growth is None or growth <= 0:
        return False
    felt = one.level.estimate.value
    wanted = (one.channel_id, "px", "vote")
    shown = (score for score in px.scores if score.reading != "hidden")
    scores = (s.estimate.value for s in shown if (s.channel_id, s.measure, s.weighting) == wanted)
    index = next(scores, None)
    return felt is not None and felt >= method.conflict_felt and index is not None and index >= method.band_sound


def _product(one: ConflictLevel, importance: float | None, definition: CaseDefinition) -> Estimate:
    level, often = one.level.estimate, one.frequency.estimate
    ends: list[float | None] = [None, None, None]
    if importance is not None and level.value is not None and often.value is not None:
        for place, end in enumerate(("value", "lower", "upper")):
            frequency, strength = getattr(often, end), getattr(level, end)
            if one.kind == "horizontal":  # frequency × intensity is the level itself
                ends[place] = None if strength is None else importance * strength
            elif frequency is not None and strength is not None:
                ends[place] = importance * frequency * strength / (100 if level.unit == "score" else 1)
    measured = grade_books(12, definition.method) if importance is not None else level.grade
    books = Source("table", "sell_in", phrase("conflict.importance_ground"), simulated=definition.simulated.books)
    product = Estimate(
        value=ends[0], lower=ends[1], upper=ends[2], level=level.level, n=level.n, N=level.N, unit="ratio",
        method=phrase("conflict.method_priority"), weighting="vote", grade=weakest((level.grade, measured)),
        evidence=(*level.evidence, books),
    )  # fmt: skip
    return release(product, hidden=bool(one.level.hidden_because or one.frequency.hidden_because))
