from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl

from tests.store.case_on_disk import CaseOnDisk
from tests.store.ingest.when import NOW, WHO
from tramite.store.case_folder import load_case
from tramite.store.ingest.ingesting import ingest

KILLS = 20
ROOT = Path(__file__).parents[3]


def state(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables, kept and refused, in an order of their own."""
    folder = load_case(path)
    tables = {
        name: folder.frame(name).cast(pl.String).fill_null("").sort(pl.all()).rows() for name in folder.tables
    }
    return tables | {f"refused {name}": frame.rows() for name, frame in folder.refused.items()}


def test_an_ingest_killed_at_any_moment_leaves_the_case_as_before_or_as_after(
    messy: CaseOnDisk, files: list[Path], tmp_path: Path
) -> None:
    files = files[:3]
    ingest(messy.path, files, who=WHO, when=NOW)
    for path in files:
        path.write_bytes(path.read_bytes().replace(b";K1;", b";K2;").replace(b"K1|", b"K3|"))
    before = state(messy.path)
    cases = [shutil.copytree(messy.path, tmp_path / f"case{number}") for number in range(KILLS + 1)]
    moments = random.Random(7)  # noqa: S311
    kills = [word for case in cases[1:] for word in (str(case), str(moments.uniform(0.0, 1.1)))]
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("killed.py"), *files, "--", cases[0], *kills],
        capture_output=True, text=True, check=False, timeout=120, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= KILLS // 2
    after = state(cases[0])
    assert after != before
    found = [state(case) for case in cases[1:]]
    assert [each for each in found if each not in (before, after)] == []
    assert before in found
    for case in cases[1:]:
        ingest(case, files, who=WHO, when=NOW)
        assert state(case) == after
