from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.store.case_on_disk import CaseOnDisk
from tramite.kernel.errors import InputRefused
from tramite.kernel.tables import CONTRACTS
from tramite.store.columns import empty_frame
from tramite.store.sampling import DrawRecord, Spread, check_writable, read_draw, save_draw, save_list

RECORD = DrawRecord(
    version="0.1.0", date=date(2025, 2, 3), who='Anna "la prima"', seed=2**62, fingerprint="0123456789abcdef",
    sizes={"partner": 12}, settings={"cell_min": 5.0},
    spreads=(Spread(side="partner", channel="web", spread=9.5),),
)  # fmt: skip
FRAME = empty_frame(CONTRACTS["frame"])


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_draw(tmp_path) is None
    save_draw(tmp_path, RECORD, FRAME)
    read = read_draw(tmp_path)
    assert read is not None
    assert read[0] == RECORD
    assert read[1].schema == FRAME.schema
    head = (tmp_path / "sampling" / "draw.toml").read_text(encoding="utf-8").splitlines()[:2]
    assert [line.split(".")[0] for line in head] == [
        "# How the sample was drawn",
        "# Come è stato estratto il campione",
    ]


def test_a_damaged_record_tells_its_faults(tmp_path: Path) -> None:
    save_draw(tmp_path, RECORD, FRAME)
    file = tmp_path / "sampling" / "draw.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("seed = ", "sed = ").replace('side = "partner"', 'side = "friend"'), encoding="utf-8"
    )
    with pytest.raises(InputRefused) as caught:
        read_draw(tmp_path)
    assert sorted((fault.file, fault.kind, fault.column) for fault in caught.value.faults) == [
        ("sampling/draw.toml", "missing_setting", "seed"),
        ("sampling/draw.toml", "not_allowed", "spreads.0.side"),
        ("sampling/draw.toml", "unknown_setting", "sed"),
    ]


def test_a_frame_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    save_draw(tmp_path, RECORD, FRAME)
    (tmp_path / "sampling" / "frame.parquet").write_bytes(b"no parquet")
    with pytest.raises(InputRefused, match="damaged"):
        read_draw(tmp_path)


def test_a_workbook_is_not_overwritten(case: CaseOnDisk) -> None:
    header = ("unit_id", "role", "channel_id", "stratum", "status")
    case.write_sheets("voices/frame.xlsx", {"frame": [header, ("V1", "vendor", "web", "own", "active")]})
    with pytest.raises(InputRefused) as caught:
        check_writable(case.load())
    assert [(fault.file, fault.kind) for fault in caught.value.faults] == [("voices/frame.xlsx", "unknown_format")]


def test_free_text_is_disarmed_and_ids_stay(tmp_path: Path) -> None:
    path = save_list(tmp_path / "list.csv", pl.DataFrame({"unit_id": ["+1"], "name": ["=1+1"], "reason": ["-"]}))
    assert path.read_text(encoding="utf-8-sig").splitlines() == ["unit_id;name;reason", "+1;'=1+1;'-"]
