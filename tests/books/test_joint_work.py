"""What invoices, deals and visits tell of selling together."""

from __future__ import annotations

from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from tests.conftest import Maker
from tramite.books.joint_work import Dealing, joint_work
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

DAY = date(2024, 5, 6)


def deal(number: int, partner: str | None, joint: bool | None, day: date = DAY) -> dict[str, Any]:
    return {"deal_id": f"d{number}", "date": day, "channel_id": "shops", "partner_id": partner, "joint": joint}


def test_shares_of_joint_deals_and_title(
    frames: dict[str, pl.DataFrame], make_table: Maker, definition: CaseDefinition, period: Period
) -> None:
    """Partner a is invoiced and has 2 joint deals of 5; c has deals and no invoice; d has too few."""
    deals = [deal(i, "a", i < 2) for i in range(5)] + [deal(10 + i, "c", True) for i in range(6)]
    deals += [
        deal(20, "d", True),
        deal(21, "a", None),
        deal(22, None, True),
        deal(23, "a", True, date(2023, 5, 6)),
    ]
    tables = {
        name: nw.from_native(f.lazy()) for name, f in (frames | {"deals": make_table("deals", deals)}).items()
    }
    found = joint_work(tables, definition=definition, period=period)
    assert found.of("a") == Dealing(1.0, 5, 2, joint=0.4)
    assert found.of("c") == Dealing(0.0, 6, 6, joint=1.0)
    assert found.of("d") == Dealing(0.0, 1, 1)
    assert found.of("nobody") == Dealing()
    assert found.tables == ("sell_in", "deals")


def test_visits_speak_where_deals_are_too_few(
    make_table: Maker, definition: CaseDefinition, period: Period
) -> None:
    kinds = ["visit"] * 6 + ["joint_visit"] * 2 + ["support"] * 9
    touches = [{"touch_id": f"t{i}", "date": DAY, "partner_id": "a", "kind": kind} for i, kind in enumerate(kinds)]
    tables = {"touches": nw.from_native(make_table("touches", touches).lazy())}
    assert joint_work(tables, definition=definition, period=period).of("a") == Dealing(
        None, visits=8, joint_visits=2, joint=0.25
    )


def test_no_books_tell_nothing(definition: CaseDefinition, period: Period) -> None:
    found = joint_work({}, definition=definition, period=period)
    assert (dict(found.dealings), found.tables) == ({}, ())
