from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals as nw

from tramite.books.reconciliation import reconcile
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period


def test_reconciliation_prints_the_difference_exactly(
    books: dict[str, nw.LazyFrame[Any]], definition: CaseDefinition, period: Period
) -> None:
    found = reconcile(books, definition=definition, period=period)
    assert found is not None
    rows = {row.line: (row.accounts, row.statement, row.ledger, row.difference) for row in found.rows}
    assert rows == {
        "net_sales": (("40",), Decimal(4800), Decimal(4740), Decimal(60)),
        "overhead": (("65",), Decimal(492), Decimal(492), Decimal(0)),
    }


def test_reconciliation_is_nd_when_one_channel_is_not_known(
    books: dict[str, nw.LazyFrame[Any]], definition: CaseDefinition, period: Period
) -> None:
    rest = {name: frame for name, frame in books.items() if name != "sell_out"}
    found = reconcile(rest, definition=definition, period=period)
    assert found is not None
    assert {row.line: row.statement for row in found.rows}["net_sales"] is None


def test_reconciliation_needs_a_ledger(
    books: dict[str, nw.LazyFrame[Any]], definition: CaseDefinition, period: Period
) -> None:
    rest = {name: frame for name, frame in books.items() if name != "ledger"}
    assert reconcile(rest, definition=definition, period=period) is None
