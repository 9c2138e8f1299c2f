from __future__ import annotations

from collections.abc import Iterable

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tramite.voices.sampling.draw import fingerprint, in_random_order, random_number

UNITS = [f"P{number:03d}" for number in range(300)]


def frame(stratum: str = "a") -> pl.DataFrame:
    rows = [(unit, "reseller", "shops", stratum, 1.5, None, "active", None, None) for unit in UNITS]
    columns = ("unit_id", "role", "channel_id", "stratum", "revenue", "potential", "status", "area", "origin")
    return pl.DataFrame(rows, schema=columns, orient="row")


def order(units: Iterable[str], seed: int) -> list[str]:
    listed = pl.DataFrame({"unit_id": list(units)}, schema={"unit_id": pl.String})
    ordered = in_random_order(listed.with_columns(side=pl.lit("partner"), stratum=pl.lit("a")), seed=seed)
    assert ordered["place"].to_list() == list(range(1, ordered.height + 1))
    return ordered["unit_id"].to_list()


def test_random_number_is_fixed_for_ever() -> None:
    # Pinned: a change of these numbers would make every sample drawn so far impossible to repeat.
    assert [round(random_number(1, unit), 12) for unit in ("P001", "P002", "Ä")] == [
        0.711621748621, 0.450744145322, 0.489223629234,
    ]  # fmt: skip
    assert random_number(1, "P001") != random_number(2, "P001")


@given(st.permutations(UNITS[:40]), st.integers(0, 2**62))
def test_the_order_of_rows_changes_nothing(units: list[str], seed: int) -> None:
    assert order(units, seed) == order(UNITS[:40], seed)


@given(st.integers(0, 2**62), st.sets(st.sampled_from(UNITS), min_size=2))
def test_who_leaves_the_frame_does_not_change_the_order_of_the_others(seed: int, left: set[str]) -> None:
    whole = order(UNITS, seed)
    assert order(left, seed) == [unit for unit in whole if unit in left]


def test_fingerprint_sees_every_change_but_not_the_order() -> None:
    mark = fingerprint(frame())
    assert len(mark) == 16
    assert fingerprint(frame().reverse()) == mark
    assert fingerprint(frame("b")) != mark
    assert fingerprint(frame().head(299)) != mark
