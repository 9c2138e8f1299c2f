from __future__ import annotations

import pytest

from tests.store.case_on_disk import CaseOnDisk
from tramite.kernel.errors import InputRefused
from tramite.kernel.tables import CONTRACTS
from tramite.store.csv_reading import contract_layout, open_csv, read_csv
from tramite.store.raw import RawTable

HEADER = "partner_id;channel_id;name\n"


def _read(case: CaseOnDisk, content: str | bytes) -> RawTable:
    return read_csv(case.write("books/partners.csv", content), CONTRACTS["partners"], file="partners.csv")


def _rows(raw: RawTable) -> list[tuple[object, ...]]:
    return [(number, *row) for number, row in zip(raw.rows, raw.frame.rows(), strict=True)]


@pytest.mark.parametrize(("separator", "mark"), [(";", "comma"), (",", "point"), ("\t", "point")])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_read_csv_finds_separator_and_line_ends(case: CaseOnDisk, separator: str, mark: str, end: str) -> None:
    content = "partner_id;channel_id;name\nP1;shops; Bici \nP2;shops;\n".replace(";", separator)
    raw = _read(case, content.replace("\n", end))
    assert _rows(raw) == [(2, "P1", "shops", "Bici"), (3, "P2", "shops", None)]
    assert raw.decimal_mark == mark


@pytest.mark.parametrize("size", [7, 64, 4096])
def test_read_csv_reads_a_last_line_that_does_not_end(case: CaseOnDisk, size: int) -> None:
    content = HEADER + "P1;shops;a\nP2;shops;b"
    assert [row[1] for row in _rows(_read(case, content))] == ["P1", "P2"]
    opened = open_csv(case.write("books/partners.csv", content), contract_layout(CONTRACTS["partners"]), file="x")
    assert [row[0] for sheet, _share in opened.sheets(size=size) for row in sheet.frame.rows()] == ["P1", "P2"]


def test_read_csv_takes_the_mark_of_utf8_and_names_in_any_case(case: CaseOnDisk) -> None:
    raw = _read(case, b"\xef\xbb\xbf Partner_ID ,CHANNEL_ID\nP1,shops\n")
    assert raw.frame.columns == ["partner_id", "channel_id"]


def test_read_csv_counts_rows_as_a_spreadsheet_does(case: CaseOnDisk) -> None:
    raw = _read(case, HEADER + 'P1;shops;"two\nlines; and ""quotes"""\n\n;;\nP2;shops;x\n')
    assert _rows(raw) == [(2, "P1", "shops", 'two\nlines; and "quotes"'), (5, "P2", "shops", "x")]


def test_read_csv_reads_files_that_quote_everything(case: CaseOnDisk) -> None:
    raw = _read(case, '"partner_id","channel_id","name"\r\n"P1","shops","a, b"\r\n"P2","shops",""\r\n')
    assert _rows(raw) == [(2, "P1", "shops", "a, b"), (3, "P2", "shops", None)]


def test_read_csv_reads_inches_as_letters(case: CaseOnDisk) -> None:
    raw = _read(case, HEADER + 'P1;shops;PIPE 1/2" STEEL\nP2;shops;TV 32"\n')
    assert _rows(raw) == [(2, "P1", "shops", 'PIPE 1/2" STEEL'), (3, "P2", "shops", 'TV 32"')]


def test_read_csv_keeps_rows_that_it_cannot_split(case: CaseOnDisk) -> None:
    raw = _read(case, HEADER + 'P1;shops\nP2;shops;x;y;z\nP3;shops;"a" b "c"\nP4;shops;fine\n')
    assert _rows(raw) == [
        (2, "P1", "shops", None),
        (3, "P2", "shops", "x;y;z"),
        (4, "P3", "shops", '"a" b "c"'),
        (5, "P4", "shops", "fine"),
    ]
    found = [(finding.kind, finding.at.to_list(), finding.values.to_list()) for finding in raw.findings]
    assert found == [("stray_quote", [2], [None]), ("field_count", [0, 1], ["2", "5"])]


def test_read_csv_refuses_a_quotation_mark_that_does_not_close(case: CaseOnDisk) -> None:
    with pytest.raises(InputRefused) as caught:
        _read(case, HEADER + 'P1;shops;"a"\nP2;shops;"b\nP3;shops;c\n')
    assert [fault.say() for fault in caught.value.faults] == [
        "'partners.csv', row 3: found 'P2;shops;\"b P3;shops…', a quotation mark opens here and does not "
        "close before "
        "the next field; inside a value in quotation marks, write it twice"
    ]


def test_read_csv_tells_all_faults_of_the_columns(case: CaseOnDisk) -> None:
    with pytest.raises(InputRefused) as caught:
        _read(case, "partner_id;name;name;xyz;\nP1;a;b;c;d\n")
    assert [(fault.kind, fault.column) for fault in caught.value.faults] == [
        ("duplicate_column", "name"),
        ("unknown_column_alone", "xyz"),
        ("unnamed_column", "5"),
        ("missing_column", "channel_id"),
    ]


def test_read_csv_ignores_empty_columns_without_name(case: CaseOnDisk) -> None:
    raw = _read(case, "partner_id;channel_id;;\nP1;shops;;\n")
    assert _rows(raw) == [(2, "P1", "shops")]


def test_read_csv_allows_a_table_without_rows(case: CaseOnDisk) -> None:
    assert _rows(_read(case, "partner_id;channel_id")) == []


def test_read_csv_finds_bad_bytes_beyond_the_first_chunk(case: CaseOnDisk) -> None:
    line = "P1;shops;Città\n".encode()
    with pytest.raises(InputRefused) as caught:
        _read(case, HEADER.encode() + line * 1_200_000 + "P2;shops;Città\n".encode("cp1252"))
    assert [(fault.kind, fault.row) for fault in caught.value.faults] == [("wrong_encoding", 1_200_002)]
