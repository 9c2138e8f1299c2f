"""Figures of verdicts that come from draws: graded by what was drawn, and on which side of a limit they lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from tramite.decisions.parameters import Drawn, Key
from tramite.decisions.verdicts.verdict import VerdictGround
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

Side = Literal["above", "below", "open"]


def firsts(*drawn: Mapping[Key, Sequence[Drawn]]) -> list[Drawn]:
    """Return one block of each parameter: its grade and evidence are those of all."""
    return [blocks[0] for each in drawn for blocks in each.values()]


def ground_of(drawn: Iterable[Drawn]) -> tuple[Grade, tuple[Source, ...]]:
    """Return the weakest grade and all evidence of parameters."""
    known = list(drawn)
    return weakest(each.grade for each in known), tuple(dict.fromkeys(s for each in known for s in each.evidence))


def of_draws(
    ground: VerdictGround, draws: Draws, unit: Unit, how: str, graded: tuple[Grade, tuple[Source, ...]]
) -> Estimate:
    """Summarise draws, (d,).

    Args:
        how: key of the sentence that names the formula.
    """
    definition, (grade, evidence) = ground.setting.definition, graded
    return Estimate.of_draws(
        draws, level=definition.method.interval_level, unit=unit, method=phrase(how), grade=grade,
        evidence=evidence, currency=definition.currency,
    )  # fmt: skip


def side_of(estimate: Estimate, limit: float = 0.0) -> Side:
    """Tell whether the whole interval of an estimate lies above a limit, below it, or on both sides."""
    if estimate.lower is not None and estimate.lower > limit:
        return "above"
    return "below" if estimate.upper is not None and estimate.upper < limit else "open"
