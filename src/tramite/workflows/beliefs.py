"""What is believed of a case: each belief is formed when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from tramite.beliefs.blocked import BlockedLevers, blocked_levers
from tramite.beliefs.conflict.belief import ConflictBelief, conflict
from tramite.beliefs.drivers.drivers import drivers
from tramite.beliefs.drivers.result import Drivers
from tramite.beliefs.held import Beliefs
from tramite.beliefs.information.information import InformationBelief, information
from tramite.beliefs.knowledge.knowledge import KnowledgeBelief, knowledge
from tramite.beliefs.paradigm.paradigm import Paradigm, paradigm
from tramite.beliefs.position.belief import PositionBelief, position
from tramite.beliefs.potential.ground import potential_ground
from tramite.beliefs.potential.limit import potential
from tramite.beliefs.potential.productivity import Productivity, productivity
from tramite.beliefs.potential.result import PotentialBelief
from tramite.beliefs.px.customer_side import CustomerSide, customer_side
from tramite.beliefs.px.foundations import Foundations, relationship_foundations
from tramite.beliefs.px.groups import PxGroups, px_groups
from tramite.beliefs.px.index import PxResult, px_index
from tramite.beliefs.px.validity import PxValidity, px_validity
from tramite.beliefs.reactions.believed import Reactions, reactions
from tramite.beliefs.reactions.diversion import DiversionBelief, diversion
from tramite.beliefs.reactions.halo import HaloBelief, elsewhere_after_seeing, halo
from tramite.beliefs.roles.roles import Roles, roles
from tramite.beliefs.selling.sell_mode import SellMode, sell_mode
from tramite.beliefs.trends import Trend, trends
from tramite.beliefs.waves.forecasts import ForecastScore
from tramite.books.joint_work import JointWork, joint_work
from tramite.books.partner_growth import partner_growth
from tramite.books.partner_tables import partner_sales, segment_of_partner
from tramite.kernel.chance import Chance
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Phrase, phrase
from tramite.workflows.forecasts import past_forecasts

if TYPE_CHECKING:
    from tramite.workflows.case import Case


class CaseBeliefs:
    """The beliefs of a case.

    Attributes:
        case: what the books tell.
        study: who was heard and what they said; ``None`` without interviews that count.
        chance: draws, from the seed of the case.
    """

    def __init__(self, case: Case) -> None:
        self.case, self.definition, self.study = case, case.definition, case.study
        self.chance = Chance(self.definition.seed, self.definition.method.draws)

    def all(self) -> Beliefs:
        """Return all of them."""
        return Beliefs(
            px=self.px, foundations=self.foundations, customer_side=self.customer_side,
            px_validity=self.px_validity, px_groups=self.px_groups, drivers=self.drivers,
            knowledge=self.knowledge, information=self.information, trends=self.trends,
            selling=self.selling, roles=self.roles, paradigm=self.paradigm,
            conflict=self.conflict, position=self.position, potential=self.potential,
            productivity=self.productivity,
            diversion=self.diversion, halo=self.halo, reactions=self.reactions, forecasts=self.forecasts,
            blocked=self.blocked,
        )  # fmt: skip

    # --- the Partner Experience

    @cached_property
    def px(self) -> PxResult | None:
        """The PX index by channel; ``None`` without interviews."""
        study = self.study
        return None if study is None else px_index(
            study.responses, study.interviews, study.frame,
            bank=study.bank, method=study.method, simulated=study.simulated,
        )  # fmt: skip

    @cached_property
    def foundations(self) -> Foundations | None:
        """What the relationship with partners rests on; ``None`` if nobody was asked."""
        return None if self.study is None else relationship_foundations(self.study)

    @cached_property
    def customer_side(self) -> CustomerSide | None:
        """The customers' experience beside the partners'; ``None`` if no customer was asked."""
        return None if self.study is None or self.px is None else customer_side(self.study, self.px)

    @cached_property
    def px_validity(self) -> PxValidity | None:
        """What the PX index goes together with; ``None`` without partners' interviews."""
        study = self.study
        return None if study is None else px_validity(study, self.partner_growth, books=self._growth_source)

    @cached_property
    def px_groups(self) -> PxGroups | None:
        """PX by role and size of the partner; ``None`` without interviews, or without their revenue."""
        return None if self.study is None or self.px is None else px_groups(self.study, self.px)

    @cached_property
    def drivers(self) -> Drivers | None:
        """What goes together with recommendation, continuity and growth; ``None`` without interviews."""
        if self.study is None or self.px is None:
            return None
        return drivers(
            self.study, self.px, self.foundations, self.partner_growth, books=self._growth_source,
            chance=Chance(self.definition.seed, self.definition.method.bootstrap_draws),
        )  # fmt: skip

    # --- who knows what

    @cached_property
    def knowledge(self) -> KnowledgeBelief | None:
        """How well the vendor knows its Partner Experience; ``None`` if nobody guessed."""
        showings, late = self.case.sealed
        study = self.study
        return None if study is None else knowledge(study, chance=self.chance, showings=showings, late=late)

    @cached_property
    def information(self) -> InformationBelief | None:
        """Who knows what, and where customers are sent; ``None`` if nobody was asked."""
        return None if self.study is None else information(self.study)

    @cached_property
    def trends(self) -> tuple[Trend, ...]:
        """The four trends, tested on this case; empty if nobody was asked."""
        return () if self.study is None else trends(self.study, self.information)

    # --- how partners work with the vendor, and where the company stands

    @cached_property
    def selling(self) -> SellMode | None:
        """How partners sell, with us or through us; ``None`` if none was heard on it."""
        study = self.study
        return None if study is None else sell_mode(study, work=self.joint_work, chance=self.chance)

    @cached_property
    def roles(self) -> Roles | None:
        """What role partners play, in money a year; ``None`` without interviews."""
        study = self.study
        return None if study is None else roles(
            study, self.case.income_statement(), mode=self.selling, reach=self.case.reach(),
            definition=self.definition, chance=self.chance,
        )  # fmt: skip

    @cached_property
    def paradigm(self) -> Paradigm | None:
        """The kind of relationship; ``None`` if no partner said how it works with the vendor."""
        return None if self.study is None else paradigm(self.study)

    @cached_property
    def conflict(self) -> ConflictBelief | None:
        """Conflict between channels and with partners, and what it costs; ``None`` if nobody was asked."""
        if self.study is None:
            return None
        return conflict(
            self.study, definition=self.definition, now=self.case.income_statement(),
            before=self.case.income_statement(self.case.period.previous()),
            cannibalised=self.case.cannibalised, px=self.px,
        )  # fmt: skip

    @cached_property
    def position(self) -> PositionBelief | None:
        """Where the company stands in each channel; ``None`` if nobody was asked."""
        return None if self.study is None else position(
            self.study, px=self.px, conflict=self.conflict, roles=self._primary_roles, paradigms=self._stages
        )  # fmt: skip

    @cached_property
    def potential(self) -> PotentialBelief:
        """How far each channel can go in 12 months, and how far partners' own sales say."""
        ground = potential_ground(self.case.ground(), self.case.books, self.study)
        return potential(self.study, ground, chance=self.chance)

    @cached_property
    def productivity(self) -> Mapping[str, Productivity]:
        """What one more partner would sell, by channel; those with too few partners are not there."""
        period = self.case.period
        sales = partner_sales(self.case.books, self.definition, period)
        segments = segment_of_partner(self.case.books)
        return productivity(sales, segments, definition=self.definition, period=period)

    # --- what would happen

    @cached_property
    def diversion(self) -> Mapping[str, DiversionBelief]:
        """Where customers would go, by channel that closes; only channels that somebody was asked about."""
        study = self.study
        if study is None:
            return {}
        believed = {
            channel.id: diversion(
                study.responses, study.independent, study.frame, channel_id=channel.id, definition=self.definition
            )
            for channel in self.definition.selling_channels
        }
        return {channel_id: belief for channel_id, belief in believed.items() if belief is not None}

    @cached_property
    def halo(self) -> HaloBelief | None:
        """How much online spending depends on showrooms; ``None`` if nobody was asked."""
        study = self.study
        if study is None:
            return None
        belief = halo(study.responses, study.interviews, definition=self.definition)
        return belief and replace(belief, partners_say=elsewhere_after_seeing(study))

    @cached_property
    def reactions(self) -> Reactions | None:
        """How partners and customers would react; ``None`` without interviews."""
        study = self.study
        return None if study is None else reactions(study, definition=self.definition)

    @cached_property
    def blocked(self) -> BlockedLevers | None:
        """Levers that the vendor's own people call blocked; ``None`` if nobody was asked."""
        return None if self.study is None else blocked_levers(self.study)

    @cached_property
    def forecasts(self) -> tuple[ForecastScore, ...]:
        """What was foretold in each wave, scored; nothing of a horizon that the books do not reach."""
        study = self.study
        return () if study is None else past_forecasts(study, self.case.books, definition=self.definition)

    # --- what several of them need of the books, and of each other

    @cached_property
    def partner_growth(self) -> Mapping[str, float]:
        """Growth of each partner's purchases over its own twelve months before; empty where books do not tell."""
        return partner_growth(self.case.books, definition=self.definition, period=self.case.period)

    @cached_property
    def joint_work(self) -> JointWork:
        """What invoices, deals and visits tell of how each partner sells."""
        return joint_work(self.case.books, definition=self.definition, period=self.case.period)

    @property
    def _growth_source(self) -> Source:
        period = self.case.period
        detail = phrase("relationship.growth_source", period=period, previous=period.previous())
        return Source("table", "sell_in", detail, simulated=self.definition.simulated.books)

    @property
    def _primary_roles(self) -> dict[str, Phrase]:
        found = self.roles.channels if self.roles else {}
        return {
            channel: phrase(f"roles.role_{told.primary}") for channel, told in found.items()
            if told.primary != "unknown"
        }  # fmt: skip

    @property
    def _stages(self) -> dict[str, Phrase]:
        found = {} if self.paradigm is None else {
            channel.id: self.paradigm.usual(channel.id) for channel in self.definition.selling_channels
        }  # fmt: skip
        return {channel: phrase(f"paradigm.{stage}") for channel, stage in found.items() if stage is not None}
