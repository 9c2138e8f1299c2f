"""What a simulation does not know for certain: drawn block by block, summarised when all draws are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Sayable

Key = tuple[str, str | None, str]


def _none() -> Draws:
    return np.empty(0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One uncertain input in a block of draws, and where it comes from.

    Attributes:
        code: names the sentence ``parameters.<code>``; ``channel_id`` fills it where a channel is meant.
        draws: (d,), in ``unit``. n: answers behind it. of: the lever that drew it, where levers draw their own.
    """

    code: str
    channel_id: str | None
    draws: Draws
    unit: Unit
    method: str | Sayable
    grade: Grade
    evidence: tuple[Source, ...] = ()
    n: int = 0
    of: str = ""

    @property
    def key(self) -> Key:
        """What tells it from the other parameters of a simulation."""
        return self.code, self.channel_id, self.of


@dataclass(frozen=True, slots=True)
class Parameter:
    """One uncertain input of the simulation: mean, interval, ground, grade, and its draws (d,)."""

    code: str
    estimate: Estimate
    channel_id: str | None = None
    draws: Draws = field(default_factory=_none, repr=False, compare=False)
    of: str = ""


def summarise(blocks: Sequence[Drawn], *, level: float, currency: str) -> Parameter:
    """Join the blocks of one parameter: mean and central interval of its draws."""
    first, draws = blocks[0], np.concatenate([block.draws for block in blocks])
    estimate = Estimate.of_draws(
        draws, level=level, unit=first.unit, method=first.method, grade=first.grade, n=first.n,
        evidence=first.evidence, currency=currency,
    )  # fmt: skip
    return Parameter(first.code, estimate, first.channel_id, draws, first.of)


def distinct(parameters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """Return each parameter once, of several alternatives: the same quantity on other draws is another one."""
    found: dict[tuple[str, str | None, bytes], Parameter] = {}
    for parameter in parameters:
        if parameter.draws.size:
            found.setdefault((parameter.code, parameter.channel_id, parameter.draws.tobytes()), parameter)
    return tuple(found.values())
