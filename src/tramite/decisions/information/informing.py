"""Who can tell what: the beliefs that answers change, and how each side's answers count there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.diversion import DiversionBelief
from tramite.beliefs.reactions.first_moves import FirstMoves
from tramite.beliefs.reactions.halo import HaloBelief
from tramite.beliefs.reactions.kinds import KINDS, side_asked
from tramite.beliefs.reactions.reaction import Reaction, RolePosterior
from tramite.beliefs.reactions.shares import SideHeard
from tramite.beliefs.reactions.told import spread_of
from tramite.decisions.information.answers import Learning, MeanLearning, ShareLearning
from tramite.decisions.simulation import BLOCK
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance, Draws
from tramite.voices.estimation.sides import SIDES, Side

Spoken = tuple[Side, str]  # a side, and the channel that it speaks of


@dataclass(frozen=True, slots=True)
class Voice:
    """How a belief hears one side about one channel, today.

    Attributes:
        column: of the belief that the answers are about; of shares 0.
        reliability: r. n, effective_n: answers heard today. weight: pseudo-answers that they count for, 0 where
            they may not be shown. apart: δ, from the most reliable side, in standard deviations of one answer.
        asked: share of the interviews in which the question is put, 0–1.
        vote: whether every respondent counts alike, whatever its revenue.
    """

    column: int
    reliability: float
    n: int = 0
    effective_n: float = 0.0
    weight: float = 0.0
    apart: float = 0.0
    asked: float = 1.0
    vote: bool = False


@dataclass(frozen=True, slots=True)
class Informed:
    """A belief that interviews inform.

    Attributes:
        subject: «diversion», «halo», or the code of a reaction: what the questions are about.
        learning: its draws and how answers change it. voices: who speaks of what, and how it counts.
    """

    subject: str
    learning: Learning
    voices: Mapping[Spoken, tuple[Voice, ...]]


def informed_beliefs(beliefs: Beliefs, *, definition: CaseDefinition, chance: Chance) -> Iterator[Informed]:
    """Walk through the beliefs that interviews inform, with the draws that simulations use.

    Args:
        chance: of the simulation: the same streams give the same draws.
    """
    case = _Case(definition, chance)
    for belief in beliefs.diversion.values():
        yield case.diversion(belief)
    if beliefs.halo is not None:
        yield case.halo(beliefs.halo)
    if beliefs.reactions is not None:
        yield from (case.reaction(reaction) for reaction in beliefs.reactions.by_kind.values())
        for by_channel in beliefs.reactions.moves.values():
            yield from (case.moves(moves) for moves in by_channel.values())


def bearing_on(informed: Informed, parameters: Draws) -> Draws:
    """Return the share of the variance of each simulated parameter that a belief makes: R², chance taken off.

    R²_adj = 1 − (1 − R²)·(d − 1)/(d − p − 1): how much of it is a line in the belief's draws.

    Args:
        parameters: (d, m); a constant one is made by nothing.
    """
    told = informed.learning.draws - informed.learning.draws.mean(axis=0)
    centred = parameters - parameters.mean(axis=0)
    gram = told.T @ told
    slopes, rank = np.linalg.pinv(gram, hermitian=True) @ (told.T @ centred), np.linalg.matrix_rank(gram)
    whole = (centred**2).sum(axis=0)
    left = np.divide(((centred - told @ slopes) ** 2).sum(axis=0), whole, out=np.ones_like(whole), where=whole > 0)
    explained: Draws = 1 - left * (len(told) - 1) / max(len(told) - int(rank) - 1, 1)
    return explained


class _Case:
    """Settings and chance of a case."""

    def __init__(self, definition: CaseDefinition, chance: Chance) -> None:
        self.definition, self.method, self.chance = definition, definition.method, chance

    def _drawn(self, draw: Callable[[Chance], Draws]) -> Draws:
        """Draw block by block, as simulations do."""
        return np.concatenate([draw(block) for block in self.chance.blocks(BLOCK)])

    def diversion(self, belief: DiversionBelief) -> Informed:
        """Where customers of a closing channel would go: all three sides speak of that channel."""
        name = f"diversion.{belief.channel_id}"
        drawn = self._drawn(lambda block: belief.draw(block.stream(name), block.draws))
        reliable = {side: float(getattr(self.method, f"reliability_{side}")) for side in SIDES}
        voices = _share_voices(belief.channel_id, belief.sides, reliable)
        return Informed("diversion", ShareLearning(name, np.array(belief.alpha), drawn), voices)

    def halo(self, belief: HaloBelief) -> Informed:
        """How much online spending needs showrooms: customers of online channels speak of it, one vote each."""
        drawn = self._drawn(lambda block: belief.draw(block.stream("halo"), block.draws))
        learning = ShareLearning(
            "halo", np.array([belief.alpha, belief.beta]), np.column_stack([drawn, 1 - drawn])
        )
        n, reliability = belief.estimate.n, self.method.reliability_customer
        voice = Voice(0, reliability, n, float(n), reliability * n, vote=True)
        online = (c.id for c in self.definition.selling_channels if c.medium == "online")
        return Informed("halo", learning, {("customer", channel): (voice,) for channel in online})

    def moves(self, belief: FirstMoves) -> Informed:
        """What would be done first after a change."""
        kind = next(kind for kind in KINDS if kind.code == belief.code)
        reliable = {side_asked(item): float(getattr(self.method, name)) for item, name in kind.items.items()}
        voices = _share_voices(belief.channel_id, belief.sides, reliable)
        name = f"{belief.code}.moves.{belief.channel_id}"
        return Informed(
            f"{belief.code}_first", ShareLearning(name, np.array(belief.alpha), self._drawn(belief.draw)), voices
        )

    def reaction(self, reaction: Reaction) -> Informed:
        """A reaction by channel and size: before it is put between its bounds, as answers tell of it."""
        kind = reaction.kind
        columns: dict[tuple[str, str], int] = {}
        drawn, spreads = [], []
        for part in reaction.posteriors:
            drawn.append(self._drawn(partial(_pooled, part, kind.code)))
            here = [one for one in reaction.sides if one.point == part.point]
            spreads += [spread_of(here, self.method)] * len(part.channels)
            columns |= {(channel, part.point): len(columns) + k for k, channel in enumerate(part.channels)}
        voices: dict[Spoken, tuple[Voice, ...]] = {}
        for item, setting in kind.items.items():
            reliability = float(getattr(self.method, setting))
            for channel in reaction.channels if reliability > 0 else ():
                voices[side_asked(item), channel] = tuple(
                    self._voice(reaction, item, channel, point, column, reliability)
                    for (its, point), column in columns.items()
                    if its == channel
                )
        learning = MeanLearning(kind.code, np.concatenate(drawn, axis=1), np.array(spreads))
        return Informed(kind.code, learning, voices)

    @staticmethod
    def _voice(reaction: Reaction, item: str, channel: str, point: str, column: int, reliability: float) -> Voice:
        """Tell how a side is heard at one size; each respondent is asked about one size, by lot."""
        asked = 1 / len(reaction.points)
        for one in reaction.heard_of(channel, point):
            if one.item_id == item and len(one.channels) == 1:
                return Voice(column, reliability, one.n, one.effective_n, one.weight, one.apart, asked)
        return Voice(column, reliability, asked=asked)


def _pooled(part: RolePosterior, code: str, block: Chance) -> Draws:
    return part.pooled.draw(block.stream(f"{code}.{part.role}.{part.point}"), block.draws)


def _share_voices(
    channel_id: str, sides: tuple[SideHeard, ...], reliable: Mapping[Side, float]
) -> dict[Spoken, tuple[Voice, ...]]:
    heard = {side_asked(side.item_id): side for side in sides}
    voices: dict[Spoken, tuple[Voice, ...]] = {}
    for side, reliability in reliable.items():
        if reliability > 0:
            one = heard.get(side)
            # δ = 2·d, as where the sides were weighed (``shares.counted``)
            voices[side, channel_id] = (
                (Voice(0, reliability),)
                if one is None
                else (Voice(0, reliability, one.n, one.effective_n, one.weight, 2 * one.apart),)
            )
    return voices
