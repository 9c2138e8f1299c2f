"""What is believed of a case: each belief is formed when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from tramite.beliefs.held import Beliefs
from tramite.beliefs.potential.ground import PotentialGround
from tramite.beliefs.potential.limit import potential
from tramite.beliefs.potential.result import PotentialBelief
from tramite.beliefs.px.index import PxResult, px_index
from tramite.beliefs.reactions.diversion import DiversionBelief, diversion
from tramite.beliefs.reactions.halo import HaloBelief, halo
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.voices.estimation.study import Study


class CaseBeliefs:
    """The beliefs of a case.

    Attributes:
        study: who was heard and what they said; ``None`` without interviews that count.
    """

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
    def potential(self) -> PotentialBelief:
        """How far each channel can go in 12 months, and how far partners' own sales say."""
        chance = Chance(self.definition.seed, self.definition.method.draws)
        return potential(self.study, self._potential_ground(), chance=chance)
