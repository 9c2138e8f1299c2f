"""Small decisions that interviews inform, whose worth can be worked out exactly."""

from __future__ import annotations

from typing import Final

import numpy as np

from tramite.decisions.information.answers import MeanLearning, ShareLearning
from tramite.decisions.information.informing import Informed, Spoken, Voice
from tramite.decisions.information.respondents_left import Group, Weights
from tramite.decisions.information.studies import Studies
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.method import Method

DRAWS: Final = 20_000
CHANCE: Final = Chance(11, DRAWS)
CUSTOMERS: Final[Spoken] = ("customer", "shops")
PARTNERS: Final[Spoken] = ("partner", "shops")
ALPHA: Final = (6.0, 4.0)


def group(
    side: str = "customer", left: int = 60, cost: float = 10.0, stratum: str = "all", w: float = 1.0
) -> Group:
    """Return a group whose members all weigh alike."""
    units = tuple(f"{side}-{stratum}-{n}" for n in range(left))
    return Group(
        side, "shops", stratum, "reseller" if side == "partner" else side, "", units, min(left, 60), cost, 0,  # type: ignore[arg-type]
        w, w * w, w,
    )  # fmt: skip


def shares() -> ShareLearning:
    """Believe a share of 60% as firmly as ten answers."""
    return ShareLearning("shares", np.array(ALPHA), CHANCE.stream("shares").dirichlet(ALPHA, DRAWS))


def means(sd: float = 2.0) -> MeanLearning:
    """Believe a mean of 1 with a standard deviation of 1; answers scatter around it."""
    drawn = CHANCE.stream("means").normal(1.0, 1.0, (DRAWS, 1))
    return MeanLearning("means", drawn, np.array([sd]))


def advantage(drawn: Draws, factor: float, threshold: float, noise: float = 0.0) -> Draws:
    """Return V of today (0) and of one alternative: factor·(θ − threshold), with noise that nobody can know."""
    gain = factor * (drawn - threshold) + noise * CHANCE.stream("noise").standard_normal(len(drawn))
    return np.column_stack([np.zeros(len(drawn)), gain])


def studies(values: Draws, informed: list[Informed], groups: list[Group], heard: int = 8) -> Studies:
    """Study a decision; so many were heard on each side, all of equal weight."""
    weights = {spoken: Weights(heard, heard, heard, 1.0) for one in informed for spoken in one.voices}
    return Studies(values, informed, groups=groups, heard=weights, method=Method(), chance=CHANCE)


def voice(reliability: float = 1.0, heard: int = 8, column: int = 0) -> Voice:
    """Return a side that agrees with the others."""
    return Voice(column, reliability, heard, float(heard), reliability * heard)
