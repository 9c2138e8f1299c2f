"""What is believed of a case: each belief is formed when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol

from tramite.beliefs.drivers.drivers import drivers
from tramite.beliefs.drivers.result import Drivers
from collections.abc import Callable, Mapping
from datetime import timedelta
from collections.abc import Callable, Mapping
from functools import cached_property

import polars as pl

from tramite.beliefs.held import Beliefs
from tramite.beliefs.px.customer_side import CustomerSide, customer_side
from tramite.beliefs.px.foundations import Foundations, relationship_foundations
from tramite.beliefs.px.groups import PxGroups, px_groups
from tramite.beliefs.information.information import InformationBelief, information
from tramite.beliefs.knowledge.knowledge import KnowledgeBelief, knowledge
from collections.abc import Callable, Mapping
from functools import cached_property

from tramite.beliefs.conflict.belief import ConflictBelief, conflict
from tramite.beliefs.held import Beliefs
from tramite.beliefs.position.belief import PositionBelief, position
from tramite.beliefs.paradigm.paradigm import Paradigm, paradigm
from tramite.beliefs.potential.ground import PotentialGround
from tramite.beliefs.potential.limit import potential
from tramite.beliefs.potential.result import PotentialBelief
from tramite.beliefs.px.index import PxResult, px_index
from tramite.beliefs.px.validity import PxValidity, px_validity
from tramite.beliefs.reactions.diversion import DiversionBelief, diversion
from tramite.beliefs.reactions.halo import HaloBelief, halo
from tramite.books.partner_growth import partner_growth
from tramite.books.rows import Tables
from tramite.books.cannibalisation import Cannibalisation
from tramite.beliefs.roles.roles import Roles, roles
from tramite.beliefs.selling.sell_mode import SellMode, sell_mode
from tramite.books.joint_work import JointWork, joint_work
from tramite.books.reach import CustomerReach
from tramite.books.rows import Books
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.beliefs.trends import Trend, trends
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.beliefs.reactions.believed import Reactions, reactions
from tramite.beliefs.reactions.diversion import DiversionBelief, diversion
from tramite.beliefs.reactions.halo import HaloBelief, halo
from tramite.beliefs.waves.forecasts import CONTINUITY_MONTHS, GROWTH_MONTHS, ForecastScore, score_forecasts
from tramite.beliefs.waves.wave import Wave, waves_of
from tramite.books.rows import Tables
from tramite.books.sales_around import sales_around
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import add_months, month_of
from tramite.voices.estimation.study import Study
from tramite.voices.hearing.sealing import LateGuess, Showings


class HasBooks(Protocol):
    """What a case tells of its books."""

    @property
    def books(self) -> Books:
        """The tables."""
        ...

    @property
    def period(self) -> Period:
        """The last twelve complete months."""
        ...

    def income_statement(self) -> IncomeStatement:
        """Compute the income statement by channel of that period."""
        ...

    def reach(self) -> CustomerReach | None:
        """Count the end customers that one partner alone reaches."""
        ...


class CaseBeliefs:
    """The beliefs of a case.

    Attributes:
        study: who was heard and what they said; ``None`` without interviews that count.
        books: the tables; what growth is measured by. period: today, the last twelve months.
    """

    def __init__(self, definition: CaseDefinition, study: Study | None, *, books: Tables, period: Period) -> None:
        self.definition, self.study, self.books, self.period = definition, study, books, period
        showings, late: when results were first shown, and the vendor's guesses that came later.
    """

    def __init__(
        self, definition: CaseDefinition, study: Study | None, *, showings: Showings | None = None,
        late: Sequence[LateGuess] = (),
    ) -> None:  # fmt: skip
        self.definition, self.study = definition, study
        self.showings, self.late = showings or Showings(), late
        books: opens the books, where a belief needs them.
    """

    def __init__(
        self, definition: CaseDefinition, study: Study | None, *, books: Callable[[], Tables] = dict
    ) -> None:
        self.definition, self.study, self._books = definition, study, books
        statements: computes the income statement of the last twelve months, and of those before.
        cannibalised: measures what moved between channels that share customers.
    """

    def __init__(
        self,
        definition: CaseDefinition,
        study: Study | None,
        *,
        statements: Callable[[], tuple[IncomeStatement, IncomeStatement]],
        cannibalised: Callable[[], tuple[Cannibalisation, ...]],
    ) -> None:
        self.definition, self.study = definition, study
        self.statements, self.cannibalised = statements, cannibalised
        case: what the books tell.
        chance: draws, from the seed of the case.
    """

    def __init__(self, definition: CaseDefinition, study: Study | None, case: HasBooks) -> None:
        self.definition, self.study, self.case = definition, study, case
        self.chance = Chance(definition.seed, definition.method.draws)

    def all(self) -> Beliefs:
        """Return all of them."""
        return Beliefs(
            px=self.px, foundations=self.foundations, customer_side=self.customer_side,
            px_validity=self.px_validity, px_groups=self.px_groups, drivers=self.drivers,
            diversion=self.diversion, halo=self.halo,
            px=self.px, diversion=self.diversion, halo=self.halo,
            knowledge=self.knowledge,
            information=self.information,
            trends=self.trends,
            px=self.px, diversion=self.diversion, halo=self.halo, reactions=self.reactions,
            forecasts=self.forecasts,
        )  # fmt: skip
            px=self.px, conflict=self.conflict, position=self.position, diversion=self.diversion, halo=self.halo
        )
            px=self.px, diversion=self.diversion, halo=self.halo,
            selling=self.selling, roles=self.roles, paradigm=self.paradigm,
        )  # fmt: skip
    def __init__(
        self, definition: CaseDefinition, study: Study | None, potential_ground: Callable[[], PotentialGround]
    ) -> None:
        self.definition, self.study = definition, study
        self._potential_ground = potential_ground

    def all(self) -> Beliefs:
        """Return all of them."""
        return Beliefs(px=self.px, diversion=self.diversion, halo=self.halo, potential=self.potential)

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

    @cached_property
    def partner_growth(self) -> Mapping[str, float]:
        """Growth of each partner's purchases over its own twelve months before; empty where books do not tell."""
        return partner_growth(self.books, definition=self.definition, period=self.period)

    @property
    def _growth_source(self) -> Source:
        detail = phrase("relationship.growth_source", period=self.period, previous=self.period.previous())
        return Source("table", "sell_in", detail, simulated=self.definition.simulated.books)
    def conflict(self) -> ConflictBelief | None:
        """Conflict between channels and with partners, and what it costs; ``None`` if nobody was asked."""
        if self.study is None:
            return None
        now, before = self.statements()
        return conflict(
            self.study, definition=self.definition, now=now, before=before, cannibalised=self.cannibalised(),
            px=self.px,
        )  # fmt: skip

    @cached_property
    def position(self) -> PositionBelief | None:
        """Where the company stands in each channel; ``None`` if nobody was asked."""
        return None if self.study is None else position(self.study, px=self.px, conflict=self.conflict)

    @cached_property
    def diversion(self) -> Mapping[str, DiversionBelief]:
        """Where customers would go, by channel that closes; only channels that somebody was asked about."""
        study = self.study
        if study is None:
            return {}
        believed = {
            channel.id: diversion(
                study.responses, study.interviews, study.frame, channel_id=channel.id, definition=self.definition
            )
            for channel in self.definition.selling_channels
        }
        return {channel_id: belief for channel_id, belief in believed.items() if belief is not None}

    @cached_property
    def halo(self) -> HaloBelief | None:
        """How much online spending depends on showrooms; ``None`` if nobody was asked."""
        study = self.study
        return None if study is None else halo(study.responses, study.interviews, definition=self.definition)

    @cached_property
    def knowledge(self) -> KnowledgeBelief | None:
        """How well the vendor knows its Partner Experience; ``None`` if nobody guessed."""
        if self.study is None:
            return None
        chance = Chance(self.definition.seed, self.study.method.draws)
        return knowledge(self.study, chance=chance, showings=self.showings, late=self.late)

    @cached_property
    def information(self) -> InformationBelief | None:
        """Who knows what, and where customers are sent; ``None`` if nobody was asked."""
        return None if self.study is None else information(self.study)

    @cached_property
    def trends(self) -> tuple[Trend, ...]:
        """The four trends, tested on this case; empty if nobody was asked."""
        return () if self.study is None else trends(self.study, self.information)
    def reactions(self) -> Reactions | None:
        """How partners and customers would react; ``None`` without interviews."""
        study = self.study
        return None if study is None else reactions(study, definition=self.definition)

    @cached_property
    def forecasts(self) -> tuple[ForecastScore, ...]:
        """What was foretold in each wave, scored; nothing of a horizon that the books do not reach."""
        study = self.study
        if study is None:
            return ()
        waves = waves_of(study.interviews, method=study.method)
        return tuple(
            score
            for wave in waves
            for score in score_forecasts(study, wave, self._outcomes(wave), method=study.method)
        )

    def _outcomes(self, wave: Wave) -> dict[int, pl.DataFrame]:
        """Return what was bought before a wave and after it, by horizon."""
        month, found = month_of(wave.last), {}
        for horizon in (GROWTH_MONTHS, CONTINUITY_MONTHS):
            reached = add_months(month, horizon + 1) <= self.definition.as_of + timedelta(days=1)
            sales = sales_around(self._books(), month=month, horizon=horizon) if reached else None
            if sales is not None:
                found[horizon] = sales.collect("polars").to_native()
        return found
    def joint_work(self) -> JointWork:
        """What invoices, deals and visits tell of how each partner sells."""
        return joint_work(self.case.books, definition=self.definition, period=self.case.period)

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
    def potential(self) -> PotentialBelief:
        """How far each channel can go in 12 months, and how far partners' own sales say."""
        chance = Chance(self.definition.seed, self.definition.method.draws)
        return potential(self.study, self._potential_ground(), chance=chance)
