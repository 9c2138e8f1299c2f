"""Totals do not depend on how rows are ordered, nor on how they are cut into files and months."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.case_on_disk import DEFINITION, PARTNERS, PRODUCTS, CaseOnDisk
from tests.store.ingest.when import NOW, WHO
from tramite.store.ingest.ingesting import ingest

HEADER = "document_id;document_line;date;channel_id;partner_id;product_id;units;net_amount\n"
AMOUNTS = st.decimals(-9999, 9999, places=2, allow_nan=False)
ROW = st.tuples(AMOUNTS, st.integers(1, 12), st.integers(1, 28), st.integers(0, 2))


@settings(max_examples=15, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=12), order=st.randoms(use_true_random=False))
def test_totals_do_not_depend_on_order_or_files(rows: list[tuple[Decimal, int, int, int]], order: Random) -> None:
    lines = [
        (file, f"{n};1;{day:02d}/{month:02d}/2024;shops;P001;K1;1;{str(amount).replace('.', ',')}\n")
        for n, (amount, month, day, file) in enumerate(rows)
    ]
    order.shuffle(lines)
    with tempfile.TemporaryDirectory() as folder:
        case = CaseOnDisk(Path(folder) / "case")
        case.write("case.toml", DEFINITION)
        case.write("books/partners.csv", PARTNERS)
        case.write("books/products.csv", PRODUCTS)
        files = [
            case.write(f"../in/{number}.csv", HEADER + "".join(line for file, line in lines if file == number))
            for number in range(3)
        ]
        ingest(case.path, files, who=WHO, when=NOW, table="sell_in")
        table = case.load().frame("sell_in")
        months = table.group_by(table["date"].dt.month().alias("of")).agg("net_amount").rows()
    assert table.height == len(rows)
    assert {month: sum(amounts) for month, amounts in months} == {
        month: sum(amount for amount, other, _, _ in rows if other == month) for _, month, _, _ in rows
    }
