"""What several levers ask of parameters and of beliefs: effects that nobody has measured, estimates drawn."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from tramite.beliefs.potential.parts import Heard
from tramite.decisions.levers.context import LeverContext
from tramite.kernel.case import Uncertain
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate


def _holds_zero(quantity: Uncertain) -> Uncertain:
    if not -1 <= quantity.low <= 0 <= quantity.high <= 1:
        raise ValueError("−1 ≤ low ≤ 0 ≤ high ≤ 1")
    return quantity


UnprovenEffect = Annotated[Uncertain, AfterValidator(_holds_zero)]
"""A share by which something falls; until a before and after with a control shows it, nothing may be assured: the
range holds zero (METHOD §5.4, lever «train partners»)."""


def know_estimate(
    code: str, channel_id: str, known: Estimate, context: LeverContext, *, least: float = 0.0, most: float = 1.0,
    stream: str = "",
) -> Draws:  # fmt: skip
    """Draw an estimate of answers inside its scale, and write it down with its own grade and evidence: (d,).

    Args:
        stream: name of its chance, where code and channel do not tell one belief from another.
    """
    rng = context.chance.stream(stream or f"{code}.{channel_id}")
    drawn = Heard(known, least, most).draw(rng, context.chance.draws)
    return context.know(code, channel_id, drawn, known.unit, known.method, known.grade, known.evidence, known.n)
