from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tramite.kernel.errors import CaseNotFound, TramiteError
from tramite.kernel.tables import CONTRACTS
from tramite.store.case_folder import load_case
from tramite.store.columns import empty_frame
from tramite.store.outputs import FIRST_TABLES, new_case_folder, save_bytes, save_frame


def test_save_bytes_replaces_a_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "page.html"
    save_bytes(path, b"one")
    save_bytes(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_save_bytes_says_what_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "page.html").mkdir()
    with pytest.raises(TramiteError) as caught:
        save_bytes(tmp_path / "page.html", b"x")
    assert caught.value.say() == (
        f"'{tmp_path / 'page.html'}' cannot be written. Check that it is not open elsewhere and that you "
        f"may write there."
    )
    assert [entry.name for entry in tmp_path.iterdir()] == ["page.html"]


def test_save_frame_writes_parquet(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [1, None], "b": ["x", "y"]})
    assert_frame_equal(pl.read_parquet(save_frame(tmp_path / "t.parquet", frame)), frame)


def test_a_new_case_opens_without_faults(tmp_path: Path) -> None:
    path = new_case_folder(tmp_path / "mine")
    folder = load_case(path)
    assert folder.faults == ()
    assert {name: folder.frame(name).schema for name in folder.tables} == {
        name: empty_frame(CONTRACTS[name]).schema for name in FIRST_TABLES
    }
    assert (path / "alternatives").is_dir()


def test_a_new_case_takes_other_tables(tmp_path: Path) -> None:
    path = new_case_folder(tmp_path / "mine", tables=["stock", "frame"])
    assert load_case(path).origins == {"stock": "books/stock.csv", "frame": "voices/frame.csv"}


def test_a_new_case_needs_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(TramiteError) as caught:
        new_case_folder(tmp_path)
    assert caught.value.say() == (
        f"'{tmp_path}' is not an empty folder. Choose a new or empty one: nothing was written."
    )
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine.txt"]


def test_a_new_case_knows_its_tables(tmp_path: Path) -> None:
    with pytest.raises(CaseNotFound) as caught:
        new_case_folder(tmp_path / "mine", tables=["sellin"])
    assert caught.value.say() == "There is no table named 'sellin'. Perhaps: sell_in"
    assert not (tmp_path / "mine").exists()
