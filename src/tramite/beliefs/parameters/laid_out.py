"""Beliefs laid out as parameters: every array over the same channels, in the order of the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tramite.beliefs.held import Beliefs
from tramite.beliefs.parameters.parameter import Parameter, Said
from tramite.beliefs.reactions.diversion import DELAY, LOST, DiversionBelief
from tramite.beliefs.reactions.first_moves import FirstMoves
from tramite.beliefs.reactions.halo import HaloBelief
from tramite.beliefs.reactions.reaction import Reaction
from tramite.beliefs.reactions.respondents import TOGETHER
from tramite.beliefs.reactions.shares import SideHeard
from tramite.beliefs.reactions.told import SideTold
from tramite.beliefs.reactions.uptake import Uptake
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.grade import weakest

Array = NDArray[np.float64]


def laid_out(beliefs: Beliefs, *, definition: CaseDefinition, chance: Chance) -> Iterator[Parameter]:
    """Walk through the parameters of the beliefs; what nobody was heard about is NaN."""
    case = _Case(tuple(channel.id for channel in definition.selling_channels), definition, chance)
    if beliefs.diversion:
        yield case.diversion(beliefs.diversion)
    if beliefs.halo is not None:
        yield case.halo(beliefs.halo)
    if beliefs.reactions is not None:
        yield from (case.reaction(reaction) for reaction in beliefs.reactions.by_kind.values())
        yield from (case.moves(moves) for moves in beliefs.reactions.moves.values())
        if beliefs.reactions.uptake is not None:
            yield case.uptake(beliefs.reactions.uptake)


class _Case:
    """Channels, settings and chance of a case."""

    def __init__(self, channels: tuple[str, ...], definition: CaseDefinition, chance: Chance) -> None:
        self.channels, self.method, self.chance = channels, definition.method, chance

    def diversion(self, by_channel: Mapping[str, DiversionBelief]) -> Parameter:
        """Lay out where spending goes (draw, channel that closes, destination)."""
        destinations = (*self.channels, *LOST, DELAY)
        prior, posterior = self._empty(len(destinations)), self._empty(len(destinations))
        for channel, belief in by_channel.items():
            name, row = f"diversion.{channel}", self.channels.index(channel)
            columns = [destinations.index(to) for to in belief.destinations]
            posterior[:, row, columns] = belief.draw(self.chance.stream(name), self.chance.draws)
            prior[:, row, columns] = self._dirichlet(len(columns), name)
        return Parameter(
            "diversion", {"channel": self.channels, "destination": destinations}, prior, posterior,
            weakest(belief.grade for belief in by_channel.values()), ("CC03", "PX10", "VX10"),
            tuple(_shares(by_channel)),
        )  # fmt: skip

    def halo(self, belief: HaloBelief) -> Parameter:
        """Lay out the share of online spending that needs showrooms (draw)."""
        half, known = self.method.diversion_prior / 2, belief.estimate
        weight = belief.alpha + belief.beta - 2 * half
        return Parameter(
            "halo", {}, self.chance.stream("prior.halo").beta(half, half, size=self.chance.draws),
            belief.draw(self.chance.stream("halo"), self.chance.draws), known.grade, ("CC04",),
            (Said("CC04", (belief.alpha - half) / weight, known.n, weight),),
        )  # fmt: skip

    def reaction(self, reaction: Reaction) -> Parameter:
        """Lay out a reaction; before anybody is heard it may be anything between its bounds."""
        kind, points = reaction.kind, len(reaction.points)
        rows = [self.channels.index(channel) for channel in reaction.channels]
        posterior = self._empty(points)
        posterior[:, rows] = reaction.draw(self.chance)
        prior = self.chance.stream(f"prior.{kind.code}").uniform(*kind.bounds, size=posterior.shape)
        if kind.rises:
            prior = kind.rises * np.sort(kind.rises * prior, axis=-1)
        coordinates: dict[str, Sequence[object]] = {"channel": self.channels}
        if reaction.sizes:
            coordinates[f"{kind.code}_asked"] = reaction.sizes
        else:
            prior, posterior = prior[:, :, 0], posterior[:, :, 0]
        said = tuple(Said(_place(one), one.mean, one.n, one.weight) for one in reaction.sides)
        return Parameter(kind.code, coordinates, prior, posterior, reaction.grade, tuple(kind.items), said)

    def moves(self, by_channel: Mapping[str, FirstMoves]) -> Parameter:
        """Lay out what would be done first (draw, channel, move)."""
        first = next(iter(by_channel.values()))
        prior, posterior = self._empty(len(first.moves)), self._empty(len(first.moves))
        for channel, moves in by_channel.items():
            row = self.channels.index(channel)
            posterior[:, row] = moves.draw(self.chance)
            prior[:, row] = self._dirichlet(len(moves.moves), f"{moves.code}.moves.{channel}")
        items = tuple(dict.fromkeys(side.item_id for moves in by_channel.values() for side in moves.sides))
        return Parameter(
            f"{first.code}_first", {"channel": self.channels, f"{first.code}_move": first.moves}, prior, posterior,
            weakest(moves.grade for moves in by_channel.values()), items, tuple(_shares(by_channel)),
        )  # fmt: skip

    def uptake(self, uptake: Uptake) -> Parameter:
        """Lay out the uptake of direct sales (draw, channel); what was said of it is with ``buy_direct``."""
        posterior = self._empty(1)[:, :, 0]
        posterior[:, [self.channels.index(channel) for channel in uptake.channels]] = uptake.draw(self.chance)
        grade = weakest(estimate.grade for estimate in uptake.estimates.values())
        sources = ("CX04", "d2c_uptake_low", "d2c_uptake_likely", "d2c_uptake_high")
        return Parameter("d2c_uptake", {"channel": self.channels}, None, posterior, grade, sources)

    def _empty(self, last: int) -> Array:
        return np.full((self.chance.draws, len(self.channels), last), np.nan)

    def _dirichlet(self, parts: int, name: str) -> Array:
        rng = self.chance.stream(f"prior.{name}")
        return rng.dirichlet([self.method.diversion_prior / parts] * parts, size=self.chance.draws)


def _place(one: SideTold) -> str:
    return ":".join(filter(None, (one.item_id, TOGETHER.join(one.channels), one.point)))


def _shares(by_channel: Mapping[str, DiversionBelief] | Mapping[str, FirstMoves]) -> Iterator[Said]:
    for channel, belief in by_channel.items():
        sides: tuple[SideHeard, ...] = belief.sides
        for side in sides:
            for part, share in side.shares.items():
                yield Said(f"{side.item_id}:{channel}:{part}", share, side.n, side.weight)
