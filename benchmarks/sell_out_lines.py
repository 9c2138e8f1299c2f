"""Sell-out lines of any number, with the skew of real ones: few customers and products make most of the sales.

Simulated: a seed in the hash of the row number makes every value, so that the same call gives the same lines.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from tramite.kernel.case import CaseDefinition

CHANNELS = 7
CUSTOMERS = 2_000_000
PRODUCTS = 5_000
PRODUCT_LINES = 12
MONTHS = 24
FIRST = date(2023, 1, 1)

# u, v, w in [0, 1): 21 bits each of one hash. floor(N·v³) has a long tail: a tenth of the customers buys half.
_LINES = """
with hashed as (select i, hash(i) as h from range({start}, {stop}) as t(i)),
numbered as (
    select i, (h & 2097151) / 2097152.0 as u, ((h >> 21) & 2097151) / 2097152.0 as v,
        ((h >> 42) & 2097151) / 2097152.0 as w
    from hashed
)
select
    'd' || (i // 3) as document_id, (i % 3 + 1)::bigint as document_line,
    date '{month}' + (w * 28)::integer as date,
    'c' || floor({channels} * u * u)::integer as channel_id, null::varchar as partner_id,
    'k' || floor({customers} * v * v * v)::integer as customer_id,
    'p' || floor({products} * w * w)::integer as product_id, floor(1 + 9 * u * v)::double as units,
    (100 + 900 * v)::decimal(18, 4) as list_amount, (10 * w)::decimal(18, 4) as discount_amount,
    (100 + 900 * v - 10 * w)::decimal(18, 4) as net_amount, (60 + 500 * v)::decimal(18, 4) as cost_amount,
    (2 + 3 * u)::decimal(18, 4) as freight_amount, null::varchar as area,
    'bench.csv' as _file, i::bigint as _row
from numbered
"""


def case_definition() -> CaseDefinition:
    """Return the case of these lines: seven direct channels."""
    channels = [
        {"id": f"c{n}", "name": {"en": f"c{n}", "it": f"c{n}"}, "kind": "web", "reach": "direct",
         "medium": "online", "end_customer": "consumer"}
        for n in range(CHANNELS)
    ]  # fmt: skip
    return CaseDefinition.model_validate(
        {"name": {"en": "bench", "it": "bench"}, "vendor": "bench", "currency": "EUR",
         "as_of": date(2024, 12, 31), "channels": channels}
    )  # fmt: skip


def write_parts(folder: Path, rows: int) -> list[tuple[Path, int]]:
    """Write lines as one Parquet file per month; returns the files and their rows."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    written = []
    for month in range(MONTHS):
        start, stop = rows * month // MONTHS, rows * (month + 1) // MONTHS
        file = folder / f"{FIRST.year + month // 12}-{month % 12 + 1:02}.parquet"
        query = _LINES.format(
            start=start,
            stop=stop,
            month=f"{file.stem}-01",
            channels=CHANNELS,
            customers=CUSTOMERS,
            products=PRODUCTS,
        )
        connection.execute(f"copy ({query}) to '{file}' (format parquet, compression zstd)")
        written.append((file, stop - start))
    connection.close()
    return written


def write_products(file: Path) -> Path:
    """Write the products: a list price each, and one of twelve lines."""
    connection = duckdb.connect()
    query = f"""
        select 'p' || i as product_id, 'l' || (i % {PRODUCT_LINES}) as line_id,
            (10 + i % 500)::decimal(18, 4) as list_price
        from range({PRODUCTS}) as t(i)
    """
    connection.execute(f"copy ({query}) to '{file}' (format parquet)")
    connection.close()
    return file
