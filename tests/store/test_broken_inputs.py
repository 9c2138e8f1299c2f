"""Ten inputs that people really send, each refused in whole sentences that say where, what, and what to do."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from tests.store.case_on_disk import CaseOnDisk
from tramite.kernel.errors import UnsafeInput

HEADER = "document_id;document_line;date;channel_id;partner_id;product_id;units;net_amount\n"
GOOD = "F1;1;31/01/2024;shops;P001;K1;2;10,50\n"


def test_wrong_sheet_lists_the_sheets_found(case: CaseOnDisk) -> None:
    case.write_sheets("books/sell_in.xlsx", {"Foglio1": [["a"]], "Vendite": [["b"]]})
    assert case.refusal() == [
        "'books/sell_in.xlsx': found 'Foglio1, Vendite', expected a sheet named 'sell_in', or one sheet only"
    ]
    assert case.refusal("it") == [
        "'books/sell_in.xlsx': trovato 'Foglio1, Vendite', atteso un foglio di nome 'sell_in', oppure un "
        "solo foglio"
    ]


def test_unknown_column_names_the_near_ones(case: CaseOnDisk) -> None:
    case.write("books/products.csv", "product_id,list_prize\nK1,10\n")
    assert case.refusal() == [
        "'books/products.csv', column 'list_prize': no such column in this table; similar names: list_price"
    ]
    assert case.refusal("it") == [
        "'books/products.csv', colonna 'list_prize': questa tabella non ha una colonna con questo nome; "
        "nomi simili: list_price"
    ]


def test_text_in_a_number_is_told_with_its_row(case: CaseOnDisk) -> None:
    case.write("books/sell_in.csv", HEADER + GOOD + "F2;1;31/01/2024;shops;P001;K1;due;10,50\n")
    assert case.faults() == [
        "'books/sell_in.csv', row 3, column 'units': found 'due', expected a number, as 1234.5 or 1234,5"
    ]
    assert case.faults("it") == [
        "'books/sell_in.csv', riga 3, colonna 'units': trovato 'due', atteso un numero, come 1234,5 o 1234.5"
    ]


def test_duplicate_key_names_the_first_row(case: CaseOnDisk) -> None:
    case.write("books/sell_in.csv", HEADER + GOOD + GOOD.replace("F1", "F2") + GOOD)
    assert case.faults() == [
        "'books/sell_in.csv', row 4, column 'document_id, document_line': found 'F1, 1', "
        "expected a key that no other row has; row 2 has it already"
    ]
    assert case.faults("it") == [
        "'books/sell_in.csv', riga 4, colonna 'document_id, document_line': trovato 'F1, 1', "
        "attesa una chiave che nessun'altra riga abbia; la riga 2 l'ha già"
    ]


def test_unknown_partner_is_told_with_a_near_one(case: CaseOnDisk) -> None:
    case.write("books/sell_in.csv", HEADER + GOOD + "F2;1;31/01/2024;shops;p-2;K1;2;10,50\n")
    assert case.faults() == [
        "'books/sell_in.csv', row 3, column 'partner_id': found 'p-2', "
        "expected a value that is in partners.partner_id (P002?)"
    ]
    assert case.faults("it") == [
        "'books/sell_in.csv', riga 3, colonna 'partner_id': trovato 'p-2', "
        "atteso un valore presente in partners.partner_id (P002?)"
    ]


def test_mixed_decimal_marks_refuse_the_rows_of_the_fewer(case: CaseOnDisk) -> None:
    case.write(
        "books/sell_in.csv",
        HEADER + GOOD + "F2;1;31/01/2024;shops;P001;K1;2;1.234,56\nF3;1;31/01/2024;shops;P001;K1;2;12.50\n",
    )
    assert case.faults() == [
        "'books/sell_in.csv', row 4, column 'net_amount': found '12.50', "
        "expected the decimal mark of the other rows of this column: ','"
    ]
    assert case.faults("it") == [
        "'books/sell_in.csv', riga 4, colonna 'net_amount': trovato '12.50', "
        "atteso il segno decimale delle altre righe di questa colonna: ','"
    ]


def test_impossible_date_is_told(case: CaseOnDisk) -> None:
    case.write("books/sell_in.csv", HEADER + GOOD + "F2;1;31/02/2024;shops;P001;K1;2;10,50\n")
    assert case.faults() == [
        "'books/sell_in.csv', row 3, column 'date': found '31/02/2024', expected a day that exists in the calendar"
    ]
    assert case.faults("it") == [
        "'books/sell_in.csv', riga 3, colonna 'date': trovato '31/02/2024', "
        "atteso un giorno che esiste nel calendario"
    ]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n \n"], ids=["no bytes", "only a mark", "blank"])
def test_empty_file_is_not_an_empty_table(case: CaseOnDisk, content: bytes) -> None:
    case.write("books/sell_in.csv", content)
    assert case.refusal() == [
        "'books/sell_in.csv': the file is empty; expected a first row with the names of the columns"
    ]
    assert case.refusal("it") == [
        "'books/sell_in.csv': il file è vuoto; attesa una prima riga con i nomi delle colonne"
    ]


def _declare(path: Path, entry: str, size: int) -> None:
    """Write another uncompressed size for an entry into the directory at the end of a ZIP."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        directory = archive.start_dir
    place = data.index(entry.encode(), directory) - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    data[place + 24 : place + 28] = struct.pack("<I", size)
    path.write_bytes(data)


def test_workbook_that_declares_two_gigabytes_is_not_opened(case: CaseOnDisk) -> None:
    path = case.write_sheets("books/sell_in.xlsx", {"sell_in": [["document_id"], ["F1"]]})
    _declare(path, "xl/worksheets/sheet1.xml", 2 << 30)
    packed = sum(entry.compress_size for entry in zipfile.ZipFile(path).infolist())
    rest = sum(e.file_size for e in zipfile.ZipFile(path).infolist()) - (2 << 30)
    ratio = ((2 << 30) + rest) // packed
    with pytest.raises(UnsafeInput) as caught:
        case.load()
    assert caught.value.say().splitlines() == [
        "A file was refused before it was opened. What is wrong (2):",
        "  'books/sell_in.xlsx': found '2049 MB', expected 1536 MB at most once unpacked",
        f"  'books/sell_in.xlsx': found '{ratio}', expected data that unpack to 100 times their size at most",
    ]
    assert caught.value.faults[0].say("it") == (
        "'books/sell_in.xlsx': trovato '2049 MB', attesi al massimo 1536 MB dopo la decompressione"
    )


def test_wrong_encoding_names_the_line_and_what_to_do(case: CaseOnDisk) -> None:
    text = "partner_id,channel_id,name\nP001,shops,Rossi\nP002,shops,Città Bici\n"
    case.write("books/partners.csv", text.encode("cp1252"))
    assert case.refusal() == [
        "'books/partners.csv', row 3: found '0xE0', expected text in UTF-8, and this line has a byte that is not; "
        "save the file as UTF-8"
    ]
    assert case.refusal("it") == [
        "'books/partners.csv', riga 3: trovato '0xE0', atteso un testo in UTF-8, ma in questa riga c'è un byte "
        "che non lo è; salvare il file come UTF-8"
    ]
