from __future__ import annotations

from itertools import product

import polars as pl
import pytest

from tramite.kernel.method import Method
from tramite.voices.asking.bank import load_bank
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.item_table import item_table
from tramite.voices.estimation.measure_table import MeasureTable
from tramite.voices.estimation.mirrors import MirrorCell, compare_sides

BANK, METHOD = load_bank(), Method()


def table(item_id: str, **scores: list[float]) -> MeasureTable:
    """Return a table of answers 0–10 by channel; each channel has 40 units."""
    rows = [(f"{d}{i}", d, item_id, x) for d, values in scores.items() for i, x in enumerate(values)]
    heard = pl.DataFrame(rows, schema=["interview_id", "domain", "item_id", "number"], orient="row")
    responses = heard.select(
        "interview_id", "item_id", pl.lit("").alias("key"), "number", pl.lit(None, pl.String).alias("text"),
        pl.lit(None, pl.String).alias("missing"),
    )  # fmt: skip
    people = pl.DataFrame(
        [(f"{d}{i}", d, "rest", 1.0) for d, i in product(scores, range(40))],
        schema=["unit_id", "domain", "stratum", "revenue"], orient="row",
    )  # fmt: skip
    interviews = heard.select("interview_id", pl.col("interview_id").alias("unit_id"))
    return item_table(
        responses, interviews, people, item=BANK.item(item_id), bank=BANK, method=METHOD, weightings=("vote",)
    )


def by_domain(first: MeasureTable, second: MeasureTable, *, guess: bool = True) -> dict[str, MirrorCell]:
    found = compare_sides(first, second, level=METHOD.interval_level, guess=guess)
    return {cell.domain: cell for cell in found}


def test_a_difference_is_second_less_first_and_tells_whether_it_leaves_zero() -> None:
    cells = by_domain(table("PE01", a=[4.0, 5.0] * 6), table("VE01", a=[7.0, 8.0] * 6))
    difference = cells["a"].difference
    assert difference is not None
    assert difference.value == pytest.approx(30.0)
    assert (difference.n, cells["a"].apart) == (12, True)
    assert cells[ALL].difference == difference


def test_five_to_nine_answers_are_not_compared() -> None:
    cells = by_domain(table("PE01", a=[4.0, 5.0] * 6), table("VE01", a=[7.0, 8.0] * 4))
    assert (cells["a"].because, cells["a"].difference, cells["a"].apart) == ("few", None, False)


def test_a_hidden_side_hides_the_difference() -> None:
    cells = by_domain(table("PE01", a=[4.0, 5.0] * 6), table("VE01", a=[7.0, 8.0, 9.0]))
    assert {cell.because for cell in cells.values()} == {"hidden"}
    assert {cell.difference for cell in cells.values()} == {None}


@pytest.mark.parametrize(("guess", "channels"), [(True, "a"), (False, "ab")])
def test_all_is_compared_only_of_the_same_channels_weighed_alike(*, guess: bool, channels: str) -> None:
    first = table("PE06", a=[4.0, 5.0] * 6, b=[4.0, 5.0] * 6)
    second = table("CK03", **{name: [7.0, 8.0] * 6 for name in channels})
    assert by_domain(first, second, guess=guess)[ALL].because == "channels"


def test_a_channel_that_one_side_was_not_asked_about_is_not_there() -> None:
    cells = by_domain(table("PE01", a=[4.0, 5.0] * 6, b=[4.0] * 12), table("VE01", a=[7.0, 8.0] * 6))
    assert sorted(cells) == ["a", ALL]
