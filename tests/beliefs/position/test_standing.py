from __future__ import annotations

import polars as pl
import pytest

from tests.beliefs.said import Said, Talks
from tramite.beliefs.position.standing import Figure, Standing, rank_values, standings
from tramite.voices.disclosure.confidentiality import Reader
from tramite.voices.estimation.sides import Side


def of(talks: Talks, figure: Figure, side: Side, reader: Reader = "vendor") -> Standing | None:
    found = standings(talks.study(), px=None, conflict=None, reader=reader)
    return next((s for s in found if (s.figure, s.side, s.channel_id) == (figure, side, "shops")), None)


def customers() -> Talks:
    talks = Talks()
    for ours, c1, c2 in ((50, 30, 20), (50, 30, 20), (40, 40, 20), (30, 50, 20), (20, 45, 35), (10, 50, 40)):
        said: Said = {"CX01": {"vendor": ours, "c1": c1, "c2": c2, "total": 900}, "CR01": ours / 5, "CR06": 7}
        talks.hear("shops", said, role="customer")
    return talks


def test_wallet_and_rank_worked_by_hand() -> None:
    talks = customers()
    found = {figure: of(talks, figure, "customer") for figure in ("wallet", "first", "second", "later")}
    values = {figure: one.estimate.value for figure, one in found.items() if one is not None}
    # the third shares the first place, the last two come third
    assert values == pytest.approx({"wallet": 0.333, "first": 0.5, "second": 0.167, "later": 0.333})


def test_many_others_together_have_no_rank() -> None:
    shares = pl.DataFrame({"interview_id": "i", "key": ["vendor", "c1", "other"], "value": [0.3, 0.1, 0.6]})
    assert dict(rank_values(shares).select("key", "value").iter_rows()) == {"first": 1, "second": 0, "later": 0}


def test_recommendation_and_continuity_of_customers() -> None:
    talks = customers()
    recommendation, nps, stay = (of(talks, f, "customer") for f in ("recommendation", "nps", "continuity"))
    assert recommendation is not None
    assert nps is not None
    assert stay is not None
    assert recommendation.estimate.value == pytest.approx((10 + 10 + 8 + 6 + 4 + 2) / 6 * 10, abs=0.05)
    assert nps.estimate.value == pytest.approx(100 * (2 - 3) / 6, abs=0.05)
    assert stay.estimate.value == pytest.approx(70)


def test_what_partners_sell_of_others_is_for_the_clean_team() -> None:
    talks = Talks()
    talks.hear_all("shops", [{"PW01": {"vendor": 40, "c1": 60}}] * 6)
    assert of(talks, "wallet", "partner") is None
    assert of(talks, "second", "partner") is None
    clean = of(talks, "wallet", "partner", "clean_team")
    assert clean is not None
    assert clean.estimate.value == pytest.approx(0.4)


def test_few_are_hidden() -> None:
    talks = Talks()
    talks.hear_all("shops", [{"CR06": 7}] * 4, role="customer")
    one = of(talks, "continuity", "customer")
    assert one is not None
    assert (one.hidden_because, one.estimate.value) == ("few", None)
