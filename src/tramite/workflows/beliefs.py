"""What is believed of a case: each belief is formed when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from tramite.beliefs.conflict.belief import ConflictBelief, conflict
from tramite.beliefs.held import Beliefs
from tramite.beliefs.position.belief import PositionBelief, position
from tramite.beliefs.px.index import PxResult, px_index
from tramite.beliefs.reactions.diversion import DiversionBelief, diversion
from tramite.beliefs.reactions.halo import HaloBelief, halo
from tramite.books.cannibalisation import Cannibalisation
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition
from tramite.voices.estimation.study import Study


class CaseBeliefs:
    """The beliefs of a case.

    Attributes:
        study: who was heard and what they said; ``None`` without interviews that count.
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

    def all(self) -> Beliefs:
        """Return all of them."""
        return Beliefs(
            px=self.px, conflict=self.conflict, position=self.position, diversion=self.diversion, halo=self.halo
        )

    @cached_property
    def px(self) -> PxResult | None:
        """The PX index by channel; ``None`` without interviews."""
        study = self.study
        return None if study is None else px_index(
            study.responses, study.interviews, study.frame,
            bank=study.bank, method=study.method, simulated=study.simulated,
        )  # fmt: skip

    @cached_property
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
