"""What every lever does: change the world in named steps, so that a waterfall can be drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tramite.decisions.world import World
from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class WorldStep:
    """The world after one step; ``code`` and ``channel_id`` say which (sentence ``steps.<code>``)."""

    code: str
    channel_id: str | None
    world: World


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
