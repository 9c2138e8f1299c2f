"""Forecasts reach the books: who said that it would stay, and what it then bought."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import narwhals as nw
import pytest

from tests.conftest import Maker
from tramite.kernel.case import CaseDefinition
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.study import Study
from tramite.workflows.forecasts import past_forecasts

FIRMS = [f"p{n}" for n in range(6)]
STAYED = ("p0", "p1", "p2", "p3")


@pytest.fixture
def study(make_table: Maker, definition: CaseDefinition) -> Study:
    interviews = [
        {"interview_id": unit, "unit_id": unit, "role": "reseller", "channel_id": "shops", "mode": "video",
         "date": date(2022, 11, 10), "consent": True, "status": "approved", "version": "1"} for unit in FIRMS
    ]  # fmt: skip
    answers = [
        {"interview_id": unit, "item_id": "PR09", "key": "", "number": 9.0 if unit in STAYED else 2.0}
        for unit in FIRMS
    ]
    frame = [
        {"unit_id": unit, "role": "reseller", "channel_id": "shops", "stratum": "all", "revenue": Decimal(100),
         "status": "active"} for unit in FIRMS
    ]  # fmt: skip
    return Study(
        make_table("responses", answers), make_table("interviews", interviews), make_table("frame", frame),
        bank=load_bank(), method=definition.method,
    )  # fmt: skip


@pytest.fixture
def sell_in(make_table: Maker) -> nw.LazyFrame[Any]:
    rows = [
        {"document_id": f"{unit}-{day}", "document_line": 1, "date": day, "channel_id": "shops",
         "partner_id": unit, "product_id": "p1", "units": 1.0, "net_amount": Decimal(amount)}
        for unit in FIRMS
        for day, amount in ((date(2022, 5, 1), 100), (date(2024, 5, 1), 110 if unit in STAYED else 40))
    ]  # fmt: skip
    return nw.from_native(make_table("sell_in", rows).lazy())


def test_forecasts_are_scored_once_the_books_reach_their_horizon(
    study: Study, sell_in: nw.LazyFrame[Any], definition: CaseDefinition
) -> None:
    (score,) = past_forecasts(study, {"sell_in": sell_in}, definition=definition)
    assert (score.item_id, score.wave, score.n) == ("PR09", 1, 6)
    assert score.score == pytest.approx((4 * 0.1**2 + 2 * 0.2**2) / 6)


def test_forecasts_wait_for_the_books(
    study: Study, sell_in: nw.LazyFrame[Any], definition: CaseDefinition
) -> None:
    early = definition.model_copy(update={"as_of": date(2024, 10, 31)})
    assert past_forecasts(study, {"sell_in": sell_in}, definition=early) == ()
    assert past_forecasts(study, {}, definition=definition) == ()
