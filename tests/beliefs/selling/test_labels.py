"""Labels by both definitions, and how surely they hold."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betainc

from tests.beliefs.selling_voices import METHOD
from tramite.beliefs.selling.axes import STATED
from tramite.beliefs.selling.labels import ARTICLE, LABELS, TRADE, label_firms, stated_interval

BASE = {"facing": 0.8, "joint_steps": 0.0, "joint_sales": 0.0, "title": 1.0, "embed": 0.0, "complement": 0.0,
        "indispensable": 0.0}  # fmt: skip


def firms(*changes: dict[str, float | None]) -> pl.DataFrame:
    return pl.DataFrame([BASE | change for change in changes], schema=dict.fromkeys(STATED, pl.Float64))


def labelled(table: pl.DataFrame, seed: int = 1) -> dict[str, list[str]]:
    found = label_firms(table, method=METHOD, rng=np.random.default_rng(seed))
    return {of: [LABELS[of][place] if place >= 0 else "" for place in found[of].label] for of in LABELS}


def test_article_labels() -> None:
    """G ≥ 0.30 sell-thru; F ≥ 0.5 with T ≤ 0.5 or PS04 ≥ 30 sell-with; both; neither (METHOD §3.4)."""
    table = firms(
        {"joint_sales": 0.30}, {"title": 0.5}, {"title": 0.0, "facing": 0.4},
        {"complement": 0.5, "indispensable": 0.6}, {"complement": 0.5, "indispensable": 0.6, "title": 0.0},
        {"joint_sales": 0.29},
    )  # fmt: skip
    assert labelled(table)["article"] == [
        "sell_with", "sell_with", "fulfilment", "sell_thru", "hybrid", "fulfilment"
    ]  # fmt: skip


def test_trade_labels() -> None:
    """J ≥ 0.4 sell-with, before embedded; T = 1 and J < 0.2 sell-through; else in between."""
    table = firms(
        {"joint_steps": 0.6, "joint_sales": 0.2}, {"embed": 1.0}, {"embed": 1.0, "joint_steps": 1.0}, {},
        {"joint_steps": 0.4}, {"title": 0.0},
    )  # fmt: skip
    assert labelled(table)["trade"] == ["sell_with", "sell_to", "sell_with", "sell_through", "hybrid", "hybrid"]


def test_probability_is_that_of_the_beta() -> None:
    """PS04 = 45 keeps «sell-with» while its redraw stays at 0.30 or more, all else being certain."""
    table = firms({"joint_sales": 0.45, "facing": 1.0})
    found = label_firms(table, method=METHOD, rng=np.random.default_rng(5))["article"]
    keeps = 1 - betainc(20 * 0.45 + 1, 20 * 0.55 + 1, 0.30)
    assert found.probability[0] == pytest.approx(keeps, abs=4 * np.sqrt(keeps * (1 - keeps) / 1000))
    assert found.shares.sum() == pytest.approx(1.0)


def test_probability_depends_on_own_answers_alone() -> None:
    table = firms({"joint_sales": 0.31}, {"complement": 0.6, "indispensable": 0.5}, {"title": 0.5, "facing": 0.6})
    alone = [label_firms(table[i], method=METHOD, rng=np.random.default_rng(3)) for i in range(3)]
    turned = label_firms(table.reverse(), method=METHOD, rng=np.random.default_rng(3))
    for of in LABELS:
        assert list(turned[of].probability[::-1]) == [one[of].probability[0] for one in alone]


def test_what_is_missing_is_not_evaluable() -> None:
    table = firms({"facing": None}, {"title": None}, {"complement": None}, {"joint_sales": None})
    assert labelled(table) == {"article": [""] * 4, "trade": ["sell_through", "", "sell_through", ""]}
    found = label_firms(table, method=METHOD, rng=np.random.default_rng(1))["article"]
    assert np.isnan(found.probability).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 20)] * 5, st.sampled_from([0.0, 0.5, 1.0])), min_size=1, max_size=6))
def test_every_firm_with_answers_has_one_label_of_each_definition(rows: list[tuple[float, ...]]) -> None:
    names = ("facing", "joint_steps", "joint_sales", "complement", "indispensable")
    changes: list[dict[str, float | None]] = [
        {**{name: x / 20 for name, x in zip(names, row, strict=False)}, "title": row[5]} for row in rows
    ]
    table = firms(*changes)
    found = labelled(table)
    assert set(found["article"]) <= set(ARTICLE)
    assert set(found["trade"]) <= set(TRADE)


def test_interval_of_a_stated_share_holds_it() -> None:
    low, high = stated_interval(0.3, method=METHOD)
    assert low < 0.3 < high
    assert betainc(7, 15, high) - betainc(7, 15, low) == pytest.approx(METHOD.interval_level)
