from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tramite.kernel.errors import InputRefused
from tramite.store.submissions.ledger import LEDGER, Entry, read_ledger, save_ledger
from tramite.voices.hearing.submission import Submission

FULL = Submission(
    id="b", file="x.zip/x.csv", values={"PZ01_text": "è «così»;\n=1", "PE01": "7"}, replaces="a", root="a",
    edits=2, form="f", version="77", review="approved", times={"PE01": 12.5},
)  # fmt: skip


def test_ledger_gives_back_what_was_entered_in_order(tmp_path: Path) -> None:
    entries = [Entry(FULL, date(2026, 3, 5), "abc"), Entry(Submission("a", "y.xml", {}), date(2026, 3, 4))]
    save_ledger(tmp_path, entries)
    assert list(read_ledger(tmp_path).values()) == entries


def test_ledger_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_ledger(tmp_path) == {}


def test_damaged_ledger_is_told(tmp_path: Path) -> None:
    (tmp_path / LEDGER).parent.mkdir()
    (tmp_path / LEDGER).write_bytes(b"not parquet")
    with pytest.raises(InputRefused) as refused:
        read_ledger(tmp_path)
    assert [(fault.file, fault.kind) for fault in refused.value.faults] == [(LEDGER, "damaged_file")]
