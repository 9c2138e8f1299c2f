"""A market of agents, resellers and a web shop in a few cells, and what they say they would do."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.diversion import DELAY, LOST, DiversionBelief
from tramite.beliefs.reactions.first_moves import FirstMoves
from tramite.beliefs.reactions.kinds import EARNINGS_CUT, EARNINGS_RISE, PRICE, Kind
from tramite.beliefs.reactions.pooling import pool
from tramite.beliefs.reactions.reaction import Reaction, RolePosterior
from tramite.decisions.ground import Future, Ground, groups_of
from tramite.decisions.market import VARIABLE, Market
from tramite.kernel.case import CaseDefinition, Uncertain
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source

CHANNELS = ("agents", "resellers", "web")
MONTHS = 12
SPEND = 100_000.0  # a month in each channel
SURE = 1e-9  # standard deviation of what is as good as known


def sure(value: float) -> Uncertain:
    return Uncertain(low=value, likely=value, high=value, source="test")


def definition(**of_channels: dict[str, Any]) -> CaseDefinition:
    channels = [
        {"id": "agents", "kind": "agents", "reach": "indirect", "medium": "physical"},
        {"id": "resellers", "kind": "resellers", "reach": "indirect", "medium": "physical"},
        {"id": "web", "kind": "web", "reach": "direct", "medium": "online"},
    ]
    return CaseDefinition.model_validate({
        "name": {"en": "x", "it": "x"}, "vendor": "x", "currency": "EUR", "as_of": date(2024, 12, 31),
        "channels": [
            {**one, "name": {"en": one["id"], "it": one["id"]}, "end_customer": "both",
             **of_channels.get(str(one["id"]), {})}
            for one in channels
        ],
    })  # fmt: skip


def market() -> Market:
    """Return agents (v 1, commission 10%, cm 22%), resellers (v 0.6, discounts 5 points, cm 25%), web (cm 40%)."""
    rates = np.zeros((3, 1, len(VARIABLE)))

    def put(channel: int, **lines: float) -> None:
        for line, rate in lines.items():
            rates[channel, 0, VARIABLE.index(line)] = rate

    put(0, gross_sales=1.0, cogs=-0.68, commissions=-0.10)
    put(1, gross_sales=0.63, discounts=-0.03, cogs=-0.45)
    put(2, gross_sales=1.0, cogs=-0.55, logistics=-0.05)
    return Market(
        channels=CHANNELS, cells=((None, None),), spend=np.full((3, MONTHS, 1), SPEND), rates=rates,
        fixed=np.zeros((3, 2)), overhead=np.zeros(3), unallocated=0.0, indirect=np.array([1.0, 1.0, 0.0]),
        physical=np.array([1.0, 1.0, 0.0]), on_commission=np.array([1.0, 0.0, 0.0]),
    )  # fmt: skip


def ground(draws: int = 1) -> Ground:
    future = Future(
        date(2025, 1, 1), np.ones(MONTHS), np.ones((draws, MONTHS, 3)), np.ones((draws, 3)), np.zeros((draws, 3))
    )  # fmt: skip
    return Ground(market(), future, (frozenset({0}),))


SEGMENTS, LINES = ("s0", "s1", None), ("l0", "l1")


def invented(seed: int, draws: int, months: int) -> tuple[Market, Future]:
    """Invent a market of six cells, and a future of as many draws."""
    rng = np.random.default_rng(seed)
    cells = tuple((segment, line) for segment in SEGMENTS for line in LINES)
    rates = rng.uniform(-0.08, -0.01, (3, len(cells), len(VARIABLE)))
    rates[..., 0] = rng.uniform(0.8, 1.0, rates.shape[:2])
    rates[2, :, VARIABLE.index("logistics")] = 0.0  # a line that nobody charges
    made = Market(
        channels=CHANNELS, cells=cells, spend=rng.uniform(0, 1e5, (3, 12, len(cells))), rates=rates,
        fixed=-rng.uniform(0, 1e4, (3, 2)), overhead=-rng.uniform(0, 1e3, 3), unallocated=-77.0,
        indirect=np.array([1.0, 1.0, 0.0]), physical=np.array([1.0, 1.0, 0.0]),
        on_commission=np.array([1.0, 0.0, 0.0]),
    )  # fmt: skip
    future = Future(
        date(2025, 1, 1), np.power(0.99, np.arange(months, dtype=np.float64)),
        rng.uniform(0.8, 1.2, (draws, months, 3)), rng.uniform(0.9, 1.1, (draws, 3)),
        rng.normal(0, 0.02, (draws, 3)),
    )  # fmt: skip
    return made, future


def cells_in_groups(made: Market, future: Future, target: frozenset[int]) -> Ground:
    return Ground(made, future, groups_of([target], len(made.cells)))


def said(value: float, spread: float = 0.0, n: int = 12, grade: Grade = Grade.C, item: str = "PX06") -> Estimate:
    evidence = (Source("interviews", item),)
    return Estimate(
        value, value - spread, value + spread, 0.9, n, None, "share", "test", grade=grade, evidence=evidence
    )


def reaction(kind: Kind, channel: str, spread: float = 0.0, **points: float) -> Reaction:
    """Return what one channel says, as good as known, at the sizes ``p5``, ``p10`` …"""
    sizes = {name.removeprefix("p"): value for name, value in points.items()}
    posteriors = tuple(
        RolePosterior("role", size, (channel,), pool([value], [SURE], scale=SURE)) for size, value in sizes.items()
    )
    estimates = {(channel, size): said(value, spread) for size, value in sizes.items()}
    return Reaction(kind, (channel,), tuple(sizes), (), posteriors, estimates)


def moves(kind: Kind, channel: str, **shares: float) -> FirstMoves:
    alpha = tuple(share * 1e9 + 1e-3 for share in shares.values())
    estimates = {move: said(share) for move, share in shares.items()}
    return FirstMoves(kind.code, channel, tuple(shares), alpha, (), estimates, Grade.C)


def diversion(channel: str, **shares: float) -> DiversionBelief:
    destinations = (*(one for one in CHANNELS if one != channel), *LOST, DELAY)
    rest = 1 - sum(shares.values())
    alpha = tuple((shares.get(one, rest if one == "comp_same" else 0.0)) * 1e9 + 1e-3 for one in destinations)
    return DiversionBelief(channel, destinations, alpha, (), {"comp_same": said(rest)}, Grade.C)


def beliefs(channel: str = "agents") -> Beliefs:
    """Return answers on cuts and rises of 10% and 20%, prices 5% and 10% higher, first moves, and diversion."""
    by_kind = {
        "earnings_cut": reaction(EARNINGS_CUT, channel, p10=-0.04, p20=-0.10),
        "earnings_rise": reaction(EARNINGS_RISE, channel, p10=0.03, p20=0.05),
        "price": reaction(PRICE, channel, p5=0.06, p10=0.15),
    }
    first = {
        "earnings_cut": {channel: moves(EARNINGS_CUT, channel, none=0.5, voice=0.3, exit=0.035, shift=0.165)},
        "price": {channel: moves(PRICE, channel, comp_same=0.3, comp_other=0.2, down=0.2, less=0.1, stay=0.2)},
    }
    other = "web" if channel != "web" else "agents"
    return Beliefs(reactions=Reactions(by_kind, first), diversion={channel: diversion(channel, **{other: 0.4})})
