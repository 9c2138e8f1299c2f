"""Stages today, wishes, agreement, movement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from tests.beliefs.selling_voices import BANK, METHOD, Colleague, Firm, study_of
from tramite.beliefs.paradigm.movement import movement
from tramite.beliefs.paradigm.paradigm import Paradigm, paradigm
from tramite.beliefs.paradigm.stage import firm_stages
from tramite.voices.estimation.study import Study
from tramite.voices.estimation.waves import waves_of

LATER = date(2025, 11, 3)
PARTNERSHIP = ("plan", "targets", "data")


def stages(*firms: Firm) -> list[str | None]:
    study = study_of(firms)
    found = firm_stages(study.responses, study.voices("partner").interviews, bank=BANK, method=METHOD)
    return found["stage"].to_list()


def of(study: Study) -> Paradigm:
    found = paradigm(study)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("recurring", "practices", "stage"),
    [
        (30, PARTNERSHIP, "subscription"), (29, PARTNERSHIP, "partnership"),
        (0, ("codev", "bundle", "plan"), "cocreation"), (0, ("codev", "bundle", "visits"), "transactional"),
        (0, ("codev", "success", "review"), "cocreation"), (0, ("visits", "leads"), "transactional"),
        (0, ("none",), "transactional"),
    ],
)  # fmt: skip
def test_stage_is_the_first_that_holds(recurring: float, practices: tuple[str, ...], stage: str) -> None:
    assert stages(Firm("a", recurring=recurring, practices=practices)) == [stage]


def test_what_decides_and_was_not_answered_is_not_evaluable() -> None:
    firms = (
        Firm("a", recurring=None, practices=PARTNERSHIP),
        Firm("b", practices=None),
        Firm("c", recurring=40, practices=None),
    )
    assert stages(*firms) == [None, None, "subscription"]


def test_alignment_needs_every_side() -> None:
    """Six partnerships, half of whose revenue wants one; our people too; customers would rather buy."""
    firms = [
        Firm(f"p{i}", practices=PARTNERSHIP, wanted="partnership" if i < 3 else "subscription") for i in range(6)
    ]
    people = [Colleague(f"v{i}") for i in range(5)]
    buyers = [(f"c{i}", "shops", "buy") for i in range(6)]
    whole, no_vendor = of(study_of(firms, people, buyers)), of(study_of(firms, people[:4], buyers))
    assert {by: t.cell("shops", "", "revenue").estimate.value for by, t in whole.agreed.items()} == {
        "partner": 0.5, "vendor": 1.0, "all": 0.5
    }  # fmt: skip
    assert (no_vendor.intended, no_vendor.agreed["all"].cells) == ({}, ())
    rent = of(study_of(firms, people, [(f"c{i}", "shops", "rent") for i in range(6)]))
    assert rent.agreed["all"].cell("shops", "", "revenue").estimate.value == 0.0


def test_stages_of_few_are_hidden_and_nobody_heard_is_no_belief() -> None:
    few = of(study_of([Firm(f"p{i}") for i in range(4)]))
    assert {cell.estimate.value for cell in few.today.cells} == {None}
    assert paradigm(study_of([Firm("p", recurring=None, practices=None)])) is None


def test_named_stage_is_told_where_it_tells_nobody_else() -> None:
    firms = [Firm(f"a{i}", level="a") for i in range(5)]
    assert of(study_of(firms)).of("a0") is not None
    assert of(study_of([*firms, Firm("b")])).of("a0") is None


def test_movement_is_of_the_same_firms() -> None:
    """Of six firms heard twice two went on and one went back; a seventh is new and did not move."""
    before = [Firm(f"p{i}", practices=PARTNERSHIP if i == 5 else ()) for i in range(6)]
    before = [replace(firm, practices=firm.practices or ("none",)) for firm in before]
    after = [replace(f, practices=PARTNERSHIP if i < 2 else ("none",), day=LATER) for i, f in enumerate(before)]
    study = study_of([*before, *after, Firm("new", practices=PARTNERSHIP, day=LATER)])
    found = movement(study)
    assert found is not None
    assert (found.pairs, found.before, found.after) == (6, date(2024, 11, 4), LATER)
    shares = {way: found.table.cell("shops", way, "vote").estimate.value for way in ("back", "same", "forward")}
    assert shares == {
        "back": pytest.approx(1 / 6, abs=1e-3),
        "same": 0.5,
        "forward": pytest.approx(2 / 6, abs=1e-3),
    }
    # today is the last wave, not the mean of both
    assert of(study).today.cell("shops", "partnership", "vote").estimate.value == pytest.approx(3 / 7, abs=1e-3)


def test_one_wave_has_no_movement() -> None:
    assert movement(study_of([Firm(f"p{i}") for i in range(6)])) is None


def test_without_interviews_there_is_no_wave() -> None:
    nobody = pl.DataFrame(schema={"interview_id": pl.String(), "date": pl.Date()})
    assert waves_of(nobody, method=METHOD) == ()
