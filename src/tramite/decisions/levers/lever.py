"""What every lever is: parameters that a person writes, and steps that change the months ahead."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tramite.beliefs.held import Beliefs
from tramite.decisions.ground import Ground
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.market import Market
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, Identifier, Strict
from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class WorldStep:
    """The world after one step; ``code`` and ``channel_id`` say which (sentence ``steps.<code>``)."""

    code: str
    channel_id: str | None
    world: World


class Lever(Strict):
    """One thing that can be changed.

    Attributes:
        kind: name of the lever in ``alternatives/*.toml``.
        channel: where it works. segments, product_lines: what it aims at there; empty is all of them.
    """

    kind: str
    channel: Identifier
    segments: tuple[Identifier, ...] = ()
    product_lines: tuple[Identifier, ...] = ()

    def target(self, market: Market) -> frozenset[int]:
        """Return the market cells that it aims at."""
        return market.cells_of(self.segments, self.product_lines)

    def channels(self) -> dict[str, str]:
        """Return the channels that it names, by field."""
        return {"channel": self.channel}

    def missing(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Name what it cannot be simulated without and the case does not hold."""
        return iter(())

    def left_out(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Name the effects that the method asks for and nobody was heard about."""
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
