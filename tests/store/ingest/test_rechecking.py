"""What is found in the engine is what a check of every row finds."""

from __future__ import annotations

import random

import pytest
from polars.testing import assert_frame_equal

from tests.store.case_on_disk import CaseOnDisk
from tests.store.ingest.partitioned import put, rows_of
from tramite.kernel.errors import InputRefused
from tramite.store.ingest import rechecking
from tramite.store.ingest.manifest import Manifest, commit

ROWS = 400


def _table(seed: int) -> dict[str, list[object]]:
    """Make touches of which some have a partner or a kind that is not there, no date, or a time below zero."""
    chance = random.Random(seed)  # noqa: S311

    def some(good: object, *bad: object) -> list[object]:
        return [chance.choice(bad) if chance.random() < 0.05 else good for _ in range(ROWS)]

    return {
        "touch_id": [f"T{number:04d}" for number in range(ROWS)],
        "date": some("2024-03-05", None),
        "partner_id": some("P001", "P009", "p1", None),
        "kind": some("visit", "call", None),
        "minutes": some(30.0, -1.0, None),
    }


def _as_csv(columns: dict[str, list[object]]) -> str:
    def written(value: object) -> str:
        return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)

    lines = zip(*columns.values(), strict=True)
    return "\n".join([",".join(columns), *(",".join(map(written, line)) for line in lines)]) + "\n"


@pytest.mark.parametrize("seed", range(4))
def test_rows_that_fail_today_are_told_and_left_out_as_a_check_of_all_rows_would(
    case: CaseOnDisk, seed: int
) -> None:
    columns = _table(seed)
    single = case.write("books/touches.csv", _as_csv(columns))
    expected = case.load()
    single.unlink()
    dated = columns | {"date": [None if day is None else 19787 for day in columns["date"]]}
    halves = [
        rows_of("touches", "touches.csv", {name: values[part] for name, values in dated.items()}, first=first)
        for part, first in ((slice(0, 250), 2), (slice(250, ROWS), 252))
    ]
    commit(case.path, put(case, Manifest(), "touches", "touches.csv", *halves))
    found = case.load()
    assert_frame_equal(found.frame("touches"), expected.frame("touches"))
    assert len(found.tables["touches"]) == len(expected.tables["touches"]) < ROWS
    why = ["touch_id", "row", "refused_because"]
    assert_frame_equal(found.refused["touches"].select(why), expected.refused["touches"].select(why))
    told = {(fault.kind, fault.row, fault.column, fault.value, fault.hint) for fault in found.faults}
    assert told == {(fault.kind, fault.row, fault.column, fault.value, fault.hint) for fault in expected.faults}
    assert {kind for kind, *_ in told} == {"required", "unknown_reference", "not_allowed", "below"}


def test_an_id_of_a_row_that_fails_is_known_as_refused(case: CaseOnDisk) -> None:
    (case.path / "books/products.csv").unlink()
    products = rows_of("products", "p.csv", {"product_id": ["K1", "K2"], "line_id": ["bikes", "cars"]})
    commit(case.path, put(case, Manifest(), "products", "p.csv", products))
    case.write("books/stock.csv", "month,partner_id,product_id,units\n2024-01,P001,K1,1\n2024-01,P001,K2,1\n")
    folder = case.load()
    assert folder.frame("products")["product_id"].to_list() == ["K1"]
    assert [(fault.file, fault.row, fault.kind) for fault in folder.faults] == [
        ("p.csv", 3, "unknown_reference"),
        ("books/stock.csv", 3, "refused_reference"),
    ]


def test_a_table_of_which_too_many_rows_fail_stops_the_case(
    case: CaseOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rechecking, "MAX_REFUSED", 1)
    touches: dict[str, list[object]] = {
        "touch_id": ["T1", "T2"],
        "date": [19787] * 2,
        "partner_id": ["P009"] * 2,
        "kind": ["visit"] * 2,
    }
    commit(case.path, put(case, Manifest(), "touches", "a.csv", rows_of("touches", "a.csv", touches)))
    with pytest.raises(InputRefused) as caught:
        case.load()
    (fault,) = caught.value.faults
    assert (fault.file, fault.kind, fault.column, fault.value) == (
        "books/touches",
        "too_many_refused",
        "partner_id",
        "2",
    )
