"""What the rules of the plan look at, and how they write an action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tramite.beliefs.held import Beliefs
from tramite.books.imbalance_rule import RuleResult, StakeKind
from tramite.books.lines import COMPANY
from tramite.books.statement import IncomeStatement
from tramite.decisions.actions.grading import is_assumed, verification
from tramite.decisions.actions.proposal import Effect, KeyFigure, Law, Proposal, action_id
from tramite.decisions.actions.remedies import REMEDIES
from tramite.decisions.alternatives import Alternative
from tramite.decisions.comparison import AlternativeResult, Comparison
from tramite.kernel.case import CaseDefinition
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.periods import add_months, month_of
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Sayable, phrase
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.answers import Answers


@dataclass(frozen=True, slots=True)
class PlanGround:
    """Books, beliefs and decisions of a case, as the plan reads them.

    Attributes:
        statement: of the last twelve months. imbalance: the 18 rules on it.
        answers: every item by channel; ``None`` without interviews.
        comparison: ``None`` if the case has no alternatives; alternatives: as they are written in the case.
        chosen: the alternative that the plan carries out; ``None``: stay as today.
        closing: channels that people have decided to close: nothing else is proposed for them.
        last_interview: day of the last one that counts; ``None`` without interviews.
        quotes: words that may be shown, by channel and pillar.
    """

    definition: CaseDefinition
    statement: IncomeStatement
    imbalance: tuple[RuleResult, ...] = ()
    beliefs: Beliefs = field(default_factory=Beliefs)
    answers: Answers | None = None
    comparison: Comparison | None = None
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)
    chosen: AlternativeResult | None = None
    closing: frozenset[str] = frozenset()
    last_interview: date | None = None
    quotes: Mapping[tuple[str, str], tuple[Source, ...]] = field(default_factory=dict)

    @property
    def method(self) -> Method:
        """Settings of the method."""
        return self.definition.method

    @property
    def channels(self) -> tuple[str, ...]:
        """Channels that sell and that nobody has decided to close, in the order of the case."""
        return tuple(c.id for c in self.definition.selling_channels if c.id not in self.closing)

    @property
    def partner_channels(self) -> tuple[str, ...]:
        """Those of them in which partners sell."""
        indirect = {c.id for c in self.definition.selling_channels if c.reach == "indirect"}
        return tuple(channel for channel in self.channels if channel in indirect)

    def name(self, channel_id: str | None) -> Sayable:
        """Return the name of a channel; of «all» and of the company too."""
        if channel_id is None or channel_id in (ALL, COMPANY):
            return phrase("px.all")
        return self.definition.channel(channel_id).name

    def amount(self, channel_id: str, line: str) -> float | None:
        """Return a line of the statement of a channel; ``None`` is n.d."""
        cell = self.statement.cells.get((channel_id, line))
        return None if cell is None else cell.amount

    def fired(self, rule: str, channel_id: str) -> RuleResult | None:
        """Return a rule of imbalance that fires in a channel."""
        wanted = (rule, channel_id, "fires")
        return next((r for r in self.imbalance if (r.rule, r.channel_id, r.status) == wanted), None)

    @property
    def start(self) -> date:
        """First day of the month after the day of the case."""
        return add_months(month_of(self.definition.as_of), 1)

    def end(self, months: int, start: date | None = None) -> date:
        """Return the last day of an action that begins with a month and takes some months."""
        return add_months(start or self.start, months) - timedelta(days=1)

    def review(self, end: date) -> date:
        """Return when an action is looked at again: with the pulse that follows its end (METHOD §4.8)."""
        return add_months(month_of(end), self.method.pulse_months + 1)

    def propose(
        self,
        key: str,
        place: str,
        *,
        problem: Sayable,
        kpi: KeyFigure,
        grade: Grade,
        evidence: tuple[Source, ...],
        channel_id: str | None = None,
        steps: tuple[Sayable, ...] | None = None,
        title: Sayable | None = None,
        dates: tuple[date, date] | None = None,
        law: tuple[Law, ...] = (),
        effect: Effect | None = None,
        cost: float | None = None,
        stake: tuple[float | None, StakeKind] | None = None,
        open_outcome: bool = False,
        verify: Sayable | None = None,
    ) -> Proposal:
        """Write the action that belongs to a ground.

        Args:
            key: of its remedy; its words are ``actions.<key>_…``. place: what tells it from others of its kind.
            open_outcome: the ground may be noise: verify first whatever its grade. verify: how, if the ground
                itself says it.
        """
        remedy = REMEDIES[key]
        start, end = dates or (self.start, self.end(self._months(remedy.horizon)))
        channel = self.name(channel_id)
        first = (verify or verification(evidence)) if is_assumed(grade) or open_outcome else None
        return Proposal(
            id=action_id(key, place),
            channel_id=channel_id, belief=remedy.belief, line=remedy.line,
            title=title or phrase(f"actions.{key}_title", channel=channel), problem=problem,
            steps=steps or (phrase(f"actions.{key}_steps"),), owner=phrase(f"actions.owner_{remedy.owner}"),
            start=start, end=end, review=self.review(end), kpi=kpi,
            risk=phrase(f"actions.risk_{remedy.family}"), tell=phrase(f"actions.tell_{remedy.family}"),
            grade=grade, evidence=tuple(dict.fromkeys(evidence)), structural=remedy.structural,
            hard_to_undo=remedy.hard_to_undo, law=tuple(dict.fromkeys((*remedy.law, *law))), effect=effect,
            cost=cost, at_stake=None if stake is None else stake[0], stake=None if stake is None else stake[1],
            verify=first,
        )  # fmt: skip

    def _months(self, horizon: str) -> int:
        """Return how long an action takes unless people say otherwise: well inside the bounds of its type."""
        method = self.method
        if horizon == "operational":
            return max(1, method.tactical_months - 1)
        return max(method.tactical_months, method.strategic_months // 2)
