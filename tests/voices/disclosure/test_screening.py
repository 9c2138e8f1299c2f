from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.voices.disclosure.screening import conceal, release, screen

METHOD = Method()


def by_channel(**n: int) -> pl.DataFrame:
    whole = sum(n.values())
    return pl.DataFrame({"channel": [*n, "all"], "n": [*n.values(), whole]})


def reasons(cells: pl.DataFrame, *, margins: tuple[str, ...] = ("channel",)) -> list[str | None]:
    return screen(cells, method=METHOD, margins=margins)["why"].to_list()


def test_screen_shows_cells_of_five_and_more() -> None:
    assert reasons(by_channel(a=5, b=9)) == [None, None, None]


def test_screen_hides_the_next_smallest_when_one_is_hidden() -> None:
    assert reasons(by_channel(a=30, b=3, c=12)) == [None, "few", "residual", None]


def test_screen_is_content_with_two_hidden_that_hold_five_together() -> None:
    assert reasons(by_channel(a=30, b=3, c=2, d=8)) == [None, "few", "few", None, None]


def test_screen_hides_more_when_the_hidden_are_too_few_together() -> None:
    assert reasons(by_channel(a=30, b=2, c=2, d=8)) == [None, "few", "few", "residual", None]


def test_screen_has_nothing_to_protect_in_a_cell_without_answers() -> None:
    assert reasons(by_channel(a=30, b=0, c=12)) == [None, "no_answers", None, None]
    assert reasons(by_channel(a=30, b=3, c=0, d=12)) == [None, "few", "no_answers", "residual", None]


def test_screen_hides_every_part_of_two_rather_than_tell_one() -> None:
    assert reasons(by_channel(a=30, b=3)) == ["residual", "few", None]


def test_screen_hides_the_whole_when_no_part_is_left_to_hide() -> None:
    cells = pl.DataFrame({"channel": ["a", "b", "all"], "n": [4, 0, 6]})
    assert reasons(cells) == ["few", "no_answers", "residual"]


def test_screen_asks_nothing_of_parts_whose_whole_is_not_shown() -> None:
    cells = pl.DataFrame({"channel": ["a", "b", "c"], "n": [30, 3, 12]})
    assert reasons(cells) == [None, "few", None]


def test_screen_hides_a_mean_that_one_or_few_carry() -> None:
    cells = pl.DataFrame(
        {"channel": ["a", "b", "c", "d"], "n": [9, 9, 9, 9], "largest_share": [0.5, 0.51, 0.45, 0.3],
         "effective_n": [5.0, 5.0, 4.9, 6.0]}
    )  # fmt: skip
    assert reasons(cells) == [None, "dominance", "effective_n", None]


def test_screen_looks_at_who_dominates_the_hidden_together() -> None:
    cells = pl.DataFrame(
        {
            "channel": ["a", "b", "c", "all"], "n": [8, 6, 20, 34], "weight": [100.0, 10.0, 200.0, 310.0],
            "largest_share": [0.9, 0.3, 0.1, 0.29],
        }
    )  # fmt: skip
    assert reasons(cells) == ["dominance", "residual", "residual", None]


@pytest.mark.parametrize(("total", "why"), [(115.0, None), (114.9, "p_rule")])
def test_screen_hides_a_total_from_which_the_second_finds_the_first(total: float, why: str | None) -> None:
    cells = pl.DataFrame({"channel": ["a"], "n": [6], "total": [total + 50], "largest": [100.0], "second": [50.0]})
    assert reasons(cells) == [why]


def test_screen_protects_rows_and_columns_of_a_table() -> None:
    rows = [
        ("a", "x", 3), ("a", "y", 9), ("a", "z", 20), ("a", "all", 32),
        ("b", "x", 8), ("b", "y", 7), ("b", "z", 6), ("b", "all", 21),
        ("all", "x", 11), ("all", "y", 16), ("all", "z", 26), ("all", "all", 53),
    ]  # fmt: skip
    cells = pl.DataFrame(rows, schema=["channel", "area", "n"], orient="row")
    hidden = {
        (row[0], row[1]): why
        for row, why in zip(rows, reasons(cells, margins=("channel", "area")), strict=True)
        if why is not None
    }
    assert hidden == {("a", "x"): "few", ("a", "y"): "residual", ("b", "x"): "residual", ("b", "y"): "residual"}


def test_screen_does_not_let_a_hidden_margin_be_added_up_again() -> None:
    """The margin of y, hidden to protect that of x, must not follow from its own two parts."""
    rows = [
        ("a", "x", 2), ("a", "y", 9), ("a", "z", 20),
        ("b", "x", 1), ("b", "y", 8), ("b", "z", 30),
        ("all", "x", 3), ("all", "y", 17), ("all", "z", 50), ("all", "all", 70),
    ]  # fmt: skip
    cells = pl.DataFrame(rows, schema=["channel", "area", "n"], orient="row")
    judged = screen(cells, method=METHOD, margins=("channel", "area"))
    hidden = {(channel, area): why for channel, area, _, shown, why in judged.iter_rows() if not shown}
    assert hidden == {
        ("a", "x"): "few", ("b", "x"): "few", ("all", "x"): "few",
        ("all", "y"): "residual", ("b", "y"): "residual",
    }  # fmt: skip


def test_screen_hides_one_more_where_the_next_smallest_weighs_too_little() -> None:
    """Three who stand for 1,000 beside eight who stand for 10: the three would be known to half a point."""
    cells = pl.DataFrame(
        {"channel": ["a", "b", "c", "all"], "n": [3, 8, 20, 31], "weight": [1000.0, 10.0, 500.0, 1510.0]}
    )
    assert reasons(cells) == ["few", "residual", "residual", None]


def test_screen_judges_tables_that_share_a_whole_together() -> None:
    """By channel and by area, of the same 40: each table by itself would hide its own next smallest."""
    rows = [
        ("a", "all", 3),
        ("b", "all", 12),
        ("c", "all", 25),
        ("all", "x", 18),
        ("all", "y", 22),
        ("all", "all", 40),
    ]
    cells = pl.DataFrame(rows, schema=["channel", "area", "n"], orient="row")
    assert reasons(cells, margins=("channel", "area")) == ["few", "residual", None, None, None, None]


def test_screen_hides_a_number_wherever_it_stands() -> None:
    """Channel b stands in a second table, where nothing by itself would be hidden."""
    cells = pl.DataFrame(
        [("one", "a", 3, None), ("one", "b", 12, "b"), ("one", "c", 25, None), ("one", "all", 40, None),
         ("two", "b", 12, "b"), ("two", "d", 9, None)],
        schema=["table", "channel", "n", "mark"], orient="row",
    )  # fmt: skip
    judged = screen(cells, method=METHOD, margins=("channel",), within=("table",), same="mark")
    assert judged["why"].to_list() == ["few", "residual", None, None, "residual", None]
    apart = screen(cells, method=METHOD, margins=("channel",), within=("table",))
    assert apart["why"].to_list() == ["few", "residual", None, None, None, None]


def test_screen_hides_a_change_between_waves_that_would_tell_a_hidden_wave() -> None:
    """After = before + change: of the three, what is hidden in one follows from the other two."""
    cells = pl.DataFrame({"wave": ["before", "change", "all"], "n": [4, 9, 13]})
    assert reasons(cells, margins=("wave",)) == ["few", "residual", None]


def test_screen_keeps_tables_apart_that_do_not_add_up() -> None:
    cells = pl.DataFrame(
        [("vote", "a", 3), ("vote", "b", 9), ("vote", "all", 12),
         ("revenue", "a", 6), ("revenue", "b", 6), ("revenue", "all", 12)],
        schema=["weighting", "channel", "n"], orient="row",
    )  # fmt: skip
    judged = screen(cells, method=METHOD, margins=("channel",), within=("weighting",))
    assert judged["shown"].to_list() == [False, False, True, True, True, True]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=7))
@settings(max_examples=200, deadline=None)
def test_no_hidden_cell_can_be_found_by_subtraction(counts: list[int]) -> None:
    cells = by_channel(**{f"c{i}": n for i, n in enumerate(counts)})
    judged = screen(cells, method=METHOD, margins=("channel",))
    *parts, whole = judged.select("n", "shown").rows()
    assert all(not shown for n, shown in parts if n < 5)
    hidden = [n for n, shown in parts if not shown and n > 0]
    if whole[1] and hidden:
        assert len(hidden) >= 2
        assert sum(hidden) >= 5


@pytest.mark.parametrize(
    ("unit", "value", "released"),
    [
        ("score", 64.87274, 64.9),
        ("points", -16.3157, -16.3),
        ("share", 0.1924789, 0.192),
        ("money", 12.3456, 12.3456),
    ],
)
def test_release_leaves_the_printed_digits(unit: Unit, value: float, released: float) -> None:
    estimate = Estimate(value, value - 3, None, 0.9, 9, 20, unit, "mean", evidence=(Source("interviews", "PE01"),))
    left = release(estimate, hidden=False)
    assert (left.value, left.upper, left.n) == (released, None, 9)
    assert left.lower == (round(value - 3, 3 if unit == "share" else 1) if unit != "money" else value - 3)
    assert release(estimate, hidden=True) == conceal(estimate)


def test_conceal_leaves_only_what_may_be_shown() -> None:
    estimate = Estimate(
        71.0,
        60.0,
        80.0,
        0.9,
        4,
        9,
        "score",
        "mean",
        "vote",
        Grade.C,
        (Source("interviews", "PE01", ids=("i1", "i2")),),
    )
    assert conceal(estimate) == Estimate(
        None, None, None, 0.9, 4, 9, "score", "mean", "vote", Grade.C, (Source("interviews", "PE01"),)
    )
