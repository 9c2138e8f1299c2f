from __future__ import annotations

import polars as pl

from tests.store.case_on_disk import CaseOnDisk
from tramite.store.quarantine import save_quarantine

HEADER = "partner_id,channel_id,name,since\n"


def test_save_quarantine_writes_refused_rows_and_removes_old_files(case: CaseOnDisk) -> None:
    case.write("books/partners.csv", HEADER + "P001,shops,Città,2024-01-01\nP002,shops,Bici,2024-02-30\n")
    stale = case.write("quarantine/stock.csv", "old")
    note = case.write("quarantine/notes.txt", "mine")
    (path,) = save_quarantine(case.load())
    assert path == case.path / "quarantine/partners.csv"
    assert path.read_text(encoding="utf-8-sig") == (
        "partner_id,channel_id,name,since,row,refused_because\n"
        "P002,shops,Bici,2024-02-30,3,colonna 'since': atteso un giorno che esiste nel calendario\n"
    )
    assert (stale.exists(), note.exists()) == (False, True)
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["notes.txt", "partners.csv"]


def test_save_quarantine_removes_its_file_once_nothing_is_refused(case: CaseOnDisk) -> None:
    case.write("books/partners.csv", HEADER + "P001,shop,Bici,\n")
    (path,) = save_quarantine(case.load())
    case.write("books/partners.csv", HEADER + "P001,shops,Bici,\n")
    assert save_quarantine(case.load()) == ()
    assert not path.exists()


def test_save_quarantine_disarms_formulas_and_leaves_numbers(case: CaseOnDisk) -> None:
    cells = ["=1+1", "+39 02 1234", "-2+3", "@SUM(A1)", "-12,50", "+3.5", "plain", "-"]
    rows = "".join(f'P{n},nowhere,"{cell}",\n' for n, cell in enumerate(cells))
    case.write("books/partners.csv", HEADER + rows)
    (path,) = save_quarantine(case.load())
    assert pl.read_csv(path, infer_schema=False)["name"].to_list() == [
        "'=1+1", "'+39 02 1234", "'-2+3", "'@SUM(A1)", "-12,50", "+3.5", "plain", "'-",
    ]  # fmt: skip
