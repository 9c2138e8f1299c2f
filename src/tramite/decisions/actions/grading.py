"""How far the ground of an action can be trusted, and what would verify it."""

from __future__ import annotations

from collections.abc import Iterable

from tramite.kernel.grade import Grade, grade_books, grade_voices, weakest
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Sayable, phrase


def grade_of(sources: Iterable[Source], *, months: int, method: Method) -> Grade:
    """Grade what rests on some sources: a chain is as strong as its weakest link (METHOD §3.11.6).

    Tables by their months, answers by their number on one side, what somebody assumes D. Settings are limits, not
    evidence: they do not count, and what rests on nothing else is assumed.
    """
    grades = []
    for source in sources:
        if source.kind == "table":
            grades.append(grade_books(months, method))
        elif source.kind == "interviews":
            grades.append(grade_voices(len(source.ids), None, False, method))
        elif source.kind == "assumption":
            grades.append(Grade.D)
    return weakest(grades) if grades else Grade.D


def graded_split(grade: Grade, *, allocated: float) -> Grade:
    """Grade an amount in which there are costs that a driver splits: that they follow the channel is assumed."""
    return Grade.D if allocated else grade


def attributed(grade: Grade, *, control: bool) -> Grade:
    """Grade a change as the effect of an action: without a control, that nothing else moved it is assumed."""
    return grade if control else Grade.D


def is_assumed(grade: Grade) -> bool:
    """Tell whether a grade is the weakest there is: nobody measured it, nobody said it."""
    return grade is max(Grade)


def verification(sources: Iterable[Source]) -> Sayable:
    """Say which document or which interviews would verify a ground (METHOD §3.12)."""
    known = tuple(sources)
    assumed = [source for source in known if source.kind == "assumption"]
    asked = dict.fromkeys(source.name for source in known if source.kind == "interviews")
    items = ", ".join(asked)
    if assumed and items:
        return phrase("actions.verify_both", what=assumed[0].detail or assumed[0].name, items=items)
    if assumed:
        return phrase("actions.verify_document", what=assumed[0].detail or assumed[0].name)
    if items:
        return phrase("actions.verify_interviews", items=items)
    tables = ", ".join(dict.fromkeys(source.name for source in known if source.kind == "table"))
    return phrase("actions.verify_table", tables=tables) if tables else phrase("actions.verify_wave")
