from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import pytest

from tramite.books.cannibalisation import Cannibalisation, cannibalisation
from tramite.kernel.case import CaseDefinition
from tramite.kernel.grade import Grade
from tramite.kernel.periods import Period
from tramite.store.engine import open_engine

Spent = tuple[str, int, int, int, int]  # customer, shops before and now, web before and now
# Planted by hand. Moved: p 40, q 30 (its rise), r 0 (no fall), s 0 (no rise); sales of the web 200.
CUSTOMERS: list[Spent] = [
    ("p", 100, 60, 0, 70),
    ("q", 100, 50, 20, 50),
    ("r", 50, 50, 0, 60),
    ("s", 80, 0, 20, 20),
]
# Control: half lose 20%, half nothing: mean min against p 10% of 100, q 10%, r 10% of 50; s has no rise.
CONTROL: list[Spent] = [(f"k{n}", 100, 80 if n % 2 else 100, 0, 0) for n in range(30)]


def books(
    make_table: Any, period: Period, customers: Sequence[Spent], unnamed: int = 0
) -> dict[str, pl.DataFrame]:
    before = period.previous().first
    sales = [
        (name, channel, day, amount)
        for name, *amounts in customers
        for channel, day, amount in zip(
            ("shops", "shops", "web", "web"), (before, period.last, before, period.last), amounts, strict=True
        )
        if amount
    ]
    rows = [
        {"document_id": str(n), "document_line": 1, "date": day, "channel_id": channel, "customer_id": name,
         "product_id": "p1", "units": 1.0, "net_amount": Decimal(amount)}
        for n, (name, channel, day, amount) in enumerate([*sales, (None, "web", period.last, unnamed)])
    ]  # fmt: skip
    return {"sell_out": make_table("sell_out", rows)}


def measured(frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period) -> Cannibalisation:
    tables = {name: nw.from_native(frame.lazy()) for name, frame in frames.items()}
    return cannibalisation(
        tables, source="shops", by="web", definition=definition, period=period, rng=np.random.default_rng(1)
    )


def test_gross_is_the_smaller_of_rise_and_fall_over_sales(
    make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    found = measured(books(make_table, period, CUSTOMERS), definition, period)
    assert found.gross.value == pytest.approx(70 / 200)
    assert (found.gross.n, found.gross.grade, found.sales, found.named) == (4, Grade.A, 200.0, 1.0)
    assert found.gross.lower is not None
    assert found.gross.upper is not None
    assert 0 <= found.gross.lower < 70 / 200 < found.gross.upper <= 1
    assert (found.expected.value, found.net.value, found.control) == (None, None, 0)
    assert found.moved is found.gross


def test_net_takes_off_what_customers_without_the_channel_lost(
    make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    found = measured(books(make_table, period, [*CUSTOMERS, *CONTROL]), definition, period)
    expected = (10 + 10 + 5) / 200
    assert found.gross.value == pytest.approx(70 / 200)
    assert found.expected.value == pytest.approx(expected)
    assert found.net.value == pytest.approx(70 / 200 - expected)
    assert found.control == 30
    assert found.moved is found.net


def test_a_control_that_is_too_small_is_not_used(
    make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    found = measured(books(make_table, period, [*CUSTOMERS, *CONTROL[:29]]), definition, period)
    assert (found.net.value, found.control) == (None, 29)


def test_sales_without_a_customer_are_told_and_stay_out(
    make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    found = measured(books(make_table, period, CUSTOMERS, unnamed=270), definition, period)
    assert found.gross.value == pytest.approx(70 / 200)
    assert found.named == pytest.approx(730 / 1000)


def test_links_join_what_two_partners_call_differently(
    make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    apart = [("p", 100, 60, 0, 0), ("p2", 0, 0, 0, 70), ("q", 10, 10, 0, 130)]
    frames = books(make_table, period, apart)
    links = [{"customer_id": name, "entity_id": "p", "ground": "model"} for name in ("p", "p2")]
    joined = measured({**frames, "links": make_table("links", links)}, definition, period)
    assert measured(frames, definition, period).gross.value == 0
    assert joined.gross.value == pytest.approx(40 / 200)
    assert joined.gross.grade == Grade.B


def test_the_same_on_duckdb(make_table: Any, definition: CaseDefinition, period: Period) -> None:
    frames = books(make_table, period, [*CUSTOMERS, *CONTROL])
    with open_engine() as engine:
        on_duckdb = cannibalisation(
            engine.tables(frames), source="shops", by="web", definition=definition, period=period,
            rng=np.random.default_rng(1),
        )  # fmt: skip
    assert on_duckdb == measured(frames, definition, period)


def test_net_effect_weighs_moved_spending_by_margin(
    make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    found = measured(books(make_table, period, CUSTOMERS), definition, period)
    effect = found.net_effect(v_k=1.0, cm_k=0.2, v_c=0.7, cm_c=0.5, grade=Grade.C)
    assert effect.value == pytest.approx(70 * (0.2 - 0.35))
    assert found.gross.lower is not None
    assert effect.upper == pytest.approx(found.gross.lower * 200 * -0.15)
    assert (effect.unit, effect.grade) == ("money", Grade.C)


@pytest.mark.parametrize(
    ("customers", "key"),
    [
        ([("p", 0, 60, 0, 70)], "linkage.not_covered"),
        ([("p", 0, 60, 5, 70)], "linkage.no_sales"),
        ([("p", 100, 60, 5, 0)], "linkage.no_sales"),
    ],
)
def test_what_the_books_do_not_cover_is_nd_with_a_reason(
    make_table: Any, definition: CaseDefinition, period: Period, customers: list[Spent], key: str
) -> None:
    found = measured(books(make_table, period, customers), definition, period)
    assert found.reason is not None
    assert found.reason.key == key
    assert (found.gross.say("it"), found.moved.value) == ("n.d.", None)
    assert found.net_effect(v_k=1, cm_k=1, v_c=1, cm_c=0, grade=Grade.A).value is None


def test_without_sell_out_it_is_nd(definition: CaseDefinition, period: Period) -> None:
    found = measured({}, definition, period)
    assert found.reason is not None
    assert found.reason.say("it") == "il caso non ha le vendite ai clienti finali (sell_out)"
