"""What they would do first: the coded answer after a reaction, as shares (Dirichlet)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tramite.beliefs.reactions.kinds import Kind, side_asked
from tramite.beliefs.reactions.respondents import Respondents
from tramite.beliefs.reactions.shares import (
    SideHeard,
    agree,
    all_heard,
    counted,
    dirichlet,
    share_estimates,
)
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_voices
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

_CODE = "code"  # key of a coded follow-up


@dataclass(frozen=True, slots=True)
class FirstMoves:
    """Posterior of the shares of a channel's sales whose sellers (or buyers) would do each thing first.

    Attributes:
        moves: codes of the list, as the bank offers them («none», «voice», …, «exit»).
        alpha: Dirichlet parameters, same order. sides: who was heard, most reliable first.
    """

    code: str
    channel_id: str
    moves: tuple[str, ...]
    alpha: tuple[float, ...]
    sides: tuple[SideHeard, ...]
    estimates: Mapping[str, Estimate]
    grade: Grade

    def draw(self, chance: Chance) -> NDArray[np.float64]:
        """Draw shares: (draw, move), rows sum to 1."""
        rng = chance.stream(f"{self.code}.moves.{self.channel_id}")
        return rng.dirichlet(self.alpha, size=chance.draws)


def first_moves(
    kind: Kind, study: Study, heard_on: Mapping[Side, Respondents], *, definition: CaseDefinition
) -> dict[str, FirstMoves]:
    """Believe what would be done first, by channel: α_k = 2/K + Σ_s m_s·share_sk, as for diversion.

    All sizes of the change are taken together: by size a code would rest on a handful of answers. «Leave» at an
    earnings cut is the share of sales whose partners would go (METHOD §5.4, exit ← PX06 exit).

    Args:
        kind: a reaction whose items have a coded follow-up.

    Returns: channels in which a side may be shown.
    Source: METHOD §5.4, §4.6; answers to decline: Rusbult et al. 1988; Ping 1993.
    """
    moves = _offered(kind, study)
    told = list(_told(kind, study, heard_on, moves))
    believed = {}
    for channel in definition.channels:
        here = [one for one in told if one.channel_id == channel.id]
        heard = [one.side for one in here]
        sides = counted(heard, study.method)
        if sides:
            items = {side.item_id for side in sides}
            shares = [one.revenue_share or 0.0 for one in here if one.side.item_id in items]
            n, alike = sum(side.n for side in sides), agree(sides, study.method)
            grade = grade_voices(n, max(shares), alike, study.method)
            alpha = dirichlet(moves, sides, study.method)
            estimates = share_estimates(
                moves, alpha, sides=sides, grade=grade, method=study.method, simulated=study.simulated
            )
            believed[channel.id] = FirstMoves(
                kind.code, channel.id, moves, alpha, all_heard(heard, sides), estimates, grade
            )
    return believed


@dataclass(frozen=True, slots=True)
class _Told:
    """What one side would do first, in a channel, and how much of its revenue those heard have."""

    channel_id: str
    side: SideHeard
    revenue_share: float | None


def _offered(kind: Kind, study: Study) -> tuple[str, ...]:
    """Return the codes of the follow-up: all sides are asked with one list."""
    lists = [item.choices for item in study.bank.items if item.id in kind.items and item.choices]
    return tuple(choice.code for choice in study.bank.choices_of(lists[0])) if lists else ()


def _told(
    kind: Kind, study: Study, heard_on: Mapping[Side, Respondents], moves: tuple[str, ...]
) -> Iterator[_Told]:
    for item_id, setting in kind.items.items():
        side = heard_on[side_asked(item_id)]
        shares: dict[str, dict[str, float]] = {}
        for channel_id, move, heard in side.said(_chosen(study.responses, item_id, moves)):
            mine = shares.setdefault(channel_id, {})
            mine[move] = heard.mean()
            if len(mine) == len(moves):
                reliability = float(getattr(study.method, setting))
                told = SideHeard(
                    item_id, heard.n, heard.effective_n, heard.largest_share, reliability, 0.0, mine
                )  # fmt: skip
                yield _Told(channel_id, told, side.revenue_share(heard))


def _chosen(responses: pl.DataFrame, item_id: str, moves: tuple[str, ...]) -> pl.DataFrame:
    """Return 1 for the code that was chosen and 0 for the others: ``interview_id``, ``key``, ``value``."""
    chosen = responses.filter(
        (pl.col("item_id") == item_id) & (pl.col("key") == _CODE) & pl.col("text").is_in(list(moves))
    ).select("interview_id", "text")
    every = chosen.join(pl.DataFrame({"key": list(moves)}), how="cross")
    return every.select("interview_id", "key", value=(pl.col("key") == pl.col("text")).cast(pl.Float64))
