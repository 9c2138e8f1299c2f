"""The front page: what it says of a choice, of a blocked one, and of none."""

from __future__ import annotations

from dataclasses import replace

from tramite.reports.dossier import Dossier
from tramite.reports.scribe import Scribe
from tramite.reports.section import Picture, Section, Words
from tramite.reports.sections.front import write_front


def words(section: Section) -> str:
    return " ".join(" ".join((block.text, *block.points)) for block in section.blocks if isinstance(block, Words))


def chosen(dossier: Dossier, *, change: float, loss: float) -> Dossier:
    """Return the invented dossier with an alternative that can be chosen."""
    comparison = dossier.comparison
    assert comparison is not None
    assert comparison.strategy is not None
    today, close = comparison.results
    free = replace(close, bars=(), change=replace(close.change, value=change))
    judged = replace(comparison.strategy.correctness, correctable_loss=loss, best="close-depots")
    strategy = replace(comparison.strategy, correctness=judged)
    return replace(dossier, comparison=replace(comparison, results=(today, free), strategy=strategy))


def test_a_choice_that_gains_is_named_with_interval_and_grade(dossier: Dossier) -> None:
    section = write_front(Scribe(chosen(dossier, change=450_000.0, loss=120_000.0), "en"))
    said = words(section)
    assert "Improvable: today is among the best courses in 55.0%" in said
    assert "Best found: “Close the depots”" in said
    assert "grade D" in said
    assert "What would turn the choice" in said
    assert next(block.id for block in section.blocks if isinstance(block, Picture)) == "front-strategy-chart"


def test_a_gain_that_the_other_half_does_not_show_is_none(dossier: Dossier) -> None:
    said = words(write_front(Scribe(chosen(dossier, change=450_000.0, loss=-5_000.0), "en")))
    assert "Best found" not in said
    assert "None of the alternatives does better" in said


def test_what_is_blocked_is_never_the_best(dossier: Dossier) -> None:
    said = words(write_front(Scribe(dossier, "en")))
    assert "has a lever that is blocked" in said
    assert "Best found" not in said


def test_without_a_comparison_it_says_what_to_bring(dossier: Dossier) -> None:
    said = words(write_front(Scribe(replace(dossier, comparison=None), "it")))
    assert "nessuna alternativa a oggi ha potuto essere simulata" in said
