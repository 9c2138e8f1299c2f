from __future__ import annotations

import polars as pl
import pytest

from tests.voices.conftest import Answers, Strata
from tramite.kernel.errors import InputRefused
from tramite.voices.estimation.strata import SurveyWeighting, covered, strata_of, weigh


def weights(table: pl.DataFrame) -> list[float]:
    return table["weight"].to_list()


def test_strata_of_cuts_a_stratum_at_the_border_of_domains() -> None:
    frame = pl.DataFrame(
        [("a", "x", "large", 10.0), ("b", "x", "large", None), ("c", "y", "large", 5.0), ("d", "x", "small", 1.0)],
        schema={"unit_id": pl.String, "domain": pl.String, "stratum": pl.String, "revenue": pl.Float64},
        orient="row",
    )
    counted = strata_of(frame).select("domain", "stratum", "N", "revenue")
    assert counted.rows() == [("x", "large", 2, 10.0), ("x", "small", 1, 1.0), ("y", "large", 1, 5.0)]


def test_strata_of_takes_units_of_unknown_revenue_to_be_like_the_others_and_losses_for_nothing() -> None:
    frame = pl.DataFrame(
        [
            ("a", "large", 10.0),
            ("b", "large", 30.0),
            ("c", "large", None),
            ("d", "small", -4.0),
            ("e", "new", None),
        ],
        schema={"unit_id": pl.String, "stratum": pl.String, "revenue": pl.Float64},
        orient="row",
    ).with_columns(pl.lit("x").alias("domain"))
    sizes = strata_of(frame).select("stratum", "N", "revenue", "revenue_total", "revenue_squares")
    assert sizes.rows() == [("large", 3, 40, 60, 1500), ("new", 1, 0, 0, 0), ("small", 1, -4, 0, 0)]


def test_weigh_gives_population_over_answers(answers: Answers, strata: Strata) -> None:
    heard = answers(("x", "large", 1), ("x", "large", 2), ("x", "small", 3), ("x", "small", 4))
    drawn = weigh(heard, strata=strata(("x", "large", 2), ("x", "small", 30)), weighting="vote", enumerative=True)
    assert weights(drawn) == [1, 1, 15, 15]
    assert drawn.select("n_g", "N_g").rows() == [(2, 2), (2, 2), (2, 30), (2, 30)]


def test_weigh_lets_the_nearest_stratum_speak_for_one_without_answers(answers: Answers, strata: Strata) -> None:
    population = strata(
        ("x", "a", 10, 1000.0), ("x", "b", 20, 200.0), ("x", "silent", 30, 330.0), ("y", "c", 5, 55.0)
    )
    heard = answers(("x", "a", 1), ("x", "a", 2), ("x", "b", 1), ("x", "b", 2))
    assert weights(weigh(heard, strata=population, weighting="vote", enumerative=True)) == [5, 5, 25, 25]
    assert covered(heard, strata=population) == 60


def test_weigh_collapses_a_lonely_stratum_for_the_variance_only(answers: Answers, strata: Strata) -> None:
    population = strata(
        ("x", "a", 10, 1000.0), ("x", "b", 20, 200.0), ("x", "lonely", 6, 90.0), ("y", "near", 9, 135.0)
    )
    heard = answers(
        ("x", "a", 1),
        ("x", "a", 2),
        ("x", "b", 1),
        ("x", "b", 2),
        ("x", "lonely", 9),
        ("y", "near", 1),
        ("y", "near", 2),
    )
    drawn = weigh(heard, strata=population, weighting="vote", enumerative=True)
    assert weights(drawn) == [5, 5, 10, 10, 6, 4.5, 4.5]
    assert drawn["n_g"].to_list() == [2, 2, 3, 3, 3, 2, 2]
    assert drawn["N_g"].to_list() == [10, 10, 26, 26, 26, 9, 9]
    group = drawn["group"].to_list()
    assert group[2] == group[4] != group[0]


def test_weigh_crosses_domains_only_if_it_must(answers: Answers, strata: Strata) -> None:
    population = strata(("x", "lonely", 6, 60.0), ("y", "a", 10, 10.0), ("z", "b", 10, 90.0))
    heard = answers(("x", "lonely", 9), ("y", "a", 1), ("y", "a", 2), ("z", "b", 3), ("z", "b", 4))
    drawn = weigh(heard, strata=population, weighting="vote", enumerative=True)
    assert drawn["group"].to_list()[0] == drawn["group"].to_list()[3]
    assert weights(drawn) == [6, 5, 5, 5, 5]


@pytest.mark.parametrize(("enumerative", "groups"), [(True, 2), (False, 1)])
def test_weigh_leaves_a_stratum_of_one_alone_only_for_todays_population(
    answers: Answers, strata: Strata, *, enumerative: bool, groups: int
) -> None:
    heard = answers(("x", "whale", 9), ("x", "rest", 1), ("x", "rest", 2))
    drawn = weigh(
        heard,
        strata=strata(("x", "whale", 1, 99.0), ("x", "rest", 40, 40.0)),
        weighting="vote",
        enumerative=enumerative,
    )
    assert drawn["group"].n_unique() == groups
    assert weights(drawn) == [1, 20, 20]


@pytest.mark.parametrize(
    ("weighting", "sizes", "total", "squares"), [("vote", [1, 1], 12, 12), ("revenue", [7, 0], 240, 4800)]
)
def test_weigh_gives_sizes_of_answers_and_of_their_population(
    answers: Answers,
    strata: Strata,
    *,
    weighting: SurveyWeighting,
    sizes: list[float],
    total: float,
    squares: float,
) -> None:
    heard = answers(("x", "a", 1, 7.0), ("x", "a", 2, -3.0))
    drawn = weigh(heard, strata=strata(("x", "a", 12, 240.0)), weighting=weighting, enumerative=True)
    assert drawn["size"].to_list() == sizes
    assert drawn.select("total_g", "squares_g").rows() == [(total, squares)] * 2


def test_weigh_refuses_more_answers_than_units(answers: Answers, strata: Strata) -> None:
    heard = answers(("x", "a", 1), ("x", "a", 2), ("x", "unknown", 3))
    with pytest.raises(InputRefused) as refused:
        weigh(heard, strata=strata(("x", "a", 1)), weighting="vote", enumerative=True)
    assert [(fault.kind, fault.value, fault.hint) for fault in refused.value.faults] == [
        ("more_answers_than_units", "x, a", "n = 2, N = 1"),
        ("more_answers_than_units", "x, unknown", "n = 1, N = 0"),
    ]


def test_strata_of_adds_potential_where_the_frame_has_it() -> None:
    frame = pl.DataFrame(
        {"unit_id": ["a", "b", "c"], "domain": "x", "stratum": "s", "revenue": [1.0, 2.0, 3.0],
         "potential": [10.0, None, 30.0]}
    )  # fmt: skip
    assert strata_of(frame).select("potential_total", "potential_squares").rows() == [(60, 1500)]


def test_weigh_by_size_gives_a_stratum_what_the_frame_knows_and_keeps_the_weights_of_the_draw(
    answers: Answers, strata: Strata
) -> None:
    # ΣR of the stratum is 240; heard are 6 with weight 1 in the draw and 2 with weight 3: δR = 6 and 6.
    heard = answers(("x", "a", 1, 6.0), ("x", "a", 2, 2.0)).with_columns(pl.Series("design", [1.0, 3.0]))
    drawn = weigh(heard, strata=strata(("x", "a", 12, 240.0)), weighting="revenue", enumerative=True)
    assert drawn.select(pl.col("weight") * pl.col("size")).to_series().to_list() == [120, 120]
    assert drawn["pool"].n_unique() == 1
