"""Make ten files as three partners would send them: no two alike, every trouble planted and counted by hand.

Rossi (Italian, CSV of an old ERP), Bianchi (Italian, workbooks made by hand), Harper (English, in pounds).
The mappings that bring them in are in ``mapping/``. Totals and refused rows are in :data:`TRUTH`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import xlsxwriter

CASE = """
vendor = "Tramonti"
currency = "EUR"
language = "it"
as_of = 2024-12-31
name = { en = "Messy", it = "Disordinato" }

[[channels]]
id = "shops"
name = { en = "Shops", it = "Negozi" }
kind = "resellers"
reach = "indirect"
medium = "physical"
end_customer = "both"
"""
PARTNERS = "partner_id,channel_id\nROSSI,shops\nBIANCHI,shops\nHARPER,shops\n"
PRODUCTS = "product_id\nK1\nK2\nK3\n"

# file: rows in, kept, refused, skipped, total of net_amount (or amount, cost_amount) kept, in euro
TRUTH: dict[str, tuple[int, int, int, int, Decimal]] = {
    "ROSSI_vendite_2024-01.csv": (5, 3, 1, 1, Decimal("1485.50")),  # 1.234,50 + 300,00 − 49,00
    "ROSSI_vendite_2024-02.csv": (3, 2, 1, 0, Decimal("2000.00")),  # 1.500,00 + 500,00
    "ROSSI_giacenze.csv": (3, 2, 0, 1, Decimal("1200.00")),  # 0,7 + 0,5 thousand
    "Bianchi trimestre.xlsx": (9, 6, 1, 2, Decimal("2100.00")),  # 100+200+300 and 400+500+600
    "Bianchi resi.xlsx": (3, 2, 1, 0, Decimal("-75.50")),  # −50 − 25,50, written without a minus
    "Bianchi crediti.xlsx": (3, 3, 0, 0, Decimal("9000.00")),  # 2 + 3 + 4 thousand
    "harper_sales_Q1.csv": (4, 3, 1, 0, Decimal("-820.00")),  # 100×1.16 + 200×1.17 − 1000×1.17
    "harper_sales_Q2.xlsx": (3, 2, 1, 0, Decimal("345.00")),  # 100×1.15 + 200×1.15
    "harper_costs.parquet": (3, 3, 0, 0, Decimal("690.00")),  # (100+200+300)×1.15
    "harper_visits.csv": (3, 2, 1, 0, Decimal("115.00")),  # 100×1.15; the other touch has no amount
}


def make_files(folder: Path) -> list[Path]:
    """Write the ten files; returns their paths, in the order of :data:`TRUTH`."""
    folder.mkdir(parents=True, exist_ok=True)
    _rossi(folder)
    _bianchi(folder)
    _harper(folder)
    return [folder / name for name in TRUTH]


def _rossi(folder: Path) -> None:
    """Windows encoding, titles above the header, decimal comma, a euro sign, a minus behind, a row of totals."""
    (folder / "ROSSI_vendite_2024-01.csv").write_bytes(
        "Ferramenta Rossi S.n.c. – Città di Castello\r\n"
        "Vendite dal 01/01/2024 al 31/01/2024;;;\r\n"
        "\r\n"
        "N. Doc.;Data Doc.;Cod. Art.;Q.tà;Imponibile €\r\n"
        "101;15.01.24;K1;2;€ 1.234,50\r\n"
        "102;16.01.24;K2;1,5;300,00\r\n"
        "103;17.01.24;K1;1-;49,00-\r\n"
        "104;18.01.24;K9;1;10,00\r\n"  # no such product
        "Totale;;;3,5;1.495,50\r\n".encode("cp1252")
    )
    (folder / "ROSSI_vendite_2024-02.csv").write_bytes(
        "Ferramenta Rossi S.n.c.\r\nN. Doc.;Data Doc.;Cod. Art.;Q.tà;Imponibile €\r\n"
        "201;01.02.24;K1;3;1.500,00\r\n202;02.02.24;K3;1;500,00\r\n203;30.02.24;K3;1;700,00\r\n".encode("cp1252")
    )
    (folder / "ROSSI_giacenze.csv").write_text(
        "Articolo|Pezzi|Valore (k€)\nK1|70|0,7\nK2|50|0,5\nTOTALE GENERALE|120|1,2\n", encoding="utf-8"
    )


def _bianchi(folder: Path) -> None:
    """Titles, merged cells, a sheet for each month, subtotals, months in words, returns without minus."""
    sheets: dict[str, Sequence[Sequence[object]]] = {
        "Gennaio 2024": [["A1", "K1", 1, 100], [None, "K2", 2, 200], ["A2", "K1", 3, 300], ["Tot.", None, 6, 600]],
        "Febbraio 2024": [["B1", "K1", 4, 400], [None, "K2", 5, 500], ["B2", "K3", 6, 600],
                          ["B3", "K3", 1, "da definire"], ["Tot.", None, 15, 1500]],
    }  # fmt: skip
    with xlsxwriter.Workbook(folder / "Bianchi trimestre.xlsx") as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.merge_range("A1:D1", f"BIANCHI SPA – vendite {name}")
            sheet.write_row("A3", ["Bolla", "Articolo", "Pezzi", "Netto"])
            for number, row in enumerate(rows, start=3):
                sheet.write_row(number, 0, row)
            sheet.merge_range(3, 0, 4, 0, rows[0][0])
        book.add_worksheet("Note").write("A1", "Chiamare la signora Carla")
    with xlsxwriter.Workbook(folder / "Bianchi resi.xlsx", {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("resi")
        sheet.write_row("B2", ["Causale", "Numero", "Data", "Articolo", "Pezzi", "Importo"])
        sheet.write_row("B3", ["Reso", "R1", date(2024, 3, 4), "K1", 1, 50])
        sheet.write_row("B4", ["Nota credito", "R2", "5 marzo 2024", "K2", 1, 25.5])
        sheet.write_row("B5", ["Reso", "R3", "ieri", "K2", 1, 10])
    with xlsxwriter.Workbook(folder / "Bianchi crediti.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Mese", "Crediti (migliaia)"])
        for number, month in enumerate(["gen-24", "feb-24", "mar-24"], start=1):
            sheet.write_row(number, 0, [month, number + 1])


def _harper(folder: Path) -> None:
    """Month first, pounds, rates by month; a workbook of all text; typed Parquet; days as serial numbers."""
    (folder / "harper_sales_Q1.csv").write_text(
        "Harper Ltd - sell-out report,,,,\n,,,,\n"
        "Invoice No,Invoice Date,SKU,Qty,Net Amount\n"
        'H1,01/31/2024,K1,1,"£100.00"\n'
        'H2,02/01/2024,K2,1,"200.00"\n'
        'H3,02/13/2024,K2,1,"(£1,000.00)"\n'
        'H4,03/03/2024,K2,1,"$300.00"\n',  # another currency than the one agreed
        encoding="utf-8",
    )
    with xlsxwriter.Workbook(folder / "harper_sales_Q2.xlsx") as book:
        sheet = book.add_worksheet("Q2")
        sheet.write_row("A1", ["Invoice No", "Invoice Date", "SKU", "Qty", "Net Amount"])
        sheet.write_row("A2", ["H5", "04/30/2024", "K1", "1", "£100.00"])
        sheet.write_row("A3", ["H6", "05/13/2024", "K1", "1", "200.00"])
        sheet.write_row("A4", ["H2", "05/14/2024", "K1", "1", "200.00"])  # a number that Q1 has
    pl.DataFrame(
        {"Month": [date(2024, m, 1) for m in (4, 5, 6)], "Heading": ["RENT"] * 3, "GBP": [100.0, 200.0, 300.0]}
    ).write_parquet(folder / "harper_costs.parquet")
    (folder / "harper_visits.csv").write_text(
        "ref;day;what;minutes;cost\nV1;45383;Visit;90;100.00\nV2;45384;Training;60;\nV3;45385;Lunch;60;20.00\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    for path in make_files(Path(__file__).parent / "files"):
        print(path)
