"""Who may be spoken of by name."""

from __future__ import annotations

import polars as pl
import pytest

from tramite.kernel.method import Method
from tramite.voices.disclosure.named import named_units


def interviews(*rows: tuple[str, str, str | None]) -> pl.DataFrame:
    table = pl.DataFrame(list(rows), schema=["unit_id", "channel_id", "level"], orient="row")
    return table.with_columns(pl.lit("reseller").alias("role"), pl.col("level").cast(pl.String))


@pytest.mark.parametrize(("others", "named"), [(0, ["a"]), (4, []), (5, ["a"])])
def test_others_are_none_or_a_group(others: int, named: list[str]) -> None:
    table = interviews(("a", "x", "a"), *((f"b{i}", "x", None) for i in range(others)))
    assert list(named_units(table, method=Method())) == named


def test_each_channel_is_judged_alone_and_by_who_answered() -> None:
    table = interviews(("a", "x", "a"), ("b", "y", "a"), ("c", "y", "b"))
    assert named_units(table, method=Method()) == ("a",)
    assert named_units(table, method=Method(), answered=["a", "b"]) == ("a", "b")


def test_firm_whose_informants_did_not_all_agree_is_not_named() -> None:
    assert named_units(interviews(("a", "x", "a"), ("a", "x", "b")), method=Method()) == ()
