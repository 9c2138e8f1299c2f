from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.conftest import Maker
from tests.voices.asking.questionnaire_project import DEFINITION, METHOD
from tramite.kernel.errors import CaseNotFound
from tramite.voices.asking.brief import Brief, brief_of, level_of


def unit(entry: str, revenue: int | None, **more: Any) -> dict[str, Any]:
    return {"unit_id": entry, "role": "reseller", "channel_id": "dealers", "stratum": "s", "status": "active",
            "revenue": None if revenue is None else Decimal(revenue), **more}  # fmt: skip


@pytest.fixture
def frame(make_table: Maker) -> pl.DataFrame:
    rows = [unit(f"p{n}", n * 100) for n in range(1, 7)]
    return make_table(
        "frame", [*rows, unit("gone", 900, status="lost"), unit("new", None), unit("x", 1, role="agent")]
    )


@pytest.fixture
def registers(make_table: Maker) -> dict[str, pl.DataFrame]:
    rows = [{"partner_id": f"p{n}", "channel_id": "dealers", "name": f"Firm {n}", "since": date(2010 + n, 5, 1),
             "segment_id": "small", "area": "Lazio"} for n in range(1, 7)]  # fmt: skip
    return {"partners": make_table("partners", rows)}


def brief(unit_id: str, frame: pl.DataFrame, registers: dict[str, pl.DataFrame]) -> Brief:
    return brief_of(unit_id, frame=frame, registers=registers, role="reseller", channel_id="dealers",
                    definition=DEFINITION, language="it")  # fmt: skip


def test_brief_of_tells_what_the_register_says_of_this_respondent_only(
    frame: pl.DataFrame, registers: dict[str, pl.DataFrame]
) -> None:
    assert brief("p2", frame, registers) == Brief(
        "p2", "Firm 2", "Lazio", None, date(2012, 5, 1), "Piccole imprese", "small", lost=False
    )


@pytest.mark.parametrize(("unit_id", "size"), [("p1", "small"), ("p3", "middle"), ("p6", "large"), ("new", None)])
def test_brief_of_gives_a_third_of_the_channel_and_no_figure(
    unit_id: str, size: str | None, frame: pl.DataFrame, registers: dict[str, pl.DataFrame]
) -> None:
    assert brief(unit_id, frame, registers).size == size


def test_brief_of_says_who_no_longer_buys(frame: pl.DataFrame) -> None:
    found = brief("gone", frame, {})
    assert (found.lost, found.size, found.name) == (True, None, None)


def test_brief_of_finds_nobody_of_another_role(frame: pl.DataFrame) -> None:
    with pytest.raises(CaseNotFound, match="'x'"):
        brief("x", frame, {})


def test_level_of_promises_no_anonymity_among_few(frame: pl.DataFrame) -> None:
    asked = {role: level_of(frame, role=role, channel_id="dealers", method=METHOD)
             for role in ("reseller", "agent", "store_manager", "vendor")}  # fmt: skip
    assert asked == {"reseller": "b", "agent": "a", "store_manager": "c", "vendor": "c"}
    assert level_of(None, role="agent", channel_id="dealers", method=METHOD) == "b"
