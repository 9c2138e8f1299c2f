from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.voices.sampling.sampling_frames import rows_of, unit
from tramite.kernel.errors import InputRefused
from tramite.kernel.method import Method
from tramite.voices.sampling.frame import update_frame

_MONEY = pl.Decimal(38, 4)


def books(*rows: dict[str, Any]) -> pl.DataFrame:
    text = ("unit_id", "role", "channel_id", "name", "area", "status")
    money = ("revenue", "contribution", "category_sales")
    schema = dict.fromkeys(text, pl.String()) | dict.fromkeys(money, _MONEY)
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def known(unit_id: str, revenue: int, **more: Any) -> dict[str, Any]:
    return {
        "unit_id": unit_id, "role": "reseller", "channel_id": "shops", "revenue": Decimal(revenue),
        "status": "active", **more,
    }  # fmt: skip


def test_a_frame_is_made_from_books_alone() -> None:
    update = update_frame(rows_of("frame"), [books(known("b", 5), known("a", 7))], method=Method())
    assert update.frame.select("unit_id", "stratum", "origin", "revenue").rows() == [
        ("a", "auto", "books", Decimal(7)),
        ("b", "auto", "books", Decimal(5)),
    ]
    assert (update.added, update.updated, update.gone, update.by_hand) == (2, 0, 0, 0)


def test_no_row_and_no_word_of_a_person_is_lost() -> None:
    written = rows_of(
        "frame",
        unit("v", role="vendor", stratum="own", origin=None, name="Anna"),
        unit("a", 1.0, name="As a person wrote it", area="Nord", potential=99.0, origin=None, stratum="friends"),
        unit("list", 3.0, origin=None),
    )
    fresh = books(known("a", 7, name="REGISTER", area="X"), known("b", 5))
    update = update_frame(written, [fresh], method=Method())
    assert update.frame["unit_id"].to_list() == ["v", "a", "list", "b"]
    assert update.frame.row(0, named=True) == written.row(0, named=True)
    row = update.frame.row(1, named=True)
    assert (row["name"], row["area"], row["stratum"], row["origin"]) == (
        "As a person wrote it", "Nord", "friends", None,
    )  # fmt: skip
    assert (row["revenue"], row["potential"]) == (Decimal(7), Decimal(99))
    assert update.frame.row(2, named=True)["origin"] == "list"
    assert (update.added, update.updated, update.gone, update.by_hand) == (1, 1, 0, 2)


def test_a_unit_of_the_books_that_they_no_longer_list_stays_as_lost() -> None:
    update = update_frame(
        rows_of("frame", unit("a", 5.0), unit("b", 5.0)), [books(known("b", 5))], method=Method()
    )
    assert update.frame.select("unit_id", "status").rows() == [("a", "lost"), ("b", "active")]
    assert (update.gone, update.updated) == (1, 0)


def test_an_id_of_two_sides_is_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        update_frame(
            rows_of("frame"), [books(known("1", 5)), books(known("1", 5, role="customer"))], method=Method()
        )
    assert [(fault.kind, fault.value) for fault in caught.value.faults] == [("unit_twice", "1")]


def test_potential_is_what_one_like_partner_in_five_reaches() -> None:
    # shares 0.1, 0.2, 0.3, 0.4, 0.5 of the category; the 80th percentile is 0.42
    rows = [known(f"p{n}", 100 * n, category_sales=Decimal(1000)) for n in range(1, 6)]
    update = update_frame(rows_of("frame"), [books(*rows, known("q", 50))], method=Method())
    assert update.frame["potential"].to_list() == [Decimal(420)] * 4 + [Decimal(500), None]
    few = update_frame(rows_of("frame"), [books(*rows[:4])], method=Method())
    assert few.frame["potential"].to_list() == [None] * 4
