"""All that is held true of a case: what decisions and the dossier are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tramite.beliefs.px.result import PxResult
from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.diversion import DiversionBelief
from tramite.beliefs.reactions.halo import HaloBelief
from tramite.beliefs.waves.forecasts import ForecastScore


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What books and voices together make us hold true; a belief that nothing speaks of is ``None`` or empty.

    Attributes:
        px: the Partner Experience index by channel.
        diversion: where customers would go, by channel that closes; only channels that somebody was asked about.
        halo: how much online spending depends on showrooms.
        reactions: to prices, earnings and direct sales, and who would stay.
        forecasts: what was foretold in earlier waves, scored; empty until the books reach far enough.
    """

    px: PxResult | None = None
    diversion: Mapping[str, DiversionBelief] = field(default_factory=dict)
    halo: HaloBelief | None = None
    reactions: Reactions | None = None
    forecasts: tuple[ForecastScore, ...] = ()
