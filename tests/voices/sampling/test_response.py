from __future__ import annotations

import pytest

from tests.voices.sampling.sampling_frames import rows_of, unit
from tramite.voices.sampling.curve import revenue_curve
from tramite.voices.sampling.response import field_state, known_sample, response_by, with_interviews

FRAME = rows_of(
    "frame", *(unit(f"P{n}", 100.0 * n, stratum="a") for n in range(1, 7)),
    unit("L1", 0.0, stratum="lost", status="lost"), unit("C1", None, role="customer", stratum="c"),
)  # fmt: skip


def asked(unit_id: str, outcome: str, reason: str | None = None) -> dict[str, object]:
    return {"unit_id": unit_id, "order": 1, "outcome": outcome, "reason": reason}


def test_response_counts_heads_and_revenue_and_who_was_replaced() -> None:
    sample = rows_of(
        "sample", asked("P6", "done"), asked("P4", "done"), asked("P5", "refused", "no time"),
        asked("P3", "not_reached"), asked("P2", "not_eligible"), asked("P1", "pending"), asked("C1", "refused"),
    )  # fmt: skip
    state = field_state(sample, FRAME)
    a = state.strata[0]
    assert (a.stratum, a.N, a.asked, a.done, a.silent, a.not_eligible, a.pending) == ("a", 6, 6, 2, 2, 1, 1)
    assert (a.rate, a.lowest_rate, a.coverage) == (0.5, 0.4, 1.0)
    assert a.revenue_rate == pytest.approx(1000 / 1800)
    partner, customer = state.sides
    assert (partner.stratum, partner.N, partner.asked, partner.revenue) == ("", 7, 6, 2100.0)
    assert partner.revenue_coverage == 1.0
    assert (customer.rate, customer.revenue_rate, customer.revenue_coverage) == (0.0, None, None)
    assert state.reasons == {"no time": 1, "": 1}


def test_before_the_field_work_no_rate_is_known() -> None:
    state = field_state(rows_of("sample", asked("P6", "pending")), FRAME)
    assert (state.sides[0].rate, state.sides[0].revenue_rate) == (None, None)
    assert state.sides[0].revenue_coverage == pytest.approx(600 / 2100)
    assert state.reasons == {}


def test_revenue_curve_goes_from_nothing_to_all() -> None:
    curve = revenue_curve(FRAME)
    assert curve["side"].unique().to_list() == ["partner"]
    assert curve["units"].to_list() == [0, 1, 2, 3, 4, 5, 6]
    assert curve["share"].to_list() == pytest.approx([0, 6 / 21, 11 / 21, 15 / 21, 18 / 21, 20 / 21, 1])
    assert curve["heads"][-1] == 1.0


def test_interviews_tell_who_is_done() -> None:
    outcomes = {"P1": "pending", "P2": "not_reached", "P3": "pending", "P4": "refused", "P5": "pending"}
    sample = rows_of("sample", *(asked(unit, outcome) for unit, outcome in outcomes.items()))
    told = {"P1": "approved", "P2": "has_issues", "P3": "refused", "P4": "done"}
    interviews = rows_of("interviews", *({"unit_id": unit, "status": status} for unit, status in told.items()))
    assert with_interviews(sample, interviews).select("unit_id", "outcome").rows() == [
        ("P1", "done"), ("P2", "done"), ("P3", "refused"), ("P4", "refused"), ("P5", "pending"),
    ]  # fmt: skip


def test_groups_of_any_kind_are_counted_like_strata() -> None:
    sample = rows_of(
        "sample", asked("P6", "done"), asked("P4", "done"), asked("P5", "refused"), asked("C1", "done")
    )
    found = response_by(sample, FRAME, {"P6": "maria", "P5": "maria", "P4": "luca", "C1": "luca"})
    maria, luca = found["maria"], found["luca"]
    assert (list(found), maria.side) == (["luca", "maria"], None)
    assert (maria.asked, maria.done, maria.rate) == (2, 1, 0.5)
    assert maria.revenue_rate == pytest.approx(600 / 1100)
    assert (luca.done, luca.rate, luca.done_revenue) == (2, 1.0, None)


def test_a_sample_takes_from_the_frame_what_it_does_not_tell() -> None:
    sample = rows_of(
        "sample", {**asked("P6", "done"), "stratum": "own"}, asked("C1", "pending"), asked("X", "done")
    )
    rows = known_sample(sample, FRAME).select("role", "stratum", "channel_id").rows()
    assert rows == [("reseller", "own", "shops"), ("customer", "c", "shops"), (None, None, None)]
