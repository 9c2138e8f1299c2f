from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from tramite.kernel.tables import CONTRACTS
from tramite.store.ingest.part_writing import PartWriter
from tramite.store.ingest.spool import Spool

SELL_IN = CONTRACTS["sell_in"]


def _rows(*days: date) -> pl.DataFrame:
    return pl.DataFrame({"date": days, "_row": range(len(days))})


def test_rows_come_back_by_month_in_their_order_whatever_waits_in_memory(tmp_path: Path) -> None:
    pieces = [
        _rows(date(2024, 1, 3), date(2024, 2, 1)),
        _rows(date(2024, 2, 2), date(2024, 1, 9)),
        _rows(date(2024, 2, 3)),
    ]
    for held in (1, 3, 100):
        folder = tmp_path / str(held)
        writer = PartWriter(folder, SELL_IN, held=held)
        for piece in pieces:
            writer.add(piece)
        parts = writer.finish()
        rows = pl.concat(pl.read_parquet(folder / part.name) for part in parts)
        assert rows["date"].to_list() == [
            date(2024, 1, 3), date(2024, 1, 9), date(2024, 2, 1), date(2024, 2, 2), date(2024, 2, 3),
        ]  # fmt: skip
        assert sorted(path.name for path in folder.iterdir()) == sorted(part.name for part in parts)


def test_what_is_dropped_leaves_nothing(tmp_path: Path) -> None:
    writer, spool = PartWriter(tmp_path, SELL_IN, held=0), Spool(tmp_path, "rows", held=0)
    spool.add(_rows(date(2024, 1, 3)))
    for month in range(1, 5):  # two may wait to be written; of four, the first is on the disk
        writer.add(_rows(date(2024, month, 3)))
    assert {path.name[:6] for path in tmp_path.iterdir()} >= {".rows-", ".2024-"}
    writer.drop()
    spool.drop()
    assert list(tmp_path.iterdir()) == []


def test_a_spool_is_one_file_whether_it_spilled_or_not(tmp_path: Path) -> None:
    pieces = [pl.DataFrame({"a": ["x"], "_row": [n]}) for n in range(5)]
    read = []
    for held in (1, 100):
        spool = Spool(tmp_path / str(held), "rows", held=held)
        for piece in pieces:
            spool.add(piece)
        part = spool.finish()
        assert part is not None
        assert [path.name for path in (tmp_path / str(held)).iterdir()] == [part.name]
        read.append(pl.read_parquet(tmp_path / str(held) / part.name).rows())
    assert read[0] == read[1] == [("x", n) for n in range(5)]
