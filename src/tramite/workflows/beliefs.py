"""What is believed of a case: each belief is formed when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

from tramite.beliefs.held import Beliefs
from tramite.beliefs.paradigm.paradigm import Paradigm, paradigm
from tramite.beliefs.px.index import PxResult, px_index
from tramite.beliefs.reactions.diversion import DiversionBelief, diversion
from tramite.beliefs.reactions.halo import HaloBelief, halo
from tramite.beliefs.roles.roles import Roles, roles
from tramite.beliefs.selling.sell_mode import SellMode, sell_mode
from tramite.books.joint_work import JointWork, joint_work
from tramite.books.reach import CustomerReach
from tramite.books.rows import Books
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.periods import Period
from tramite.voices.estimation.study import Study


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
        case: what the books tell.
        chance: draws, from the seed of the case.
    """

    def __init__(self, definition: CaseDefinition, study: Study | None, case: HasBooks) -> None:
        self.definition, self.study, self.case = definition, study, case
        self.chance = Chance(definition.seed, definition.method.draws)

    def all(self) -> Beliefs:
        """Return all of them."""
        return Beliefs(
            px=self.px, diversion=self.diversion, halo=self.halo,
            selling=self.selling, roles=self.roles, paradigm=self.paradigm,
        )  # fmt: skip

    @cached_property
    def px(self) -> PxResult | None:
        """The PX index by channel; ``None`` without interviews."""
        study = self.study
        return None if study is None else px_index(
            study.responses, study.interviews, study.frame,
            bank=study.bank, method=study.method, simulated=study.simulated,
        )  # fmt: skip

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
