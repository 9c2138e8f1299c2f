from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.voices.sampling.sampling_frames import market, request, rows_of, unit
from tramite.voices.sampling.design import design_sample


def drawn(design_rows: pl.DataFrame) -> set[str]:
    return set(design_rows["unit_id"])


def test_strata_are_certain_lost_and_the_rest_by_channel_and_size() -> None:
    design = design_sample(market(), request=request(sizes={"partner": 24}))
    assert [(s.name, s.certain, s.N) for s in design.strata if s.side == "partner"] == [
        ("dist", False, 20), ("dist-certain", True, 1), ("shops-certain", True, 1), ("shops-large", False, 19),
        ("shops-lost", False, 8), ("shops-small", False, 19),
    ]  # fmt: skip
    assert [(s.name, s.N, s.n) for s in design.strata if s.side == "vendor"] == [("own-people", 3, 3)]
    assert {"G1", "G2"} <= drawn(design.drawn)
    assert sum(s.n for s in design.strata if s.side == "partner") == 24
    assert all(s.n >= min(5, s.N) for s in design.strata)
    assert design.frame["unit_id"].to_list() == market()["unit_id"].to_list()


def test_sides_say_where_their_size_comes_from() -> None:
    design = design_sample(market(), request=request(sizes={"partner": 20}))
    sides = {side.side: side for side in design.sides}
    assert (sides["partner"].needed, sides["partner"].by_margin, sides["partner"].basis) == (20, False, "revenue")
    assert (sides["customer"].needed, sides["customer"].by_margin) == (23, True)  # 51.65/(1 + 51.65/40) = 22.5
    assert sides["vendor"].basis == "default"
    small = design_sample(market(), request=request(sizes={"partner": 3}))
    partner = next(side for side in small.sides if side.side == "partner")
    assert (partner.needed, partner.n) == (3, 1 + 5 + 5 + 5)  # one giant, and the minimum of three strata


def test_answers_of_the_last_wave_share_the_interviews() -> None:
    n = []
    for spread in (1.0, 9.0):
        spreads = {("partner", "shops"): 1.0, ("partner", "dist"): spread}
        design = design_sample(market(), request=request(spreads=spreads, size_classes=1))  # type: ignore[arg-type]
        n.append({s.name: s.n for s in design.strata if s.side == "partner" and not s.certain})
        assert design.sides[0].basis == "last_wave"
    # N·S is 20, 38, 8 and then 180, 38, 8; 30 interviews, two of them certain
    assert n == [{"dist": 8, "shops": 15, "shops-lost": 5}, {"dist": 18, "shops": 5, "shops-lost": 5}]


def test_a_firm_above_five_per_cent_has_two_informants() -> None:
    design = design_sample(market(), request=request())
    two = design.ordered.filter(pl.col("informants") == 2)
    assert sorted(two["unit_id"]) == ["G1", "G2"]


def test_the_reserve_follows_the_drawn_of_its_stratum() -> None:
    design = design_sample(market(), request=request(reserve_factor=1))
    for stratum in design.strata:
        last = stratum.N if 2 * stratum.n > stratum.N else 2 * stratum.n
        places = design.reserve.filter(pl.col("stratum") == stratum.name)["place"].to_list()
        assert places == list(range(stratum.n + 1, last + 1))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**62), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(seed: int, chance: object) -> None:
    whole = market()
    order = list(range(whole.height))
    chance.shuffle(order)  # type: ignore[attr-defined]
    one, other = (design_sample(frame, request=request(seed)) for frame in (whole, whole[order]))
    assert_frame_equal(one.drawn, other.drawn)
    assert_frame_equal(one.reserve, other.reserve)
    assert one.strata == other.strata


def test_a_larger_sample_holds_the_smaller_one() -> None:
    small, large = (
        design_sample(market(), request=request(4, sizes={"customer": n}, size_classes=1)).drawn for n in (10, 25)
    )
    customers = pl.col("side") == "customer"
    assert drawn(small.filter(customers)) < drawn(large.filter(customers))


def test_another_seed_draws_others() -> None:
    one, other = (design_sample(market(), request=request(seed)).drawn for seed in (1, 2))
    assert drawn(one) != drawn(other)


def test_without_revenue_there_is_one_stratum_and_one_spread() -> None:
    frame = rows_of("frame", *(unit(f"P{n}") for n in range(30)))
    design = design_sample(frame, request=request())
    assert [(s.name, s.N, s.n, s.revenue) for s in design.strata] == [("shops", 30, 19, None)]
    assert design.sides[0].basis == "default"


def test_areas_stand_alone_where_there_is_room() -> None:
    areas = ["Nord Ovest"] * 60 + ["Sud"] * 30 + ["Isole"] * 10
    frame = rows_of("frame", *(unit(f"P{n}", area=area) for n, area in enumerate(areas)))
    design = design_sample(frame, request=request(sizes={"partner": 20}))
    assert [(s.name, s.N) for s in design.strata] == [("shops-nord-ovest", 60), ("shops-other", 40)]
    more = design_sample(frame, request=request(sizes={"partner": 30}))
    assert [s.name for s in more.strata] == ["shops-isole", "shops-nord-ovest", "shops-sud"]
