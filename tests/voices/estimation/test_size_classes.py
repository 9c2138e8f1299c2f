from __future__ import annotations

import polars as pl
import pytest

from tramite.kernel.method import Method
from tramite.voices.estimation.means import stratified_mean
from tramite.voices.estimation.population import population_for
from tramite.voices.estimation.size_classes import cut_by_size

METHOD = Method()


def units(*rows: tuple[str, str, float | None], domain: str = "x") -> pl.DataFrame:
    return pl.DataFrame(
        [(name, domain, stratum, revenue) for name, stratum, revenue in rows],
        schema={"unit_id": pl.String, "domain": pl.String, "stratum": pl.String, "revenue": pl.Float64},
        orient="row",
    )


def row_of(count: int, revenue: float, stratum: str, start: int = 0) -> list[tuple[str, str, float | None]]:
    return [(f"{stratum}{start + i}", stratum, revenue + i) for i in range(count)]


def test_cut_by_size_puts_a_large_unit_of_a_small_stratum_beside_the_large() -> None:
    people = units(*row_of(12, 1, "small"), ("giant", "small", 105.0), *row_of(8, 100, "large"))
    heard = [f"small{i}" for i in range(0, 12, 2)] + [f"large{i}" for i in range(4)]
    cut = cut_by_size(people, heard=heard, by="revenue", least=4)
    classes = dict(cut.select("unit_id", "stratum").iter_rows())
    assert {name: classes[name] for name in ("small0", "small11", "giant", "large0", "large7")} == {
        "small0": "#1", "small11": "#1", "giant": "#2", "large0": "#2", "large7": "#2",
    }  # fmt: skip
    design = dict(cut.select("unit_id", "design").iter_rows())
    assert (design["small0"], design["giant"], design["large0"]) == pytest.approx((13 / 6, 13 / 6, 2))


def test_cut_by_size_leaves_a_stratum_heard_in_full_alone() -> None:
    people = units(*row_of(3, 500, "certain"), *row_of(20, 1, "rest"))
    heard = [f"certain{i}" for i in range(3)] + [f"rest{i}" for i in range(7)]
    strata = cut_by_size(people, heard=heard, by="revenue", least=4)["stratum"].to_list()
    assert strata == ["certain"] * 3 + ["#1"] * 20


def test_cut_by_size_cuts_each_domain_by_itself_and_keeps_the_order() -> None:
    one = units(*row_of(16, 1, "a"))
    other = units(*((f"y{name}", stratum, size) for name, stratum, size in row_of(9, 1, "a")), domain="y")
    people = pl.concat([one, other]).sample(fraction=1, shuffle=True, seed=1)
    heard = [f"a{i}" for i in range(0, 16, 2)]
    cut = cut_by_size(people, heard=heard, by="revenue", least=4)
    assert cut["unit_id"].to_list() == people["unit_id"].to_list()
    assert cut.group_by("domain").agg(pl.col("stratum").n_unique()).sort("domain").rows() == [("x", 2), ("y", 1)]


def test_cut_by_size_counts_an_unknown_size_as_the_mean_of_its_stratum() -> None:
    people = units(*row_of(16, 1, "a"), ("new", "a", None))
    heard = [f"a{i}" for i in range(16) if i % 2] + ["new"]
    cut = cut_by_size(people, heard=heard, by="revenue", least=4)
    assert cut.filter(pl.col("unit_id") == "new")["stratum"].item() == "#1"


def test_cut_by_size_of_nobody_is_nobody() -> None:
    assert cut_by_size(units(), heard=[], by="revenue", least=4).height == 0


def test_revenue_weighted_mean_speaks_by_size_and_keeps_what_the_frame_knows() -> None:
    # The four large that were heard say 80, the small ones 20; large units carry most of the revenue of the frame.
    people = units(*row_of(12, 1, "small"), ("giant", "small", 105.0), *row_of(8, 100, "large"))
    said = pl.DataFrame(
        {"unit_id": [f"small{i}" for i in range(0, 12, 2)] + [f"large{i}" for i in range(4)],
         "value": [20.0] * 6 + [80.0] * 4}
    )  # fmt: skip
    population = population_for(people, heard=said["unit_id"].to_list(), weighting="revenue", method=METHOD)
    mean = stratified_mean(population.answers(said), strata=population.strata, weighting="revenue", level=0.9)
    small, large = sum(range(1, 13)), 105 + sum(range(100, 108))
    assert mean.value == pytest.approx((small * 20 + large * 80) / (small + large))
    assert mean.weight == pytest.approx(small + large)


def test_one_vote_each_keeps_the_strata_of_the_draw() -> None:
    people = units(*row_of(16, 1, "a"), *row_of(4, 50, "b"))
    population = population_for(people, heard=[f"a{i}" for i in range(9)], weighting="vote", method=METHOD)
    assert population.strata["stratum"].to_list() == ["a", "b"]
    assert "design" not in population.people.columns
