"""The plan as it stands: what was proposed, what people made of it, what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from tramite.decisions.actions.entry import ActionEntry, ActionFile, Status, fields_of, mark, plain_of
from tramite.decisions.actions.grading import grade_of
from tramite.decisions.actions.measuring import MeasuredAction
from tramite.decisions.actions.merging import Difference, MergedAction
from tramite.decisions.actions.proposal import (
    Effect,
    Horizon,
    Place,
    Proposal,
    factor_of,
    horizon_of,
    rank,
    worth_place,
)
from tramite.kernel.case import Uncertain
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, phrase, say, spoken

_YEAR = 12


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One action of the plan.

    Attributes:
        proposal: ``None`` where its ground is gone, or where people wrote it themselves.
        entry: as people keep it; ``None`` where the file does not have it yet.
        mine: fields that are people's words, in whatever language they wrote them.
        effect: of the proposal, else what people expect of it (grade D).
        rank: expected euro per year and euro spent × grade factor; ``None`` is n.d.
    """

    id: str
    proposal: Proposal | None
    entry: ActionEntry | None
    mine: frozenset[str]
    differences: tuple[Difference, ...]
    horizon: Horizon | None
    grade: Grade
    effect: Effect | None
    rank: float | None

    @property
    def status(self) -> Status:
        """Where it stands."""
        return self.entry.status if self.entry else "proposed"

    @property
    def channel_id(self) -> str | None:
        """The channel; ``None`` is all of them."""
        return self.entry.channel if self.entry else self.proposal.channel_id if self.proposal else None

    @property
    def cost(self) -> float | None:
        """What it takes, in the currency of the case; ``None`` is n.d."""
        return self.entry.cost if self.entry else self.proposal.cost if self.proposal else None

    @property
    def dates(self) -> tuple[date | None, date | None, date | None]:
        """First day, last day, and day of the review."""
        of = self.entry or self.proposal
        return (None, None, None) if of is None else (of.start, of.end, of.review)

    @property
    def gone(self) -> date | None:
        """Day on which its ground was no longer found."""
        return self.entry.ground_gone if self.entry else None

    @property
    def evidence(self) -> tuple[Source, ...]:
        """What it rests on."""
        if self.proposal is not None:
            return self.proposal.evidence
        return (Source("assumption", "actions.toml", phrase("actions.own_ground")),)

    def words(self, name: str, language: Language = "en") -> str:
        """Write title, problem, owner, risk or tell: people's words as they are, ours in a language."""
        if self.entry is not None and (name in self.mine or self.proposal is None):
            return str(getattr(self.entry, name))
        if self.proposal is None:
            return ""
        text = spoken(getattr(self.proposal, name), language)
        verify = name == "title" and self.proposal.verify is not None
        return say("actions.verify_first", language, title=text) if verify else text

    def steps(self, language: Language = "en") -> tuple[str, ...]:
        """Write the steps, a line each."""
        if self.entry is not None and ("steps" in self.mine or self.proposal is None):
            return self.entry.steps
        return self.proposal.step_lines(language) if self.proposal else ()


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """All actions, those first that bring most for what they cost.

    Attributes:
        alternative: title of the one that is carried out; ``None``: stay as today. chosen_by_people: whether the
            file names it.
        kept: whether the case has an ``actions.toml``.
        measured: what became of actions that were done.
    """

    actions: tuple[PlannedAction, ...]
    currency: str
    kept: bool = False
    chosen_by_people: bool = False
    measured: tuple[MeasuredAction, ...] = ()
    changes: tuple[MergedAction, ...] = field(default_factory=tuple)

    def to_frame(self, language: Language = "en") -> pl.DataFrame:
        """Return one row per action."""
        return pl.DataFrame(list(self._rows(language)), infer_schema_length=None)

    def _rows(self, language: Language) -> Iterator[dict[str, object]]:
        for one in self.actions:
            start, end, review = one.dates
            effect = one.effect.estimate if one.effect else None
            yield {
                "action": one.id, "title": one.words("title", language), "status": one.status,
                "type": one.horizon, "channel_id": one.channel_id, "owner": one.words("owner", language),
                "start": start, "end": end, "review": review, "cost": one.cost, "rank": one.rank,
                "effect_low": effect.lower if effect else None, "effect": effect.value if effect else None,
                "effect_high": effect.upper if effect else None, "grade": one.grade.value,
                "sources": "; ".join(source.say(language) for source in one.evidence),
            }  # fmt: skip

    def say(self, language: Language = "en") -> str:
        """Write a line per action."""
        return "\n".join(
            f"{one.words('title', language)} [{say(f'actions.status_{one.status}', language)}, {one.grade.value}]"
            for one in self.actions
        )

    def __str__(self) -> str:
        return self.say()


def plan_of(
    kept: ActionFile,
    proposals: Sequence[Proposal],
    changes: Sequence[MergedAction],
    *,
    language: Language,
    method: Method,
    currency: str,
    measured: Sequence[MeasuredAction] = (),
) -> ActionPlan:
    """Put proposals and what people keep together, as a refresh would leave them.

    Args:
        changes: what a refresh would do, as ``merging.merge_plan`` returns it. language: of the file.
    """
    entries, fresh = {entry.id: entry for entry in kept.actions}, {one.id: one for one in proposals}
    actions = []
    for change in changes:
        entry, proposal = entries.get(change.id), fresh.get(change.id)
        if entry is not None:
            entry = entry.model_copy(update={name: _typed(name, value) for name, value in change.set.items()})
        actions.append(_planned(change, entry, proposal, language, method, currency))
    ordered = sorted(actions, key=lambda one: _place(one, method))
    return ActionPlan(
        tuple(ordered), currency, bool(kept.actions), kept.alternative is not None, tuple(measured), tuple(changes)
    )


def _typed(name: str, value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return "" if value is None and name in ("problem", "owner", "kpi", "risk", "tell") else value


def _planned(
    change: MergedAction, entry: ActionEntry | None, proposal: Proposal | None, language: Language,
    method: Method, currency: str,
) -> PlannedAction:  # fmt: skip
    start, end = (entry.start, entry.end) if entry else (None, None)
    if proposal is not None:
        start, end = start or proposal.start, end or proposal.end
    horizon = None
    if start is not None and end is not None:
        hard = proposal is not None and proposal.hard_to_undo
        horizon = horizon_of(start, max(start, end), hard_to_undo=hard, method=method)
    effect = proposal.effect if proposal else None
    grade = proposal.grade if proposal else grade_of((), months=0, method=method)
    if effect is None and entry is not None and entry.expected is not None:
        effect = _expected(entry.id, entry.expected, method, currency)
        grade = effect.estimate.grade
    cost = entry.cost if entry else proposal.cost if proposal else None
    return PlannedAction(
        change.id, proposal, entry, _mine(entry, proposal, language), change.differences, horizon, grade, effect,
        rank(effect, cost, grade, method),
    )  # fmt: skip


def _mine(entry: ActionEntry | None, proposal: Proposal | None, language: Language) -> frozenset[str]:
    if entry is None:
        return frozenset()
    fields: Mapping[str, object] = {} if proposal is None else fields_of(proposal, language)
    kept = plain_of(entry)
    return frozenset(name for name, value in kept.items() if mark(value) != mark(fields.get(name)))


def _expected(name: str, told: Uncertain, method: Method, currency: str) -> Effect:
    """Return what people expect of an action in a year: an assumption, with its source."""
    source = Source("assumption", name, told.source)
    return Effect(
        Estimate(
            told.likely, told.low, told.high, 1.0, 0, None, "money", phrase("actions.method_expected"),
            grade=grade_of((source,), months=0, method=method), evidence=(source,), currency=currency,
        ),
        _YEAR,
    )  # fmt: skip


def _place(one: PlannedAction, method: Method) -> tuple[bool, Place]:
    """Order: what is settled comes last."""
    stake = one.proposal.at_stake if one.proposal else None
    settled = one.status in ("done", "dropped") or one.gone is not None
    return settled, worth_place(one.id, one.rank, one.effect, stake, factor_of(one.grade, method))
