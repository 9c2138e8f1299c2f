"""Who could be interviewed, who was drawn, and what came of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from pydantic import BaseModel, ConfigDict

_MONEY = pl.Decimal(18, 4)
STAFF = 3  # invented people of the online shop, before more were added
ADDED = "vendor-added"  # stratum of the vendor's people who were added
_COLUMNS = ("unit_id", "role", "channel_id", "stratum", "revenue", "status")
REASONS = ("non ha tempo", "non partecipa a ricerche", "non vede l'utilità", "cambio di gestione in corso")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FrameSizes(_Part):
    """Strata, and interviews wanted in each."""

    large_revenue_share: float
    done_large: int
    done_small: int
    done_lost: int
    done_customers: int
    done_sellers: int
    done_staff: int
    added_staff: int
    added_managers: int
    customers_per_channel: int


class Response(_Part):
    """Chance of an interview by size and channel; what becomes of the others."""

    large: Mapping[str, float]
    small: Mapping[str, float]
    lost: Mapping[str, float]
    customer: Mapping[str, float]
    refused: float
    replaced: float


class FramePlan(_Part):
    """The content of ``frame.toml``."""

    frame: FrameSizes
    response: Response


def read_plan() -> FramePlan:
    """Read ``frame.toml``."""
    text = (Path(__file__).parent / "frame.toml").read_text(encoding="utf-8")
    return FramePlan.model_validate(tomllib.loads(text))


@dataclass(frozen=True, slots=True)
class FrameInputs:
    """What the books know of those who could be interviewed.

    Attributes:
        partners, sell_in, sell_out: tables of the case; who bought direct is a customer.
        as_of: last day of the twelve months that make a partner or customer active.
        direct: id of the channel that sells to end customers without partners.
    """

    partners: pl.DataFrame
    sell_in: pl.DataFrame
    sell_out: pl.DataFrame
    as_of: date
    direct: str


def make_frame(inputs: FrameInputs, sizes: FrameSizes) -> pl.DataFrame:
    """Return everyone who could be interviewed: active and lost partners and customers, the vendor's people."""
    resellers = inputs.partners["channel_id"].unique().sort().to_list()
    parts = [
        _partners(inputs, sizes),
        _buyers(inputs),
        *(_listed(channel, sizes.customers_per_channel) for channel in resellers),
        _vendor(inputs, resellers, sizes),
    ]
    return pl.concat(parts).select(*_COLUMNS[:4], "revenue", pl.lit(None, _MONEY).alias("potential"), "status")


def draw_sample(frame: pl.DataFrame, plan: FramePlan, rng: np.random.Generator) -> pl.DataFrame:
    """Draw at random inside each stratum until the interviews wanted are done, or nobody is left."""
    rows: list[tuple[str, int, str, str | None]] = []
    drawn = frame.filter(pl.col("stratum") != ADDED).sort("stratum", "unit_id")
    for (stratum,), units in drawn.group_by("stratum", maintain_order=True):
        wanted, chance = _plan(str(stratum), plan)
        order = rng.permutation(units["unit_id"].to_numpy())
        done = 0
        for unit in order:
            if done == wanted:
                break
            outcome = _outcome(chance, plan.response, rng)
            done += outcome == "done"
            reason = str(rng.choice(REASONS)) if outcome == "refused" else None
            rows.append((str(unit), len(rows) + 1, outcome, reason))
    schema = {"unit_id": pl.String, "order": pl.Int64, "outcome": pl.String, "reason": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def rest_of_vendor(frame: pl.DataFrame, sample: pl.DataFrame) -> pl.DataFrame:
    """Return all others of the vendor's people as a sample: k answers for each channel need them."""
    left = frame.filter(pl.col("role") == "vendor").join(sample, on="unit_id", how="anti").sort("unit_id")
    return left.select(
        "unit_id", order=pl.int_range(1, pl.len() + 1) + sample.height, outcome=pl.lit("done"),
        reason=pl.lit(None, pl.String),
    )  # fmt: skip


def _activity(lines: pl.DataFrame, unit: str, as_of: date) -> pl.DataFrame:
    """Return revenue of the last 12 months and status of each unit that bought in the last 24."""
    day = pl.col("date")
    end = pl.lit(as_of)
    recent = day > end.dt.offset_by("-12mo")
    return (
        lines.filter((day <= end) & (day > end.dt.offset_by("-24mo")))
        .group_by(pl.col(unit).alias("unit_id"))
        .agg(
            revenue=pl.when(recent).then(pl.col("net_amount")).otherwise(0).sum().cast(_MONEY),
            status=pl.when(recent.any()).then(pl.lit("active")).otherwise(pl.lit("lost")),
        )
        .sort("unit_id")
    )


def _partners(inputs: FrameInputs, sizes: FrameSizes) -> pl.DataFrame:
    known = inputs.partners.select(pl.col("partner_id").alias("unit_id"), "role", "channel_id")
    units = _activity(inputs.sell_in, "partner_id", inputs.as_of).join(known, on="unit_id", validate="1:1")
    before = (pl.col("revenue").cum_sum() - pl.col("revenue")).over("channel_id").cast(pl.Float64)
    share = before / pl.col("revenue").sum().over("channel_id").cast(pl.Float64)
    size = (
        pl.when(pl.col("status") == "lost").then(pl.lit("lost"))
        .when(share < sizes.large_revenue_share).then(pl.lit("large"))
        .otherwise(pl.lit("small"))
    )  # fmt: skip
    ordered = units.sort("channel_id", "revenue", "unit_id", descending=[False, True, False])
    return ordered.with_columns(stratum=pl.col("channel_id") + "-" + size).select(_COLUMNS)


def _buyers(inputs: FrameInputs) -> pl.DataFrame:
    suffix = pl.when(pl.col("status") == "lost").then(pl.lit("-lost")).otherwise(pl.lit(""))
    return (
        _activity(inputs.sell_out, "customer_id", inputs.as_of)
        .with_columns(
            role=pl.lit("customer"),
            channel_id=pl.lit(inputs.direct),
            stratum=pl.lit(f"{inputs.direct}-customers") + suffix,
        )
        .select(_COLUMNS)
    )


def _listed(channel: str, count: int) -> pl.DataFrame:
    """Return the invented customer list of a reseller channel: the books do not know these customers."""
    rows = [
        (f"sim-{channel}-{number:03d}", "customer", channel, f"{channel}-customers", None, "active")
        for number in range(1, count + 1)
    ]
    return _frame(rows)


def _vendor(inputs: FrameInputs, resellers: Sequence[str], sizes: FrameSizes) -> pl.DataFrame:
    sellers = inputs.sell_in["seller_id"].unique().sort().to_list()
    rows: list[tuple[str, str, str, str, None, str]] = [
        (f"seller-{seller}", "vendor", "sales-force", "vendor-sellers", None, "active") for seller in sellers
    ]
    rows += [
        (f"sim-staff-{number}", "vendor", inputs.direct, f"vendor-{inputs.direct}", None, "active")
        for number in range(1, STAFF + 1)
    ]
    rows += [
        (f"sim-staff-{STAFF + number}", "vendor", inputs.direct, ADDED, None, "active")
        for number in range(1, sizes.added_staff + 1)
    ]
    rows += [
        (f"sim-manager-{channel}-{number}", "vendor", channel, ADDED, None, "active")
        for channel in resellers
        for number in range(1, sizes.added_managers + 1)
    ]
    return _frame(rows)


def _frame(rows: list[tuple[str, str, str, str, None, str]]) -> pl.DataFrame:
    schema = {name: (_MONEY if name == "revenue" else pl.String) for name in _COLUMNS}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _plan(stratum: str, plan: FramePlan) -> tuple[int, float]:
    """Return interviews wanted in a stratum, and the chance that one who is asked gives it."""
    sizes, response = plan.frame, plan.response
    if stratum.startswith("vendor-"):
        return (sizes.done_sellers if stratum == "vendor-sellers" else sizes.done_staff), 1.0
    if "-customers" in stratum:
        channel, _, lost = stratum.partition("-customers")
        return (sizes.done_lost if lost else sizes.done_customers), response.customer[channel]
    channel, _, size = stratum.rpartition("-")
    chances: Mapping[str, float] = getattr(response, size)
    return {"large": sizes.done_large, "small": sizes.done_small, "lost": sizes.done_lost}[size], chances[channel]


def _outcome(chance: float, response: Response, rng: np.random.Generator) -> str:
    if rng.random() < chance:
        return "done"
    rest = rng.random()
    if rest < response.refused:
        return "refused"
    return "replaced" if rest < response.refused + response.replaced else "not_reached"
