"""A file of sell-out lines into a case: our ingest against DuckDB and Polars, which read and write unchecked.

Each way runs in a process of its own: ``python -m benchmarks.ingest WAY FILE FOLDER``.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import duckdb
import fastexcel
import polars as pl
import xlsxwriter

from benchmarks.children import in_a_child, report
from tramite.store.ingest.ingesting import ingest

ROWS = (1_000_000, 5_000_000, 10_000_000)
THEIRS = 2_000_000
SHEETS = (100_000, 500_000)
ROUNDS = 3
CHANNELS, PARTNERS, PRODUCTS = 7, 2_000, 500
_LINES = """
copy (
    select 'INV-' || lpad((i // 3)::varchar, 8, '0') as document_id, i % 3 + 1 as document_line,
        date '2023-01-01' + (i * 731 // {rows})::integer as date, 'c' || (i % {channels}) as channel_id,
        'p' || lpad((hash(i) % {partners})::varchar, 5, '0') as partner_id,
        'k' || lpad((hash(i + 1) % 50000)::varchar, 6, '0') as customer_id,
        'g' || lpad((hash(i + 2) % {products})::varchar, 4, '0') as product_id, 1 + i % 5 as units,
        (100 + hash(i) % 90000 / 100)::decimal(18, 2) as net_amount,
        (60 + hash(i) % 50000 / 100)::decimal(18, 2) as cost_amount
    from range({rows}) as t(i)
) to '{file}' (format csv, header, delimiter ',')
"""
_THEIR_LINES = """
copy (
    select document_id as "Numero documento", document_line as "Riga", strftime(date, '%d/%m/%Y') as "Data doc.",
        channel_id as "Canale", partner_id as "Rivenditore", customer_id as "Cliente", product_id as "Articolo",
        units as "Pezzi", replace(net_amount::varchar, '.', ',') as "Netto",
        replace(cost_amount::varchar, '.', ',') as "Costo", 'Provincia ' || document_line as "Provincia",
        'nota ' || units as "Note", '' as "Vuoto", 'EUR' as "Valuta", 'Magazzino ' || channel_id as "Magazzino"
    from read_csv('{lines}')
) to '{file}' (format csv, header, delimiter ';')
"""
_MAPPED = {
    "document_id": "Numero documento", "document_line": "Riga", "date": "Data doc.", "channel_id": "Canale",
    "partner_id": "Rivenditore", "customer_id": "Cliente", "product_id": "Articolo", "units": "Pezzi",
    "net_amount": "Netto", "cost_amount": "Costo", "area": "Provincia",
}  # fmt: skip
_LEFT_OUT = ("Note", "Vuoto", "Valuta", "Magazzino")
_TYPES = {
    "document_id": "varchar", "document_line": "bigint", "date": "date", "channel_id": "varchar",
    "partner_id": "varchar", "customer_id": "varchar", "product_id": "varchar", "units": "double",
    "net_amount": "decimal(18, 4)", "cost_amount": "decimal(18, 4)",
}  # fmt: skip
_POLARS = {
    "bigint": pl.Int64(), "date": pl.Date(), "double": pl.Float64(), "decimal(18, 4)": pl.Decimal(18, 4),
}  # fmt: skip


def write_lines(file: Path, rows: int) -> Path:
    """Write two years of sell-out lines as CSV, by date."""
    query = _LINES.format(rows=rows, channels=CHANNELS, partners=PARTNERS, products=PRODUCTS, file=file)
    _connect().execute(query)
    return file


def write_theirs(file: Path, lines: Path) -> Path:
    """Write lines as a partner's own file: other names, more columns, decimal comma, some values in quotes."""
    _connect().execute(_THEIR_LINES.format(lines=lines, file=file))
    return file


def _connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    return connection


def write_workbook(file: Path, lines: Path) -> Path:
    """Write lines of a CSV file as a workbook, dates and numbers as such."""
    frame = pl.read_csv(lines, try_parse_dates=True)
    with xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("sell_out")
        sheet.write_row(0, 0, frame.columns)
        for number, row in enumerate(frame.iter_rows(), start=1):
            sheet.write_row(number, 0, row)
    return file


def write_case(folder: Path) -> Path:
    """Write a case whose channels, partners and products the lines name."""
    (folder / "books").mkdir(parents=True)
    channels = "".join(
        f'[[channels]]\nid = "c{n}"\nname = {{ en = "c{n}", it = "c{n}" }}\nkind = "web"\nreach = "direct"\n'
        'medium = "online"\nend_customer = "consumer"\n'
        for n in range(CHANNELS)
    )
    head = 'vendor = "b"\ncurrency = "EUR"\nlanguage = "it"\nas_of = 2024-12-31\nname = { en = "b", it = "b" }\n'
    (folder / "case.toml").write_text(head + channels, encoding="utf-8")
    partners = "".join(f"p{n:05d},c0\n" for n in range(PARTNERS))
    (folder / "books/partners.csv").write_text(f"partner_id,channel_id\n{partners}", encoding="utf-8")
    products = "".join(f"g{n:04d}\n" for n in range(PRODUCTS))
    (folder / "books/products.csv").write_text(f"product_id\n{products}", encoding="utf-8")
    return folder


def ours(file: Path, folder: Path) -> int:
    """Ingest a file, and return how many of its rows are kept."""
    (done,) = ingest(folder, [file], who="bench", when=datetime(2024, 7, 1, tzinfo=UTC), table="sell_out")
    return done.load.kept


def ours_mapped(file: Path, folder: Path) -> int:
    """Ingest a partner's file through a mapping, and return how many of its rows are kept."""
    columns = "".join(f'{name} = "{theirs}"\n' for name, theirs in _MAPPED.items())
    mapping = folder / "books/mapping/theirs.toml"
    mapping.parent.mkdir()
    mapping.write_text(f'table = "sell_out"\ndecimal = "comma"\n[columns]\n{columns}', encoding="utf-8")
    (done,) = ingest(folder, [file], who="bench", when=datetime(2024, 7, 1, tzinfo=UTC), mapping="theirs")
    return done.load.kept


def duckdb_mapped(file: Path, folder: Path) -> int:
    """Read a partner's file with types given, and write the columns that are wanted as Parquet."""
    types = {theirs: _TYPES.get(name, "varchar") for name, theirs in _MAPPED.items()}
    types |= dict.fromkeys(_LEFT_OUT, "varchar")
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    wanted = ", ".join(f'"{theirs}" as {name}' for name, theirs in _MAPPED.items())
    how = "header = true, auto_detect = false, delim = ';', decimal_separator = ',', dateformat = '%d/%m/%Y'"
    query = f"select {wanted} from read_csv('{file}', {how}, columns = {{{columns}}})"
    done = _connect().execute(f"copy ({query}) to '{folder / 'd.parquet'}' (format parquet, compression zstd)")
    row = done.fetchone()
    return 0 if row is None else int(row[0])


def by_duckdb(file: Path, folder: Path) -> int:
    """Read with types given, and write Parquet."""
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in _TYPES.items())
    read = f"read_csv('{file}', header = true, auto_detect = false, delim = ',', columns = {{{types}}})"
    query = f"copy (select * from {read}) to '{folder / 'd.parquet'}' (format parquet, compression zstd)"
    done = _connect().execute(query).fetchone()
    return 0 if done is None else int(done[0])


def by_polars(file: Path, folder: Path) -> int:
    """Read with types given, and write Parquet."""
    schema = {name: _POLARS.get(kind, pl.String()) for name, kind in _TYPES.items()}
    frame = pl.read_csv(file, schema=schema)
    frame.write_parquet(folder / "p.parquet", compression="zstd")
    return frame.height


def by_fastexcel(file: Path, folder: Path) -> int:
    """Read a sheet."""
    return fastexcel.read_excel(file).load_sheet(0).to_polars().height


WAYS = {
    "ours": ours, "duckdb": by_duckdb, "polars": by_polars, "fastexcel": by_fastexcel,
    "ours_mapped": ours_mapped, "duckdb_mapped": duckdb_mapped,
}  # fmt: skip


def _compare(ways: tuple[str, ...], file: Path, folder: Path, rows: int) -> None:
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    processor: dict[str, list[float]] = {way: [] for way in ways}
    peak = dict.fromkeys(ways, 0.0)
    for turn in range(ROUNDS):
        for way in ways:
            place = folder / f"{file.name}-{way}-{turn}"
            write_case(place)
            done = in_a_child("benchmarks.ingest", way, file, place)
            if done.result != rows:
                raise RuntimeError(f"{way}: {done.result} of {rows} rows")
            seconds[way].append(done.seconds)
            processor[way].append(done.processor)
            peak[way] = max(peak[way], done.gigabytes)
    mine, my_work = median(seconds[ways[0]]), median(processor[ways[0]])
    for way in ways:
        taken, work = median(seconds[way]), median(processor[way])
        ratios = f"{mine / taken:>12.2f} {work:>10.2f} {my_work / work:>12.2f}"
        print(f"{rows:>12,} {way:>14} {taken:>9.2f} {ratios} {peak[way]:>9.2f}")


def run() -> None:
    """Print seconds by the clock and of the processors, our ratio to each, and peak memory, as rows grow."""
    times = f"{'seconds':>9} {'ours / way':>12} {'processor':>10} {'ours / way':>12}"
    print(f"\nfiles into a case\n{'rows':>12} {'way':>14} {times} {'peak GB':>9}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for rows in ROWS:
            file = write_lines(folder / f"{rows}.csv", rows)
            _compare(("ours", "duckdb", "polars"), file, folder, rows)
        lines = write_lines(folder / "lines.csv", THEIRS)
        _compare(("ours_mapped", "duckdb_mapped"), write_theirs(folder / "theirs.csv", lines), folder, THEIRS)
        for rows in SHEETS:
            lines = write_lines(folder / f"lines-{rows}.csv", rows)
            _compare(("ours", "fastexcel"), write_workbook(folder / f"{rows}.xlsx", lines), folder, rows)


if __name__ == "__main__":
    way, file, folder = sys.argv[1:]
    report(lambda: WAYS[way](Path(file), Path(folder)))
