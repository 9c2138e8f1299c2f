"""The attack itself: it finds what was left open on purpose, and the gate leaves nothing open."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.voices.disclosure.attack import Group, Number, isolated, narrow
from tramite.kernel.method import Method
from tramite.voices.disclosure.screening import screen

METHOD = Method()


def channels(shown: str, **n: int) -> tuple[list[Group], list[Number]]:
    """Build groups that all answer 40, and publish the whole and those named."""
    groups = [Group(name, size, weight=float(size)) for name, size in n.items()]
    parts = [
        Number(name, frozenset({name}), 40.0 if name in shown else None, why="few" if size < 5 else "residual")
        for name, size in n.items()
    ]
    return groups, [*parts, Number("all", frozenset(n), 40.0)]


def test_attack_finds_one_hidden_cell_beside_its_margin() -> None:
    groups, numbers = channels("ac", a=30, b=3, c=12)
    assert [found.name for found in narrow(groups, numbers)] == ["b"]
    assert isolated(groups, numbers) == {"b": 3}


def test_attack_finds_nothing_behind_two_hidden_cells() -> None:
    groups, numbers = channels("a", a=30, b=3, c=12)
    assert narrow(groups, numbers) == []
    assert isolated(groups, numbers) == {}


def test_attack_finds_a_heavy_cell_behind_a_light_one() -> None:
    """Three of 1,000 partners hidden beside eight of 10: the mean of the three is known to half a point."""
    groups = [Group("heavy", 3, weight=1000.0), Group("light", 8, weight=10.0), Group("rest", 20, weight=500.0)]
    numbers = [
        Number("heavy", frozenset({"heavy"}), None, why="few"),
        Number("light", frozenset({"light"}), None, why="residual"),
        Number("rest", frozenset({"rest"}), 50.0),
        Number("all", frozenset({"heavy", "light", "rest"}), 60.0),
    ]
    found = narrow(groups, numbers)
    assert [(one.name, round(one.high - one.low, 6)) for one in found] == [("heavy", 1.0)]


def test_attack_uses_that_answers_are_whole_numbers() -> None:
    """7a + 3b = 470 has one solution in tens, and leaves a to 43 points in fractions."""
    numbers = [
        Number("a", frozenset({"a"}), None, why="few"), Number("b", frozenset({"b"}), None, why="residual"),
        Number("all", frozenset({"a", "b"}), 47.0),
    ]  # fmt: skip
    whole = [Group("a", 1, weight=7.0, step=10.0), Group("b", 1, weight=3.0, step=10.0)]
    assert [(one.name, round(one.low, 6), round(one.high, 6)) for one in narrow(whole, numbers)] == [("a", 50, 50)]
    assert narrow([Group("a", 1, weight=7.0), Group("b", 1, weight=3.0)], numbers) == []


def test_attack_says_when_its_model_does_not_hold() -> None:
    groups, numbers = channels("ac", a=30, b=3, c=12)
    with pytest.raises(ValueError, match="does not hold"):
        narrow(groups, [*numbers, Number("again", frozenset({"a"}), 41.0)])


def crossed(
    counts: list[int], weights: list[float], width: int, *, with_margins: tuple[bool, bool] = (True, True)
) -> pl.DataFrame:
    """Build a table of rows × columns with margins from the counts and weights of its inner cells."""
    height = len(counts) // width
    inner = {
        (f"r{r}", f"c{c}"): (counts[r * width + c], weights[r * width + c])
        for r, c in product(range(height), range(width))
    }
    rows = [f"r{r}" for r in range(height)] + ["all"] * with_margins[0]
    columns = [f"c{c}" for c in range(width)] + ["all"] * with_margins[1]
    cells = []
    for row, column in product(rows, columns):
        of = [value for (r, c), value in inner.items() if row in (r, "all") and column in (c, "all")]
        cells.append((row, column, sum(n for n, _ in of), float(sum(n * w for n, w in of))))
    return pl.DataFrame(cells, schema=["row", "column", "n", "weight"], orient="row")


def attacked(cells: pl.DataFrame, judged: pl.DataFrame) -> tuple[list[Group], list[Number]]:
    """Publish what may be shown, every group answering the middle of the scale."""
    inner = cells.filter((pl.col("row") != "all") & (pl.col("column") != "all") & (pl.col("n") > 0))
    groups = [Group(f"{r}{c}", n, weight) for r, c, n, weight in inner.iter_rows()]
    numbers = []
    for row, column, n, _, shown, why in judged.iter_rows():
        of = frozenset(f"{r}{c}" for r, c, _, _ in inner.iter_rows() if row in (r, "all") and column in (c, "all"))
        if n:
            numbers.append(Number(f"{row}/{column}", of, 50.0 if shown else None, why=why or ""))
    return groups, numbers


@given(
    st.lists(st.integers(0, 14), min_size=6, max_size=12),
    st.lists(st.sampled_from([1.0, 3.0, 40.0]), min_size=12, max_size=12),
    st.integers(2, 3),
)
@settings(max_examples=40, deadline=None)
def test_screen_leaves_nothing_to_the_attack(counts: list[int], weights: list[float], width: int) -> None:
    counts = counts[: len(counts) // width * width]
    assume(sum(counts) > 0)
    cells = crossed(counts, weights, width)
    judged = screen(cells, method=METHOD, margins=("row", "column"))
    groups, numbers = attacked(cells, judged)
    assert narrow(groups, numbers) == []
    assert isolated(groups, numbers) == {}


@given(st.lists(st.integers(0, 14), min_size=6, max_size=9), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_screen_does_not_depend_on_the_order_of_rows(counts: list[int], random: object) -> None:
    cells = crossed(counts[: len(counts) // 3 * 3], [1.0] * 12, 3)
    shuffled = cells.sample(fraction=1.0, shuffle=True, seed=random.getrandbits(30))  # type: ignore[attr-defined]
    keys = ["row", "column"]
    one, two = (screen(table, method=METHOD, margins=keys).sort(keys) for table in (cells, shuffled))
    assert one.equals(two)


@given(st.lists(st.integers(0, 14), min_size=4, max_size=9))
@settings(max_examples=40, deadline=None)
def test_screen_shows_no_more_cells_when_a_margin_is_added(counts: list[int]) -> None:
    """With more margins there is more to protect: no cell appears that was hidden for itself."""
    counts = counts[: len(counts) // 2 * 2]
    small = crossed(counts, [1.0] * 12, 2, with_margins=(False, False))
    large = crossed(counts, [1.0] * 12, 2)
    before = screen(small, method=METHOD).filter("shown").select("row", "column")
    after = screen(large, method=METHOD, margins=("row", "column")).filter("shown")
    inner = after.filter((pl.col("row") != "all") & (pl.col("column") != "all")).select("row", "column")
    assert inner.join(before, on=["row", "column"], how="anti").is_empty()
