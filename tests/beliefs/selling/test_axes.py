"""The four axes, by hand."""

from __future__ import annotations

import polars as pl
import pytest

from tests.beliefs.selling_voices import BANK, METHOD, Firm, study_of
from tramite.beliefs.selling.axes import firm_axes


def axes(*firms: Firm) -> pl.DataFrame:
    study = study_of(firms)
    return firm_axes(study.responses, study.voices("partner").interviews, bank=BANK, method=METHOD)


def test_axes_follow_the_method() -> None:
    """Two joint steps of five and 30% joint deals: J = ½·0.4 + ½·0.3; led alone or jointly: 4 of 5."""
    row = axes(Firm("a", steps="jjppv", joint=30, title="split", complement=50, indispensable=60)).row(
        0, named=True
    )
    assert row["joint"] == pytest.approx(0.35)
    assert (row["facing"], row["title"], row["gap"]) == (pytest.approx(0.8), 0.5, pytest.approx(0.3))


@pytest.mark.parametrize(
    ("title", "value"),
    [("resale", 1.0), ("consignment", 1.0), ("embed", 1.0), ("split", 0.5), ("agency", 0.0)],
)
def test_title_of_each_form(title: str, value: float) -> None:
    assert axes(Firm("a", title=title))["title"].to_list() == [value]


def test_steps_not_answered_are_left_out_and_too_few_are_no_answer() -> None:
    found = axes(Firm("a", steps="jpv"), Firm("b", steps="jp"))
    assert found["facing"].to_list() == [pytest.approx(2 / 3), None]
    assert found["joint"].to_list()[1] is None


def test_informants_are_averaged_first() -> None:
    found = axes(Firm("a", joint=10, steps="ppppp"), Firm("a", joint=50, steps="jjjjj"))
    assert found.select("joint_sales", "joint_steps").row(0) == (pytest.approx(0.3), pytest.approx(0.5))


def test_own_shops_and_branches_have_no_role_apart() -> None:
    found = axes(Firm("a"), Firm("b", role="branch"), Firm("c", title="internal"), Firm("d", role="store_manager"))
    assert found["unit_id"].to_list() == ["a"]


def test_who_adds_nothing_fills_no_gap_and_a_refusal_is_not_zero() -> None:
    found = axes(Firm("a", complement=0), Firm("b", complement=40, indispensable=None), Firm("c", complement=None))
    assert found["gap"].to_list() == [0.0, None, None]
