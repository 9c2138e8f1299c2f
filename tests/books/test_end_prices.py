from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from tramite.books.end_prices import end_prices
from tramite.books.statement import income_statement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

from .conftest import on_polars

Frames = dict[str, pl.DataFrame]


@pytest.fixture
def agreed(frames: Frames, make_table: Any) -> Frames:
    """Return the books with end prices: 0.9 of list in the shops, 0.8 at partner a from July, 0.5 for its toys."""
    terms = [
        {"party": "channel", "party_id": "shops", "since": date(2020, 1, 1), "end_price_share": 0.9},
        {"party": "partner", "party_id": "a", "since": date(2024, 7, 1), "end_price_share": 0.8},
        {
            "party": "partner",
            "party_id": "a",
            "line_id": "toys",
            "since": date(2020, 1, 1),
            "end_price_share": 0.5,
        },
        {"party": "seller", "party_id": "a", "since": date(2020, 1, 1), "end_price_share": 0.1},
    ]
    return frames | {"terms": make_table("terms", terms)}


def test_the_most_special_terms_count(agreed: Frames) -> None:
    prices = end_prices(on_polars(agreed), {"a": "shops", "b": "shops"})
    june, july = date(2024, 6, 1), date(2024, 7, 1)
    assert prices.channels == {"shops"}
    assert prices.share("shops", "a", "tools", june) == 0.9
    assert prices.share("shops", "a", "tools", july) == 0.8
    assert prices.share("shops", "a", "toys", july) == 0.5
    assert prices.share("shops", "b", None, july) == 0.9
    assert prices.share("shops", "b", None, date(2019, 12, 1)) is None
    assert prices.share("web", None, None, july) is None


def test_spend_follows_the_terms_of_each_partner(
    agreed: Frames, definition: CaseDefinition, period: Period
) -> None:
    cell = income_statement(on_polars(agreed), definition=definition, period=period).cell(
        "shops", "end_customer_spend"
    )
    # each month a and b buy 10 pieces each of list price 15
    assert cell.monthly == pytest.approx((150 * 0.9 * 2,) * 6 + (150 * (0.8 + 0.9),) * 6)
    assert [source.name for source in cell.sources] == ["terms", "products"]


def test_spend_is_assumed_where_no_terms_are(agreed: Frames, definition: CaseDefinition, period: Period) -> None:
    only_a = agreed | {"terms": agreed["terms"].filter(pl.col("party") == "partner")}
    cell = income_statement(on_polars(only_a), definition=definition, period=period).cell(
        "shops", "end_customer_spend"
    )
    # until July a, and all year b, sell at the assumed share of the case, 1.0
    assert cell.monthly == pytest.approx((300,) * 6 + (150 * 0.8 + 150,) * 6)
    assert {source.kind for source in cell.sources} == {"table", "assumption"}


def test_spend_is_nd_where_nothing_is_agreed_or_assumed(
    agreed: Frames, definition: CaseDefinition, period: Period
) -> None:
    silent = definition.model_copy(
        update={"channels": tuple(c.model_copy(update={"end_price_share": None}) for c in definition.channels)}
    )
    only_a = agreed | {"terms": agreed["terms"].filter(pl.col("party") == "partner")}
    statement = income_statement(on_polars(only_a), definition=silent, period=period)
    assert statement.amount("shops", "end_customer_spend") is None
