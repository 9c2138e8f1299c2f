from __future__ import annotations

import narwhals as nw
import polars as pl

from tests.conftest import Maker
from tramite.books.sellers import partner_sellers


def test_each_pair_of_partner_and_seller_is_listed_once(make_table: Maker) -> None:
    pairs = (("a", "s1"), ("a", "s1"), ("a", "s2"), ("b", None))
    lines = [{"document_id": str(n), "partner_id": p, "seller_id": s} for n, (p, s) in enumerate(pairs)]
    found = partner_sellers({"sell_in": nw.from_native(make_table("sell_in", lines).lazy())})
    assert found is not None
    rows = found.collect().to_native()
    assert isinstance(rows, pl.DataFrame)
    assert sorted(rows.select("unit_id", "seller_id").rows()) == [("a", "s1"), ("a", "s2")]


def test_without_sell_in_nobody_knows_who_sells() -> None:
    assert partner_sellers({}) is None
