"""Reactions that were invented: of the dealers' customers and partners, to prices, earnings and direct sales."""

from __future__ import annotations

from collections.abc import Callable

from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.first_moves import FirstMoves
from tramite.beliefs.reactions.kinds import BUY_DIRECT, CONTINUITY, EARNINGS_CUT, PRICE, Kind
from tramite.beliefs.reactions.reaction import Reaction
from tramite.beliefs.reactions.shares import SideHeard
from tramite.beliefs.reactions.told import SideTold
from tramite.beliefs.reactions.uptake import Uptake
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade

MOVES = ("none", "voice", "neglect", "shift", "cut", "exit")


def invented_reactions(estimate: Callable[..., Estimate]) -> Reactions:
    """Invent reactions; ``estimate`` makes a number with its interval."""

    def side(item_id: str, point: str, mean: float, channels: tuple[str, ...] = ("dealers",)) -> SideTold:
        return SideTold(item_id, channels, point, 12, 9.0, 0.2, mean, 0.01, 0.5, 0.4, 0.0, 4.5)

    def reaction(kind: Kind, said: dict[str, float], item_id: str) -> Reaction:
        sides = tuple(side(item_id, point, mean) for point, mean in said.items())
        found = {("dealers", point): estimate(mean, 0.03, "share", n=12) for point, mean in said.items()}
        return Reaction(kind, ("dealers",), tuple(said), sides, (), found)

    price = reaction(PRICE, {"5": 0.06, "10": 0.15}, "CX03")
    cut = reaction(EARNINGS_CUT, {"10": -0.08, "20": -0.21}, "PX06")
    stated = reaction(BUY_DIRECT, {"": 0.44}, "CX04")
    shares = dict(zip(MOVES, (0.1, 0.4, 0.2, 0.15, 0.05, 0.1), strict=True))
    moves = FirstMoves(
        "earnings_cut", "dealers", MOVES, tuple(10 * share for share in shares.values()),
        (SideHeard("PX06", 12, 9.0, 0.2, 0.5, 4.5, shares),),
        {move: estimate(share, share / 2, "share", n=12) for move, share in shares.items()}, Grade.C,
    )  # fmt: skip
    uptake = Uptake(
        ("dealers",), stated, (0.3, 0.6, 0.9),
        {"dealers": estimate(0.26, 0.1, "share", n=12, grade=Grade.D)},
    )  # fmt: skip
    by_kind = {r.kind.code: r for r in (price, cut, stated, reaction(CONTINUITY, {"": 0.7}, "PR09"))}
    return Reactions(by_kind, {"earnings_cut": {"dealers": moves}}, uptake)
