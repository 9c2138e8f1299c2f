from __future__ import annotations

import math

import polars as pl
import pytest

from tests.voices.simulated.little_case import BANK, frame, truth
from tramite.voices.simulated.true_values import true_values

PILLARS = {"easy": 60.0, "predictable": 54.0, "profitable": 48.0}
CHANNELS = ("agents", "shops", "web")
LEAVING = {"web": 0.2, "comp_same": 0.4, "comp_other": 0.2, "delay": 0.1, "without": 0.0, "stop": 0.1}
TRUTH = truth(
    pillars={"agents": PILLARS},
    size_effect={"agents": 6.0},
    satisfaction=dict.fromkeys(CHANNELS, 70.0),
    diversion=dict.fromkeys(CHANNELS, LEAVING),
)
UNITS = pl.concat([frame(3), frame(2, ("vendor", "customer"))])
TABLE = true_values(TRUTH, UNITS, bank=BANK)


def value(audience: str, item: str, key: str = "", channel: str = "agents") -> tuple[float, float]:
    rows = TABLE.filter(
        (pl.col("audience") == audience) & (pl.col("channel_id") == channel) & (pl.col("item_id") == item)
        & (pl.col("key") == key)
    )  # fmt: skip
    return rows.select("true", "stated").row(0)


def test_scores_follow_the_written_line() -> None:
    assert value("partner", "PE02") == (64.0, 64.0)  # easy 60, offset 4
    assert value("partner", "PR08") == (63.2, 63.2)  # 58 + 1.3·(px 54 − 50)
    assert value("customer", "CR01") == (79.0, 79.0)  # 55 + 1.2·(70 − 50)
    assert value("vendor", "VE05") == (52.0, 68.0)  # mirrors PE05 (60 − 8), biased by 16


def test_what_is_overstated_stands_beside_what_is_true() -> None:
    assert value("partner", "PX09") == pytest.approx((-9.0, -12.6))  # loss × 1.4
    assert value("partner", "PX01", "likely") == (4.0, 6.0)  # capacity × 1.5
    told = {"web": 0.2, "comp_us": 0.4, "comp_other": 0.2, "stop": 0.2}
    raised = {"web": 0.2, "comp_us": 0.54, "comp_other": 0.27, "stop": 0.2}
    whole = sum(raised.values())
    assert [value("partner", "PX10", code) for code in told] == [
        pytest.approx((told[code], raised[code] / whole), abs=1e-4) for code in told
    ]


def test_nps_is_that_of_rounded_ratings() -> None:
    """79 points, deviation √((1.2·11)² + 10²) = 16.56: 9 and 10 from 85, 6 and less below 65."""

    def below(x: float) -> float:
        return 0.5 * (1 + math.erf((x - 79) / 16.5602 / math.sqrt(2)))

    assert value("customer", "CR01", "nps")[0] == pytest.approx(100 * (1 - below(85) - below(65)), abs=0.001)


def test_pillars_by_sales_differ_by_the_size_of_the_average_euros_partner() -> None:
    """Sales 1, 2, 3: log sales standardised, weighted by sales, times 6 points."""
    logs = [math.log(sales) for sales in (1, 2, 3)]
    mean = sum(logs) / 3
    deviation = math.sqrt(sum((x - mean) ** 2 for x in logs) / 2)
    shift = 6 * sum(sales * (x - mean) / deviation for sales, x in zip((1, 2, 3), logs, strict=True)) / 6
    assert value("partner", "PX.easy", "vote")[0] == pytest.approx(60.0)
    assert value("partner", "PX.easy", "revenue")[0] == pytest.approx(60.0 + shift, abs=1e-3)
