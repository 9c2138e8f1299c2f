"""A small case, worked by hand: two channels, one sales force that feeds one of them, two years of sales."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.kernel.tables import CONTRACTS
from tramite.store.columns import DTYPES

# Parallel test processes are given 80 columns: consoles would keep that width, whatever a test asks for.
os.environ.pop("COLUMNS", None)

Maker = Callable[..., pl.DataFrame]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let the database of tests be emptied: SQLite empties a table by removing its lines, of the log too."""
    from django.db import connection  # noqa: PLC0415 - most tests need no database

    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER tramite_auditline_is_kept")


@pytest.fixture(scope="session")
def make_table() -> Maker:
    """Return a maker of contract tables: name and rows (dictionaries; what they leave out is empty)."""

    def make(name: str, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
        schema = {column.name: DTYPES[column.kind] for column in CONTRACTS[name].columns}
        return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)

    return make


@pytest.fixture
def definition() -> CaseDefinition:
    """Return a case with a web shop (direct), shops of partners (indirect) and a sales force that feeds them."""
    return CaseDefinition.model_validate(
        {
            "name": {"en": "Hand-worked", "it": "Fatto a mano"},
            "vendor": "Rossi",
            "currency": "EUR",
            "as_of": date(2024, 12, 31),
            "channels": [
                {"id": "web", "name": {"en": "Web", "it": "Web"}, "kind": "web", "reach": "direct",
                 "medium": "online", "end_customer": "consumer"},
                {"id": "shops", "name": {"en": "Shops", "it": "Negozi"}, "kind": "resellers", "reach": "indirect",
                 "medium": "physical", "end_customer": "both",
                 "end_price_share": {"low": 1.0, "likely": 1.0, "high": 1.0, "source": "price list"}},
                {"id": "force", "name": {"en": "Sales force", "it": "Forza vendita"}, "kind": "sales-force",
                 "reach": "direct", "medium": "physical", "end_customer": "business", "sells_to": ["shops"]},
            ],
        }
    )  # fmt: skip


@pytest.fixture
def period(definition: CaseDefinition) -> Period:
    """Return the year 2024."""
    return Period.trailing(definition.as_of)


def _sales(channel: str, month: date, number: int, net: int, **more: Any) -> dict[str, Any]:
    return {
        "document_id": f"{channel}-{month:%Y%m}-{number}", "document_line": 1, "date": month.replace(day=15),
        "channel_id": channel, "product_id": "p1", "units": 10.0, "list_amount": Decimal(net + 20),
        "discount_amount": Decimal(20), "net_amount": Decimal(net), "cost_amount": Decimal(60),
        "freight_amount": Decimal(2), **more,
    }  # fmt: skip


@pytest.fixture
def frames(make_table: Maker, period: Period) -> dict[str, pl.DataFrame]:
    """Return the books: each month the web sells 200 in two orders, partners a and b buy 100 each.

    Cost of goods is 60 and carriage 2 per line. Each month: commissions 6 on the shops, visits 8 of the sales
    force, rent 4 on the web, overhead 40 for all by net sales, and 1 that no driver splits. A line is 10 units at
    a list price of 15.
    """
    before = period.previous()
    sell_out = [_sales("web", m, n, 100, customer_id=f"c{n}") for m in (*before, *period) for n in (1, 2)]
    sell_in = [
        _sales("shops", m, n, 100, partner_id=p) for m in (*before, *period) for n, p in ((1, "a"), (2, "b"))
    ]
    costs = [
        {
            "month": m,
            "channel_id": channel,
            "line": line,
            "account": account,
            "amount": Decimal(amount),
            "driver": driver,
        }
        for m in period
        for channel, line, account, amount, driver in (
            ("shops", "commissions", "62", 6, "direct"),
            ("force", "cost_to_serve", "63", 8, "net_sales"),
            ("web", "fixed_avoidable", "64", 4, "direct"),
            (None, "overhead", "65", 40, "net_sales"),
            (None, "overhead", "66", 1, "none"),
        )
    ]
    ledger = [
        {"month": m, "account": account, "meets": meets, "amount": Decimal(amount)}
        for m in period
        for account, meets, amount in (("40", "net_sales", 395), ("65", "overhead", 41))
    ]
    products = [{"product_id": "p1", "list_price": Decimal(15)}]
    partners = [{"partner_id": p, "channel_id": "shops"} for p in ("a", "b", "c", "d")]
    budgets = [{"month": period.first, "months": 12, "channel_id": "force", "net_amount": Decimal(3000)}]
    rows: dict[str, Sequence[dict[str, Any]]] = {
        "sell_out": sell_out, "sell_in": sell_in, "costs": costs, "ledger": ledger, "products": products,
        "partners": partners, "budgets": budgets,
    }  # fmt: skip
    return {name: make_table(name, content) for name, content in rows.items()}


@pytest.fixture
def books(frames: dict[str, pl.DataFrame]) -> dict[str, nw.LazyFrame[Any]]:
    """Return the books as lazy frames, on Polars."""
    return {name: nw.from_native(frame.lazy()) for name, frame in frames.items()}


# What takes longest begins first, so that no process waits for another at the end.
LONGEST = (
    "web/test_postgresql.py", "e2e/test_days_in_browser.py", "e2e/test_field_tools.py", "test_front_door.py",
    "e2e/", "store/test_spark_engine", "workflows/test_dossier", "examples/", "workflows/test_showing_verbs.py",
    "recovery/",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest modules first, each in its own order."""
    here = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        name = item.path.relative_to(here).as_posix()
        return next((n for n, start in enumerate(LONGEST) if name.startswith(start)), len(LONGEST))

    items.sort(key=place)
