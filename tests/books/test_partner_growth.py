from __future__ import annotations

from datetime import date
from decimal import Decimal

import narwhals as nw
import pytest

from tests.conftest import Maker
from tramite.books.partner_growth import partner_growth
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period


def growth_of(
    make_table: Maker, definition: CaseDefinition, period: Period, *lines: tuple[str, date, int]
) -> dict[str, float]:
    rows = [
        {"document_id": str(n), "document_line": "1", "date": day, "channel_id": "shops", "partner_id": partner,
         "net_amount": Decimal(amount)}
        for n, (partner, day, amount) in enumerate(lines)
    ]  # fmt: skip
    return partner_growth(
        {"sell_in": nw.from_native(make_table("sell_in", rows).lazy())}, definition=definition, period=period
    )


BEFORE, NOW = date(2023, 1, 5), date(2024, 6, 1)


def test_growth_is_twice_the_change_over_the_sum(
    make_table: Maker, definition: CaseDefinition, period: Period
) -> None:
    found = growth_of(make_table, definition, period, ("a", BEFORE, 100), ("a", NOW, 300), ("b", BEFORE, 100),
                      ("b", NOW, 100), ("gone", BEFORE, 50))  # fmt: skip
    assert found == pytest.approx({"a": 1.0, "b": 0.0, "gone": -2.0})


def test_who_bought_nothing_before_entered_and_did_not_grow(
    make_table: Maker, definition: CaseDefinition, period: Period
) -> None:
    found = growth_of(make_table, definition, period, ("old", BEFORE, 10), ("new", NOW, 10),
                      ("refunded", BEFORE, -5), ("refunded", NOW, 10))  # fmt: skip
    assert found == {"old": -2.0}


def test_half_a_year_is_not_a_year(make_table: Maker, definition: CaseDefinition, period: Period) -> None:
    assert growth_of(make_table, definition, period, ("a", date(2023, 7, 1), 10), ("a", NOW, 20)) == {}


def test_without_invoices_nothing_is_known(definition: CaseDefinition, period: Period) -> None:
    assert partner_growth({}, definition=definition, period=period) == {}
