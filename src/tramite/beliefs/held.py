"""All that is held true of a case: what decisions and the dossier are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tramite.beliefs.blocked import BlockedLevers
from tramite.beliefs.conflict.belief import ConflictBelief
from tramite.beliefs.drivers.result import Drivers
from tramite.beliefs.information.information import InformationBelief
from tramite.beliefs.knowledge.knowledge import KnowledgeBelief
from tramite.beliefs.paradigm.paradigm import Paradigm
from tramite.beliefs.position.belief import PositionBelief
from tramite.beliefs.potential.productivity import Productivity
from tramite.beliefs.potential.result import PotentialBelief
from tramite.beliefs.px.customer_side import CustomerSide
from tramite.beliefs.px.foundations import Foundations
from tramite.beliefs.px.groups import PxGroups
from tramite.beliefs.px.result import PxResult
from tramite.beliefs.px.validity import PxValidity
from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.diversion import DiversionBelief
from tramite.beliefs.reactions.halo import HaloBelief
from tramite.beliefs.roles.roles import Roles
from tramite.beliefs.selling.sell_mode import SellMode
from tramite.beliefs.trends import Trend
from tramite.beliefs.waves.forecasts import ForecastScore


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What books and voices together make us hold true; a belief that nothing speaks of is ``None`` or empty.

    Attributes:
        px: the Partner Experience index by channel.
        foundations: what the relationship rests on. customer_side: CX beside PX.
        px_validity: what PX goes together with. px_groups: PX by role and size.
        drivers: what goes together with recommendation, continuity and growth.
        conflict: between channels, with partners, and what moves inside; what customers use and want.
        position: where the company stands in each channel.
        diversion: where customers would go, by channel that closes; only channels that somebody was asked about.
        halo: how much online spending depends on showrooms.
        knowledge: how well the vendor knows how its partners see it.
        information: who knows what, and where customers are sent.
        trends: the four claims of the article on this case's answers.
        reactions: to prices, earnings and direct sales, and who would stay.
        forecasts: what was foretold in earlier waves, scored; empty until the books reach far enough.
        selling: how partners sell, with us or through us.
        roles: what role partners play, in money a year, and whether they earn what they deserve.
        paradigm: the kind of relationship today, wanted, and moving.
        potential: how far each channel can go in 12 months. productivity: what one partner of it sells.
        blocked: levers that the vendor's own people call blocked.
    """

    px: PxResult | None = None
    foundations: Foundations | None = None
    customer_side: CustomerSide | None = None
    px_validity: PxValidity | None = None
    px_groups: PxGroups | None = None
    drivers: Drivers | None = None
    conflict: ConflictBelief | None = None
    position: PositionBelief | None = None
    diversion: Mapping[str, DiversionBelief] = field(default_factory=dict)
    halo: HaloBelief | None = None
    knowledge: KnowledgeBelief | None = None
    information: InformationBelief | None = None
    trends: tuple[Trend, ...] = ()
    reactions: Reactions | None = None
    forecasts: tuple[ForecastScore, ...] = ()
    selling: SellMode | None = None
    roles: Roles | None = None
    paradigm: Paradigm | None = None
    potential: PotentialBelief | None = None
    blocked: BlockedLevers | None = None
    productivity: Mapping[str, Productivity] = field(default_factory=dict)
