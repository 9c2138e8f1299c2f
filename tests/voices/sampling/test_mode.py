from __future__ import annotations

import polars as pl
import pytest

from tests.voices.sampling.sampling_frames import rows_of
from tramite.kernel.method import Method
from tramite.voices.sampling.cost import study_cost
from tramite.voices.sampling.mode import choose_modes


def choose(
    side: str, contribution: float | None, *, certain: bool = False, informants: int = 1
) -> tuple[object, ...]:
    row = {"side": side, "certain": certain, "informants": informants, "contribution": contribution}
    schema = {"side": pl.String, "certain": pl.Boolean, "informants": pl.Int64, "contribution": pl.Float64}
    chosen = choose_modes(pl.DataFrame([row], schema=schema), method=Method())
    return chosen.select("mode", "mode_reason", "cost").row(0)


@pytest.mark.parametrize(
    ("contribution", "chosen"),
    [
        (22_500, ("in_person", "within", 450.0)),  # 2% is the cost of a visit
        (22_499, ("video", "within", 200.0)),
        (9_999, ("phone", "within", 150.0)),
        (7_499, ("self", "within", 10.0)),
        (499, ("self", "floor", 10.0)),  # 2% is less than the form, all of it is not
        (9.99, (None, "stopped", None)),
        (-500, (None, "stopped", None)),
        (None, (None, "unknown", None)),
    ],
)
def test_a_certain_partner_is_met_as_personally_as_it_pays(
    contribution: float | None, chosen: tuple[object, ...]
) -> None:
    assert choose("partner", contribution, certain=True) == chosen


def test_visits_are_for_the_certain_and_two_informants_cost_twice() -> None:
    assert choose("partner", 1e6) == ("video", "within", 200.0)
    assert choose("partner", 22_500, certain=True, informants=2) == ("video", "within", 400.0)
    assert choose("customer", 6_000) == ("video", "within", 120.0)
    assert choose("vendor", None) == ("video", "vendor", 100.0)


def test_the_study_is_held_against_what_its_channels_bring() -> None:
    sample = rows_of(
        "sample",
        {"role": "reseller", "mode": "in_person", "informants": 2},
        {"role": "customer", "mode": "self", "informants": 1},
        {"role": "vendor", "mode": "video"},
        {"role": "reseller", "mode": None, "informants": 1},
    )
    cost = study_cost(sample, contribution=90_000.0, net_sales=1_006_000.0, method=Method())
    assert [(mode.mode, mode.interviews, mode.cost) for mode in cost.modes] == [
        ("in_person", 2, 900.0), ("video", 1, 100.0), ("self", 1, 6.0),
    ]  # fmt: skip
    assert (cost.total, cost.undecided, cost.limit, cost.above_limit) == (1006.0, 1, 900.0, True)
    assert cost.break_even == pytest.approx(0.001)
    for contribution in (None, -5.0):
        unknown = study_cost(sample, contribution=contribution, net_sales=None, method=Method())
        assert (unknown.limit, unknown.above_limit, unknown.break_even) == (None, False, None)
