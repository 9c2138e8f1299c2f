"""The committed tables are what the script makes, and the same each time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal


@pytest.fixture(scope="module")
def two_builds(case_path: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folders = (tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two"))
    for folder in folders:
        subprocess.run([sys.executable, str(case_path / "build.py"), str(folder)], check=True)
    return folders


def test_build_makes_the_committed_tables(
    two_builds: tuple[Path, Path], tables: Mapping[str, pl.DataFrame]
) -> None:
    built = {path.stem: pl.read_parquet(path) for path in two_builds[0].glob("*/*.parquet")}
    assert sorted(built) == sorted(tables)
    for name, table in tables.items():
        assert_frame_equal(built[name], table)


def test_build_makes_the_same_bytes_twice(two_builds: tuple[Path, Path]) -> None:
    one, two = ({path.name: path.read_bytes() for path in folder.glob("*/*.parquet")} for folder in two_builds)
    assert one == two
