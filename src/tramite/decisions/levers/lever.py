"""What every lever is: parameters that a person writes, and steps that change the months ahead."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tramite.beliefs.held import Beliefs
from tramite.books.statement import IncomeStatement
from tramite.decisions.ground import Ground
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.law import LawFlag, LawGround
from tramite.decisions.market import Market
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, Identifier, Name, Strict
from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class WorldStep:
    """The world after one step; ``code`` and ``channel_id`` say which (sentence ``steps.<code>``)."""

    code: str
    channel_id: str | None
    world: World


class Barred(Strict):
    """What forbids a lever, as whoever writes the alternative knows it, and why."""

    by: Literal["law", "contract", "capacity"]
    source: Name | str


class Lever(Strict):
    """One thing that can be changed.

    Attributes:
        kind: name of the lever in ``alternatives/*.toml``.
        channel: where it works. segments, product_lines: what it aims at there; empty is all of them.
        barred: what forbids it: it is simulated all the same, but is no choice.
    """

    kind: str
    channel: Identifier
    segments: tuple[Identifier, ...] = ()
    product_lines: tuple[Identifier, ...] = ()
    barred: Barred | None = None

    def target(self, market: Market) -> frozenset[int]:
        """Return the market cells that it aims at."""
        return market.cells_of(self.segments, self.product_lines)

    def channels(self) -> dict[str, str]:
        """Return the channels that it names, by field."""
        return {"channel": self.channel}

    def asked_as(self, beliefs: Beliefs, definition: CaseDefinition) -> tuple[tuple[str, str], ...]:
        """Return for which channel and by which name item VO01 asks whether it is blocked, if it asks."""
        return ()

    def may_be(self, definition: CaseDefinition) -> dict[str, tuple[str, ...]]:
        """Return the channels that each field may name."""
        selling = tuple(channel.id for channel in definition.selling_channels)
        return dict.fromkeys(self.channels(), selling)

    @property
    def new_channel(self) -> str | None:
        """The channel that it opens, which the case may not have."""
        return None

    def opens(self, market: Market) -> Market:
        """Return the market with the channels that it opens, in which nobody buys today."""
        return market

    def missing(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Name what it cannot be simulated without and the case does not hold."""
        return iter(())

    def missing_in_books(
        self, market: Market, statement: IncomeStatement, beliefs: Beliefs, definition: CaseDefinition
    ) -> Iterator[Missing]:
        """Name what it lacks once the base year is known: changes larger than was asked about, empty lines."""
        return iter(())

    def left_out(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Name the effects that the method asks for and nobody was heard about."""
        return iter(())

    def law(self, ground: LawGround) -> Iterator[LawFlag]:
        """Raise the rules of law that it touches: to be checked by a lawyer, not advice (METHOD §4.11)."""
        return iter(())

    def stranded_overhead(self, ground: Ground) -> float:
        """Return the overhead that others must carry over the horizon, positive."""
        return 0.0

    @abstractmethod
    def run(self, context: LeverContext, world: World) -> Iterator[WorldStep]:
        """Draw its parameters and change the world, step by step."""


def onset(months: int, start: int, duration: Draws | float) -> Draws:
    """Return how far a change that begins at month ``start`` is done at each month: 0 to 1, linear.

    Args:
        duration: months that it takes, one number or (d,); 0 is at once.

    Returns: (t,) or (d, t).
    """
    elapsed = np.arange(months) - start + 1.0
    length = np.maximum(np.asarray(duration, dtype=np.float64), 1.0)[..., np.newaxis]
    done: Draws = np.clip(elapsed / length, 0.0, 1.0)
    return done
