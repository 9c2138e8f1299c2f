from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals as nw
import polars as pl

from tramite.books.partner_resources import partner_resources
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period


def test_resources_of_partners_who_bought(
    frames: dict[str, pl.DataFrame], make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    partners = make_table("partners", [
        {"partner_id": "a", "channel_id": "shops", "area": "north", "category_sales": Decimal(9000)},
        {"partner_id": "b", "channel_id": "shops", "category_sales": Decimal(0)},
        {"partner_id": "c", "channel_id": "shops", "category_sales": Decimal(5000)},
    ])  # fmt: skip
    shops = make_table("shops", [
        {"shop_id": "1", "channel_id": "shops", "partner_id": "a", "square_metres": 80.0},
        {"shop_id": "2", "channel_id": "shops", "partner_id": "a", "square_metres": 40.0},
        {"shop_id": "3", "channel_id": "shops", "partner_id": "b", "square_metres": 60.0},
        {"shop_id": "4", "channel_id": "shops", "partner_id": "b", "square_metres": None},
    ])  # fmt: skip
    tables = {name: nw.from_native(frame.lazy())
              for name, frame in (frames | {"partners": partners, "shops": shops}).items()}  # fmt: skip
    a, b = partner_resources(tables, definition, period)["shops"]
    assert (a.partner_id, a.net_sales, a.area) == ("a", 1200.0, "north")
    assert a.resources == {"category_sales": 9000.0, "square_metres": 120.0}
    assert (b.partner_id, b.resources) == ("b", {})  # nothing sold, and one shop of unknown size


def test_without_registers_no_partner_has_resources(
    frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    tables = {"sell_in": nw.from_native(frames["sell_in"].lazy())}
    found = partner_resources(tables, definition, period)["shops"]
    assert [(one.area, one.resources) for one in found] == [(None, {}), (None, {})]
