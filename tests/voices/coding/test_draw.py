from __future__ import annotations

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.coding.draw import double_coding_draw


def answers(count: int, *items: str) -> pl.DataFrame:
    rows = [(f"i-{number:03}", item, "x") for item in items for number in range(count)]
    return pl.DataFrame(rows, schema=["interview_id", "item_id", "text"], orient="row")


def test_a_fifth_of_each_question_is_drawn() -> None:
    table = pl.concat([answers(30, "PZ01", "PC01"), answers(1, "CZ01")])
    drawn = double_coding_draw(table, seed=1, method=Method())
    assert dict(drawn.group_by("item_id").len().iter_rows()) == {"PZ01": 6, "PC01": 6, "CZ01": 1}


def test_the_draw_depends_on_seed_and_ids_alone() -> None:
    table = answers(40, "PZ01")
    drawn = double_coding_draw(table, seed=1, method=Method())
    shuffled = table.sample(fraction=1.0, shuffle=True, seed=3).with_columns(text=pl.lit("other"))
    assert double_coding_draw(shuffled, seed=1, method=Method()).equals(drawn)
    assert not double_coding_draw(table, seed=2, method=Method()).equals(drawn)


def test_every_answer_is_as_likely() -> None:
    # 400 seeds, 50 answers, a fifth each time: every answer about 80 times (sd 8).
    table = answers(50, "PZ01")
    times = pl.concat([double_coding_draw(table, seed=seed, method=Method()) for seed in range(400)])
    counts = times.group_by("interview_id").len()["len"]
    assert counts.len() == 50
    assert counts.min() > 80 - 4 * 8  # type: ignore[operator]
    assert counts.max() < 80 + 4 * 8  # type: ignore[operator]


def test_nothing_is_drawn_from_nothing() -> None:
    assert double_coding_draw(answers(0, "PZ01").cast(pl.String), seed=1, method=Method()).is_empty()
