"""The grade of a table: that of its weakest number."""

from __future__ import annotations

from collections.abc import Iterable

from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import weakest
from tramite.reports.scribe import Scribe


def grade_note(scribe: Scribe, estimates: Iterable[Estimate]) -> tuple[str, ...]:
    """Write the weakest grade of the numbers that are shown, and what it means; nothing if none is shown."""
    grades = [estimate.grade for estimate in estimates if estimate.value is not None]
    return (scribe.say(f"sentence_grade_{weakest(grades)}"),) if grades else ()
