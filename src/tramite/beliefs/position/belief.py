"""The position of the company: one page that tells where it stands with customers, distributors and partners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from tramite.beliefs.conflict.belief import ConflictBelief
from tramite.beliefs.position.fit import ChannelFit, channel_fits
from tramite.beliefs.position.standing import Figure, Standing, standings
from tramite.beliefs.px.result import PxResult
from tramite.kernel.wording import Sayable
from tramite.voices.disclosure.confidentiality import Reader
from tramite.voices.estimation.measure_table import MeasureTable
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study


@dataclass(frozen=True, slots=True)
class PositionBelief:
    """Where the company stands.

    Attributes:
        standings: one figure of one channel and side each.
        ways: how partners' end customers buy (PC02), by channel.
        fits: how each channel fits what its customers choose by.
        roles, paradigms: channel → primary role, and paradigm of today; empty where they are not believed.
        for_clean_team: whether partners told what they sell of others, and it is not here because of who reads.
    """

    standings: tuple[Standing, ...]
    ways: MeasureTable
    fits: tuple[ChannelFit, ...]
    roles: Mapping[str, Sayable] = field(default_factory=dict)
    paradigms: Mapping[str, Sayable] = field(default_factory=dict)
    for_clean_team: bool = False

    def standing(self, figure: Figure, side: Side, channel_id: str) -> Standing | None:
        """Return one figure; ``None`` where nobody was asked."""
        wanted = (figure, side, channel_id)
        return next((s for s in self.standings if (s.figure, s.side, s.channel_id) == wanted), None)


def position(
    study: Study,
    *,
    px: PxResult | None = None,
    conflict: ConflictBelief | None = None,
    roles: Mapping[str, Sayable] | None = None,
    paradigms: Mapping[str, Sayable] | None = None,
    reader: Reader = "vendor",
) -> PositionBelief | None:
    """Gather where the company stands in each channel.

    Args:
        px, conflict, roles, paradigms: other beliefs; what is not given is told as missing.
        reader: who will read it (METHOD §4.10).

    Returns: ``None`` if nobody said anything of it. Source: requirements R30, R44–R46, R48.
    """
    found, fits = standings(study, px=px, conflict=conflict, reader=reader), channel_fits(study)
    if not fits and not any(one.estimate.n for one in found):
        return None
    told = study.responses.filter((pl.col("item_id") == "PW01") & pl.col("missing").is_null()).height > 0
    return PositionBelief(
        found, study.table("PC02", "partner", ("vote",)), fits, roles or {}, paradigms or {},
        told and reader == "vendor",
    )  # fmt: skip
