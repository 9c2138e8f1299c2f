from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.store.case_on_disk import CaseOnDisk
from tests.store.ingest.partitioned import put, rows_of
from tramite.kernel.errors import InputRefused, UnsafeInput
from tramite.kernel.tables import CONTRACTS
from tramite.store.engine import open_engine
from tramite.store.ingest import partitions as partitions_module
from tramite.store.ingest.manifest import Manifest
from tramite.store.ingest.partitions import PLACES, Partitions, open_partitions
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW

TOUCHES = CONTRACTS["touches"]


def touches(file: str, *ids: str) -> pl.DataFrame:
    """Return touches as ingest writes them, in the order of their file."""
    return rows_of("touches", file, {"touch_id": list(ids), "kind": ["visit"] * len(ids)})


def opened(case: CaseOnDisk, manifest: Manifest) -> Partitions:
    """Open the table of touches."""
    return open_partitions(case.path, TOUCHES, manifest.of("touches"))


def in_engine(partitions: Partitions) -> pl.DataFrame:
    """Return the rows that the engine sees, ordered by id."""
    with open_engine([partitions]) as engine:
        rows = engine.tables({"touches": partitions})["touches"].collect(backend="polars").to_native()
    found: pl.DataFrame = rows.sort("touch_id")
    return found


def test_rows_are_those_of_all_files_in_the_order_of_their_loads(case: CaseOnDisk) -> None:
    manifest = put(case, Manifest(), "touches", "b.csv", touches("b.csv", "T3", "T1"))
    manifest = put(case, manifest, "touches", "a.csv", touches("a.csv", "T4"), touches("a.csv", "T2"))
    found = opened(case, manifest)
    assert len(found) == 4
    assert found.frame("touch_id")["touch_id"].to_list() == ["T3", "T1", "T4", "T2"]
    assert_frame_equal(in_engine(found), found.frame().sort("touch_id"))


def test_a_row_left_out_is_told_apart_from_one_of_another_file_of_the_same_name(case: CaseOnDisk) -> None:
    manifest = put(case, Manifest(), "touches", "rossi/report.csv", touches("report.csv", "T1", "T2"))
    manifest = put(case, manifest, "touches", "verdi/report.csv", touches("report.csv", "T3", "T4"))
    whole = opened(case, manifest)
    out = pl.DataFrame({"_part": [whole.files[1].path.name], "_at": [0]}, schema=PLACES)
    found = replace(whole, left_out=out)
    assert len(found) == 3
    assert found.frame()["touch_id"].to_list() == ["T1", "T2", "T4"]
    assert_frame_equal(in_engine(found), found.frame())


def test_a_column_that_came_later_is_empty_in_older_files(case: CaseOnDisk) -> None:
    manifest = put(case, Manifest(), "touches", "old.csv", touches("old.csv", "T1").drop("minutes", "amount"))
    manifest = put(case, manifest, "touches", "new.csv", touches("new.csv", "T2").with_columns(minutes=30.0))
    found = opened(case, manifest)
    assert found.frame()["minutes"].to_list() == [None, 30.0]
    assert_frame_equal(in_engine(found), found.frame())
    assert found.frame().schema == {name: found.scan().collect_schema()[name] for name in TOUCHES.by_name}


def test_a_column_of_another_type_than_the_contract_says_is_refused(case: CaseOnDisk) -> None:
    wrong = touches("a.csv", "T1").with_columns(minutes=pl.lit("30"))
    manifest = put(case, Manifest(), "touches", "a.csv", wrong)
    with pytest.raises(InputRefused) as caught:
        opened(case, manifest)
    (fault,) = caught.value.faults
    assert (fault.kind, fault.column) == ("part_changed", "minutes")


def test_a_manifest_that_counts_other_rows_than_are_there_is_refused(case: CaseOnDisk) -> None:
    manifest = put(case, Manifest(), "touches", "a.csv", touches("a.csv", "T1", "T2"))
    (source,) = manifest.sources
    more = source.model_copy(update={"parts": (source.parts[0].model_copy(update={"rows": 3}),)})
    with pytest.raises(InputRefused) as caught:
        open_partitions(case.path, TOUCHES, [more])
    assert [fault.kind for fault in caught.value.faults] == ["part_changed"]


def test_a_table_without_files_has_no_rows(case: CaseOnDisk) -> None:
    found = opened(case, put(case, Manifest(), "touches", "a.csv"))
    assert len(found) == 0
    assert in_engine(found).is_empty()
    assert found.frame().columns == [column.name for column in TOUCHES.columns]


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    case = CaseOnDisk(tmp_path / "Rossi [2024]* 'x' a=b {c,d}")
    found = opened(case, put(case, Manifest(), "touches", "a.csv", touches("a.csv", "T1")))
    assert in_engine(found)["touch_id"].to_list() == ["T1"]
    assert found.frame()["touch_id"].to_list() == ["T1"]


def test_a_table_too_long_for_memory_is_not_read_whole(case: CaseOnDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions_module, "MAX_ROWS", 1)
    found = opened(case, put(case, Manifest(), "touches", "a.csv", touches("a.csv", "T1", "T2")))
    assert in_engine(found).height == 2
    with pytest.raises(UnsafeInput) as caught:
        found.frame()
    assert caught.value.faults[0].say() == "'books/touches': found '2', expected 1 rows at most"


def test_a_scan_tells_where_rows_came_from(case: CaseOnDisk) -> None:
    found = opened(case, put(case, Manifest(), "touches", "a.csv", touches("a.csv", "T1", "T2")))
    told = found.scan().select(FROM_FILE, FROM_ROW, "_at").collect()
    assert told.rows() == [("a.csv", 2, 0), ("a.csv", 3, 1)]
