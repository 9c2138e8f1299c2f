"""Sales by channel and month: our Narwhals expressions against hand-written SQL, on the same DuckDB tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import narwhals as nw

from benchmarks.timing import in_turn
from tramite.books.sales import sales_by_channel
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

ROWS = (100_000, 1_000_000, 5_000_000)
LINES = """
create table sell_out as select
    'd' || (i // 3) as document_id, i % 3 + 1 as document_line, date '2023-01-01' + (i % 731)::integer as date,
    'c' || (i % 7) as channel_id, null::varchar as partner_id, 'k' || (hash(i) % 50000) as customer_id,
    'p' || (hash(i) % 500) as product_id, (1 + i % 5)::double as units,
    (100 + i % 900)::decimal(18, 4) as list_amount, (i % 10)::decimal(18, 4) as discount_amount,
    (100 + i % 900 - i % 10)::decimal(18, 4) as net_amount, (60 + i % 500)::decimal(18, 4) as cost_amount,
    (2 + i % 3)::decimal(18, 4) as freight_amount, null::varchar as area
from range({rows}) as t(i)
"""
PRODUCTS = """
create table products as
select 'p' || i as product_id, (10 + i)::decimal(18, 4) as list_price from range(500) as t(i)
"""
SQL = """
select channel_id, date_trunc('month', date) as month, sum(units), sum(list_amount), sum(discount_amount),
    sum(net_amount), sum(cost_amount), sum(freight_amount), sum(units * list_price),
    count(*) - count(units), count(*) - count(list_amount), count(*) - count(discount_amount),
    count(*) - count(net_amount), count(*) - count(cost_amount), count(*) - count(freight_amount),
    count(*) - count(list_price), count(distinct document_id)
from sell_out left join products using (product_id)
where date >= date '2024-01-01' and date < date '2025-01-01'
    and channel_id in ('c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6')
group by all
"""


def _definition() -> CaseDefinition:
    channels = [
        {"id": f"c{n}", "name": {"en": f"c{n}", "it": f"c{n}"}, "kind": "web", "reach": "direct",
         "medium": "online", "end_customer": "consumer"}
        for n in range(7)
    ]  # fmt: skip
    return CaseDefinition.model_validate(
        {"name": {"en": "bench", "it": "bench"}, "vendor": "bench", "currency": "EUR",
         "as_of": date(2024, 12, 31), "channels": channels}
    )  # fmt: skip


def run() -> None:
    """Print seconds of both ways and their ratio, as rows grow."""
    definition, period = _definition(), Period(date(2024, 1, 1), date(2024, 12, 1))
    print(f"\nsales by channel and month\n{'rows':>12} {'ours s':>9} {'SQL s':>9} {'ratio':>7}")
    for rows in ROWS:
        connection = duckdb.connect()
        connection.execute(LINES.format(rows=rows))
        connection.execute(PRODUCTS)
        tables: dict[str, nw.LazyFrame[Any]] = {
            name: nw.from_native(connection.table(name)) for name in ("sell_out", "products")
        }
        ours, peer = in_turn(
            lambda tables=tables: sales_by_channel(tables, definition, period),  # type: ignore[misc]
            lambda connection=connection: connection.execute(SQL).fetchall(),  # type: ignore[misc]
        )
        print(f"{rows:>12,} {ours:>9.3f} {peer:>9.3f} {ours / peer:>7.2f}")
        connection.close()
