"""All that is held true of a case: what decisions and the dossier are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tramite.beliefs.paradigm.paradigm import Paradigm
from tramite.beliefs.px.result import PxResult
from tramite.beliefs.reactions.diversion import DiversionBelief
from tramite.beliefs.reactions.halo import HaloBelief
from tramite.beliefs.roles.roles import Roles
from tramite.beliefs.selling.sell_mode import SellMode


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What books and voices together make us hold true; a belief that nothing speaks of is ``None`` or empty.

    Attributes:
        px: the Partner Experience index by channel.
        diversion: where customers would go, by channel that closes; only channels that somebody was asked about.
        halo: how much online spending depends on showrooms.
        selling: how partners sell, with us or through us.
        roles: what role partners play, in money a year, and whether they earn what they deserve.
        paradigm: the kind of relationship today, wanted, and moving.
    """

    px: PxResult | None = None
    diversion: Mapping[str, DiversionBelief] = field(default_factory=dict)
    halo: HaloBelief | None = None
    selling: SellMode | None = None
    roles: Roles | None = None
    paradigm: Paradigm | None = None
