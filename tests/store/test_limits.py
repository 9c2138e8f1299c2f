from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from tests.store.case_on_disk import CaseOnDisk
from tramite.kernel.errors import InputRefused, UnsafeInput
from tramite.store.limits import MAX_BYTES, MAX_ENTRIES, check_archive, check_size, unpack


def test_check_size_refuses_a_file_over_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "sell_in.xlsx"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES[".xlsx"] + 1)  # sparse: no bytes on the disk
    with pytest.raises(UnsafeInput) as caught:
        check_size(path, file="books/sell_in.xlsx")
    assert [fault.say() for fault in caught.value.faults] == [
        "'books/sell_in.xlsx': found '201 MB', expected a file of 200 MB at most"
    ]
    assert caught.value.exit_code == 5


def test_check_archive_refuses_a_tightly_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "zeros.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as stream:
        for _ in range(20):
            stream.write(bytes(1 << 20))
    with zipfile.ZipFile(path) as archive, pytest.raises(UnsafeInput) as caught:
        check_archive(archive, file="zeros.zip")
    assert [fault.kind for fault in caught.value.faults] == ["packed_too_tightly"]


def test_check_archive_refuses_too_many_entries(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(MAX_ENTRIES + 1):
            archive.writestr(str(number), b"")
    with zipfile.ZipFile(path) as archive, pytest.raises(UnsafeInput) as caught:
        check_archive(archive, file="many.zip")
    assert [(fault.kind, fault.value) for fault in caught.value.faults] == [("too_many_entries", "2001")]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_unpack_returns_what_was_packed(tmp_path: Path, method: int) -> None:
    content = bytes(range(256)) * 100_000
    path = tmp_path / "file.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("part", content)
    with zipfile.ZipFile(path) as archive:
        assert b"".join(unpack(archive, archive.getinfo("part"), file="file.zip")) == content


def test_unpack_refuses_more_than_is_declared(tmp_path: Path) -> None:
    path = tmp_path / "false.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("part", bytes(1 << 20))
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 1000)
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive, pytest.raises(UnsafeInput) as caught:
        list(unpack(archive, archive.getinfo("part"), file="false.zip"))
    assert [fault.kind for fault in caught.value.faults] == ["false_size"]


def test_unpack_refuses_damage(tmp_path: Path) -> None:
    path = tmp_path / "damaged.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("part", bytes(range(256)) * 1000)
    data = bytearray(path.read_bytes())
    data[40:60] = bytes(20)
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive, pytest.raises(InputRefused) as caught:
        list(unpack(archive, archive.getinfo("part"), file="damaged.zip"))
    assert [fault.kind for fault in caught.value.faults] == ["damaged_file"]


def test_a_sheet_with_a_cell_in_its_last_corner_is_not_opened(case: CaseOnDisk) -> None:
    rows: dict[int, list[object]] = {0: ["document_id"]}
    path = case.write_sheets("books/sell_in.xlsx", {"sell_in": [rows[0]]})
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", corner)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    with pytest.raises(UnsafeInput) as caught:
        case.load()
    assert [fault.say() for fault in caught.value.faults] == [
        "'books/sell_in.xlsx': the sheet spans too many rows and columns; expected 30000000 cells at most: "
        "delete what lies outside the table"
    ]
