from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.case_on_disk import DEFINITION, CaseOnDisk
from tramite.kernel.tables import CONTRACTS
from tramite.store.checking import CheckedTable, check_table
from tramite.store.columns import empty_frame
from tramite.store.definition import load_definition
from tramite.store.findings import MAX_FAULTS
from tramite.store.reading import read_table

COSTS = "month;channel_id;line;account;amount;driver\n"


def _costs(case: CaseOnDisk, rows: str) -> CheckedTable:
    path = case.write("books/costs.csv", COSTS + rows)
    raw = read_table(path, CONTRACTS["costs"], file="books/costs.csv")
    return check_table(raw, definition=load_definition(case.path))


def test_check_table_returns_all_columns_of_the_contract_typed(case: CaseOnDisk) -> None:
    path = case.write("books/sell_in.csv", (
        "net_amount;units;product_id;partner_id;channel_id;date;document_line;document_id\n"
        "10,5;2;K1;P001;shops;31/01/2024;1;0007\n"
    ))  # fmt: skip
    checked = check_table(read_table(path, CONTRACTS["sell_in"], file="f"), definition=load_definition(case.path))
    assert checked.frame.schema == empty_frame(CONTRACTS["sell_in"]).schema
    assert checked.frame.row(0) == (
        "0007", 1, date(2024, 1, 31), "shops", "P001", "K1", 2.0,
        None, None, Decimal("10.5"), None, None, None, None,
    )  # fmt: skip


def test_check_table_tells_every_fault_of_a_row_and_keeps_it_as_it_stands(case: CaseOnDisk) -> None:
    checked = _costs(case, "2024-01;webb;rent;;x;direct\n2024-02;web;overhead;65;-1,5;none\n")
    assert [fault.say() for fault in checked.faults] == [
        "'books/costs.csv', row 2, column 'channel_id': found 'webb', expected a value that is in "
        "case.channels (web, shops)",
        "'books/costs.csv', row 2, column 'line': found 'rent', expected one of: bonuses, returns, commissions, "
        "trade_marketing, logistics, cost_to_serve, payment_fees, credit, fixed_avoidable, committed, "
        "overhead, depreciation",
        "'books/costs.csv', row 2, column 'account': a value is required here",
        "'books/costs.csv', row 2, column 'amount': found 'x', expected a number, as 1234.5 or 1234,5",
    ]
    assert checked.frame["amount"].to_list() == [Decimal("-1.5")]
    assert checked.refused.drop("refused_because").rows() == [("2024-01", "webb", "rent", None, "x", "direct", 2)]
    assert checked.refused["refused_because"].to_list() == [
        "colonna 'channel_id': atteso un valore presente in case.channels (web, shops); "
        "colonna 'line': atteso uno di questi valori: bonuses, returns, commissions, trade_marketing, logistics, "
        "cost_to_serve, payment_fees, credit, fixed_avoidable, committed, overhead, depreciation; "
        "colonna 'account': qui un valore è obbligatorio; colonna 'amount': atteso un numero, come 1234,5 o 1234.5"
    ]


def test_check_table_counts_an_empty_part_of_a_key_as_equal_to_another(case: CaseOnDisk) -> None:
    row = "2024-01;;overhead;65;1;none\n"
    checked = _costs(case, row + row.replace("65", "66") + row)
    assert [(fault.row, fault.kind, fault.value, fault.hint) for fault in checked.faults] == [
        (4, "duplicate_key", "2024-01, , overhead, 65", "2")
    ]


def test_check_table_tells_what_is_out_of_range(case: CaseOnDisk) -> None:
    path = case.write("books/budgets.csv", (
        "month,months,channel_id,net_amount\n2024-01,0,web,1\n2024-02,13,web,1\n2024-03,12,web,1\n"
    ))  # fmt: skip
    checked = check_table(read_table(path, CONTRACTS["budgets"], file="f"), definition=load_definition(case.path))
    assert [(fault.row, fault.kind, fault.hint) for fault in checked.faults] == [
        (2, "below", "1"),
        (3, "above", "12"),
    ]


def test_check_table_tells_a_thousand_faults_of_a_column_then_how_many_more(case: CaseOnDisk) -> None:
    rows = "".join(f"2024-01;web;overhead;{n};x;none\n" for n in range(MAX_FAULTS + 7))
    checked = _costs(case, rows)
    assert len(checked.faults) == MAX_FAULTS + 1
    assert checked.faults[-2].row == MAX_FAULTS + 1
    assert checked.faults[-1].say() == (
        "'books/costs.csv', column 'amount': and 7 more faults in this column; all their rows are in the "
        "quarantine"
    )
    assert checked.refused.height == MAX_FAULTS + 7


MONTHS = st.sampled_from(["2024-01", "2024-02", "01/03/2024", "2024-13", "ieri", ""])
CHANNELS = st.sampled_from(["web", "shops", "", "Web", 'a "quoted" one', "two\nlines"])
LINES = st.sampled_from(["overhead", "logistics", "", "rent", "=1+1"])
ACCOUNTS = st.text(alphabet='ab1;,"\n\té ', max_size=5)
AMOUNTS = st.sampled_from(["1", "1,5", "1.5", "1.234", "1.234,56", "1,234.56", "", "-3", "x", "1e5", "9" * 20])
DRIVERS = st.sampled_from(["none", "direct", "", "heads"])
ROWS = st.lists(st.tuples(MONTHS, CHANNELS, LINES, ACCOUNTS, AMOUNTS, DRIVERS), max_size=12)
Damage = Callable[[list[str]], list[str]]
DAMAGES = st.sampled_from([lambda row: row, lambda row: row, lambda row: row[:4], lambda row: [*row, "more"]])


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, damages=st.lists(DAMAGES, min_size=12, max_size=12), separator=st.sampled_from(";,\t"))
def test_no_row_is_lost(rows: list[tuple[str, ...]], damages: list[Damage], separator: str) -> None:
    written = [damage(list(row)) for row, damage in zip(rows, damages, strict=False)]
    text = StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows([COSTS.strip().split(";"), *written])
    filled = {n: row for n, row in enumerate(written, start=2) if any(cell.strip() for cell in row)}
    with TemporaryDirectory() as folder:
        case = CaseOnDisk(Path(folder))
        case.write("case.toml", DEFINITION)
        path = case.write("books/costs.csv", text.getvalue())
        raw = read_table(path, CONTRACTS["costs"], file="books/costs.csv")
        checked = check_table(raw, definition=load_definition(case.path))
    assert raw.rows.to_list() == list(filled)
    assert checked.frame.height + checked.refused.height == len(filled)
    assert {fault.row for fault in checked.faults} == set(checked.refused["row"])
    assert checked.refused["refused_because"].null_count() == 0
    kept = [row for number, row in filled.items() if number not in set(checked.refused["row"])]
    assert checked.frame["account"].to_list() == [row[3].strip() for row in kept]
    for number, *cells in checked.refused.select("row", pl.nth(range(6))).rows():
        if len(filled[number]) == 6:
            assert cells == [cell.strip() or None for cell in filled[number]]
