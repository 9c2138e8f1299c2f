"""Words that sections of verdicts share: what is missing, how an answer reads, the cell of a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tramite.decisions.missing import Missing
from tramite.decisions.verdicts.verdict import Verdict
from tramite.reports.grid import Datum, Row
from tramite.reports.scribe import Scribe


def tell(scribe: Scribe, key: str, **params: object) -> str:
    """Write a sentence of verdicts."""
    return scribe.tell(f"verdicts.{key}", **params)


def verdicts_of(scribe: Scribe, question: str) -> list[Verdict]:
    """Return the verdicts of a dossier on one question."""
    return [each for each in scribe.dossier.verdicts if each.question == question]


def answered(scribe: Scribe, verdict: Verdict) -> str:
    """Write the answer in one or two words."""
    return tell(scribe, f"{verdict.question}_{verdict.answer}")


def lacking(scribe: Scribe, missing: Iterable[Missing], *, of: str | None = None) -> str:
    """Name what is missing, with its channel where the name does not hold one.

    Args:
        of: channel of which the sentence speaks already.
    """
    names = [
        each.named(scribe.language, scribe.channel(each.channel_id), told=each.channel_id == of)
        for each in missing
    ]
    return ", ".join(name[0].lower() + name[1:] for name in names)


def figures_row(scribe: Scribe, verdict: Verdict, label: str, codes: Sequence[str]) -> Row:
    """Write a row: each figure, then the answer and its grade."""
    cells: list[Datum] = []
    for code in codes:
        estimate = verdict.figures.get(code)
        cells.append(scribe.absent("money") if estimate is None else scribe.estimate(estimate))
    grade = "–" if verdict.grade is None else verdict.grade
    return Row(label, (*cells, scribe.words(answered(scribe, verdict)), scribe.words(grade)))


def headers(scribe: Scribe, first: str, codes: Sequence[str]) -> tuple[str, ...]:
    """Write the headers of such rows."""
    return (first, *(tell(scribe, code) for code in codes), tell(scribe, "answer"), scribe.say("grade_header"))
