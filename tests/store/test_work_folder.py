"""Whole cases that are worked on stand in one place, and nothing is left there by who is gone."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tramite.store.work_folder import sweep, work_folder, work_in

_WORKS = """
import sys, time
from pathlib import Path
from tramite.store.work_folder import work_folder
with work_folder() as folder:
    (folder / "names.csv").write_text("Anna Verdi")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the place of work of a server."""
    monkeypatch.setenv("TRAMITE_WORK", "")
    return work_in(tmp_path / "home" / "work")


def test_what_a_killed_process_leaves_is_swept_and_what_others_work_on_stays(place: Path) -> None:
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    with work_folder() as mine, subprocess.Popen([sys.executable, "-c", _WORKS], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        left = Path(other.stdout.readline().decode().strip())
        assert (left.parent, mine.parent) == (place, place)
        assert sweep(place) == 0
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert (left / "names.csv").exists()
        assert sweep(place) == 1
        assert list(place.iterdir()) == [mine]
    assert list(place.iterdir()) == []


def test_anything_older_than_a_day_is_swept(place: Path) -> None:
    for name, hours in (("new.upload.zip", 23), ("old.upload.zip", 25)):
        file = place / name
        file.write_bytes(b"PK")
        moment = time.time() - hours * 3600
        os.utime(file, (moment, moment))
    assert sweep(place) == 1
    assert [file.name for file in place.iterdir()] == ["new.upload.zip"]
