"""Grades follow from evidence: none is typed in, and no number is better than what it is made from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tramite
from tests.beliefs.conftest import Answer, MakeStudy, loss
from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.believed import reactions
from tramite.beliefs.reactions.diversion import diversion
from tramite.books.statement import income_statement
from tramite.books.statement_cut import statement_cut
from tramite.decisions.alternatives import Alternative
from tramite.decisions.compare import compare
from tramite.decisions.comparison import AlternativeResult
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.periods import Period

SOURCES = Path(tramite.__file__).parent
# Who writes a grade by name, and why it is not typed in.
ALLOWED = {
    ("kernel/grade.py", name): "the rule itself" for name in "ABCD"
} | {
    ("kernel/estimate.py", "D"): "an estimate that nobody graded is an assumption",
    ("decisions/verdicts/indirect_expansion.py", "D"): "that costs split by a driver follow sales is assumed",
    ("beliefs/conflict/moved.py", "D"): "that costs split by a driver follow moved sales is assumed",
    ("beliefs/drivers/partner_classes.py", "D"): "classes are a reading of the answers, measured by nobody",
    ("beliefs/drivers/result.py", "D"): "where nothing can be told nothing is graded",
    ("beliefs/potential/kappa.py", "D"): "κ is assumed until a second wave tells it (METHOD §3.10)",
    ("beliefs/potential/terms.py", "D"): "what is not known, and what rests on an assumed end price",
    ("beliefs/reactions/uptake.py", "D"): "the correction is assumed (METHOD §5.4)",
    ("beliefs/roles/equity.py", "D"): "what rests on an assumed end price",
    ("beliefs/roles/roles.py", "D"): "what rests on an assumed end price, or on costs that a driver splits",
    ("voices/estimation/combinations.py", "D"): "nobody was heard",
    ("decisions/strategy.py", "D"): "looks for the parameters that are assumed",
    ("decisions/actions/grading.py", "D"): "an action's ground that is assumed, split, or without control",
    ("reports/sections/ask.py", "D"): "tells that the worth rests on assumptions",
    ("decisions/today.py", "D"): "the drift, and what an unmeasured price or a split cost rests on, are assumed",
    ("decisions/verdicts/books.py", "D"): "costs that a driver splits are not measured by channel",
    ("decisions/verdicts/earnings.py", "D"): "what rests on an assumed end price",
    ("decisions/verdicts/price.py", "D"): "a margin aimed at that nobody has said",
    ("decisions/levers/context.py", "D"): "a quantity that somebody assumes",
    ("books/cannibalisation.py", "B"): "links are found, not measured: the weakest of B and what was measured",
}  # fmt: skip


def typed_in() -> Iterator[tuple[str, str]]:
    """Walk through the grades that code names: ``Grade.X``, ``Grade("X")`` and ``grade="X"``."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Attribute(value=ast.Name(id="Grade"), attr=str(name)) if name in Grade.__members__:
                    yield str(path.relative_to(SOURCES)), name
                case ast.Call(func=ast.Name(id="Grade"), args=[ast.Constant(value=str(name))]):
                    yield str(path.relative_to(SOURCES)), name
                case ast.keyword(arg="grade", value=ast.Constant(value=str(name))) if name in Grade.__members__:
                    yield str(path.relative_to(SOURCES)), name


def test_no_grade_is_typed_in() -> None:
    found = set(typed_in())
    assert {place for place in found if place not in ALLOWED} == set()
    used = {place for place in ALLOWED if place[0] != "kernel/grade.py"}
    assert used - found == set()  # an allowance that nobody needs is taken away


def test_better_than_assumed_is_never_typed_outside_the_rule() -> None:
    better = {place for place in typed_in() if place[1] != "D" and place[0] != "kernel/grade.py"}
    assert better == {("books/cannibalisation.py", "B")}


@given(st.lists(st.sampled_from(list(Grade)), min_size=1))
def test_a_chain_is_as_strong_as_its_weakest_link(grades: list[Grade]) -> None:
    assert all(weakest(grades) >= grade for grade in grades)
    assert weakest(grades) in grades


@pytest.fixture
def closed(
    make_study: MakeStudy, books: dict[str, nw.LazyFrame[Any]], definition: CaseDefinition, period: Period
) -> AlternativeResult:
    """Close the shops, with a belief of grade C about where their customers go."""
    study = make_study([Answer(f"c{n}", "CC03", {"web": 60, "stop": 40}) for n in range(12)])
    belief = diversion(study.responses, study.interviews, study.frame, channel_id="shops", definition=definition)
    assert belief is not None
    assert belief.grade is Grade.C
    sure = {"low": 0, "likely": 0, "high": 0, "source": "test"}
    lever = {"kind": "close-channel", "channel": "shops", "start": date(2025, 1, 1), "exit_cost": sure,
             "avoidable_share": sure, "ramp_months": sure}  # fmt: skip
    close = Alternative.model_validate(
        {"id": "close", "name": {"en": "Close", "it": "Chiudere"}, "levers": [lever]}
    )
    return compare(
        [close],
        statement=income_statement(books, definition=definition, period=period),
        cut=statement_cut(books, definition=definition, period=period, by=("channel", "segment", "line")),
        beliefs=Beliefs(diversion={"shops": belief}), definition=definition, chance=Chance(1, 200),
    ).result("close")  # fmt: skip


def test_numbers_of_an_alternative_are_never_graded_better_than_its_parameters(closed: AlternativeResult) -> None:
    worst = weakest(parameter.estimate.grade for parameter in closed.parameters)
    numbers = (closed.value, closed.change, *closed.partner_earnings.values())
    assert {number.grade for number in numbers} == {closed.grade} == {worst}


def test_a_belief_carries_its_grade_into_the_alternative(closed: AlternativeResult) -> None:
    grades = {p.code: p.estimate.grade for p in closed.parameters if p.code in ("diversion", "lost")}
    assert grades == {"diversion": Grade.C, "lost": Grade.C}


def test_every_estimate_of_a_belief_is_graded_by_what_was_heard(
    make_study: MakeStudy, definition: CaseDefinition
) -> None:
    honest = [loss(f"c{n}", "CX03", 10, lost) for n, lost in enumerate([10, 20, 30] * 4)]
    agreeing = [loss(f"p{n}", "PX08", 10, lost) for n, lost in enumerate([12, 20, 28] * 4)]
    apart = [loss(f"p{n}", "PX08", 10, lost) for n, lost in enumerate([50, 60, 70] * 4)]
    few = honest[:6]
    expected = ((few, Grade.C), (honest, Grade.C), ([*honest, *agreeing], Grade.B), ([*honest, *apart], Grade.C))
    for answers, grade in expected:
        price = reactions(make_study(answers), definition=definition).by_kind["price"]
        assert {estimate.grade for estimate in price.estimates.values()} == {grade} == {price.grade}
