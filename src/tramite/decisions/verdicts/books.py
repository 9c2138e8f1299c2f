"""Numbers of the books as verdicts read them."""

from __future__ import annotations

from tramite.decisions.verdicts.verdict import VerdictGround
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_books, weakest
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase


def of_books(ground: VerdictGround, channel_id: str, value: float | None, line: str) -> Estimate:
    """Return a share that the books give, with the grade and ground of a line of the statement.

    Costs that a driver splits are not measured by channel: what rests on them is assumed (grade D).
    """
    statement, method = ground.setting.statement, ground.setting.definition.method
    cell = statement.cell(channel_id, line)
    grade = Grade.D if cell.allocated else grade_books(statement.period.months, method)
    return computed(ground, value, f"lines.{line}", grade, cell.sources)


def computed(
    ground: VerdictGround, value: float | None, how: str, grade: Grade, evidence: tuple[Source, ...]
) -> Estimate:
    """Return a share that a formula gives, without an interval of its own.

    Args:
        how: key of the sentence that names the formula.
    """
    level = ground.setting.definition.method.interval_level
    return Estimate(value, None, None, level, 0, None, "share", phrase(how), grade=grade, evidence=evidence)


def joined(ground: VerdictGround, value: float | None, how: str, *parts: Estimate) -> Estimate:
    """Return what a formula makes of others: their weakest grade, and the evidence of all."""
    evidence = tuple(dict.fromkeys(source for part in parts for source in part.evidence))
    return computed(ground, value, how, weakest(part.grade for part in parts), evidence)
