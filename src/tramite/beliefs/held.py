"""All that is held true of a case: what decisions and the dossier are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tramite.beliefs.potential.result import PotentialBelief
from tramite.beliefs.px.result import PxResult
from tramite.beliefs.reactions.diversion import DiversionBelief
from tramite.beliefs.reactions.halo import HaloBelief


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What books and voices together make us hold true; a belief that nothing speaks of is ``None`` or empty.

    Attributes:
        px: the Partner Experience index by channel.
        diversion: where customers would go, by channel that closes; only channels that somebody was asked about.
        halo: how much online spending depends on showrooms.
        potential: how far each channel can go in 12 months.
    """

    px: PxResult | None = None
    diversion: Mapping[str, DiversionBelief] = field(default_factory=dict)
    halo: HaloBelief | None = None
    potential: PotentialBelief | None = None
