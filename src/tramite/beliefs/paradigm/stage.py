"""The stage of a relationship today, from what was actually done and how it is contracted."""

from __future__ import annotations

import math
from typing import Final

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import ItemBank
from tramite.voices.estimation.informants import firm_answers
from tramite.voices.estimation.item_values import item_values

STAGES: Final = ("transactional", "partnership", "cocreation", "subscription")  # in the order of the article
ITEMS: Final = ("PM01", "PM02")
_RECURRING: Final = ("subscription", "outcome")
_CREATING: Final = ("codev", "bundle", "council", "success")
_STEERING: Final = ("plan", "review")
_SHARING: Final = ("plan", "targets", "data", "visits", "mktg", "leads", "review")


def firm_stages(
    responses: pl.DataFrame, interviews: pl.DataFrame, *, bank: ItemBank, method: Method
) -> pl.DataFrame:
    """Tell the stage of each firm today, by the first rule that holds.

    Subscription: PM01 subscription + outcome ≥ ``subscription_min``. Co-creation: at least ``cocreation_marks`` of
    {codev, bundle, council, success} and a plan or a review. Partnership: at least ``partnership_marks`` of {plan,
    targets, data, visits, mktg, leads, review}. Else transactional. A practice counts if half of a firm's
    informants name it.

    Args:
        interviews: those that count.

    Returns: ``unit_id``, ``stage`` (null where PM01 is missing, or PM02 where it decides), ``recurring`` (share
        0–1), ``creating``, ``sharing`` (numbers of practices), sorted.
    Source: METHOD §3.6.
    """
    contracts, practices = (
        firm_answers(
            item_values(responses, item=bank.item(item), bank=bank), interviews, apart_from=math.inf
        ).values
        for item in ITEMS
    )
    recurring = contracts.group_by("unit_id").agg(
        pl.col("value").filter(pl.col("key").is_in(_RECURRING)).sum().alias("recurring")
    )
    done = pl.col("key").filter(pl.col("value") >= 0.5)
    marks = practices.group_by("unit_id").agg(
        done.filter(done.is_in(_CREATING)).len().alias("creating"),
        done.filter(done.is_in(_STEERING)).len().alias("steering"),
        done.filter(done.is_in(_SHARING)).len().alias("sharing"),
    )
    together = pl.col("creating") >= method.cocreation_marks
    stage = (
        pl.when(pl.col("recurring").is_null()).then(None)
        .when(pl.col("recurring").round(9) >= method.subscription_min).then(pl.lit("subscription"))
        .when(pl.col("sharing").is_null()).then(None)
        .when(together & (pl.col("steering") > 0)).then(pl.lit("cocreation"))
        .when(pl.col("sharing") >= method.partnership_marks).then(pl.lit("partnership"))
        .otherwise(pl.lit("transactional"))
    )  # fmt: skip
    firms = recurring.join(marks, on="unit_id", how="full", coalesce=True)
    return firms.select("unit_id", stage.alias("stage"), "recurring", "creating", "sharing").sort("unit_id")


def wanted_stages(responses: pl.DataFrame, interviews: pl.DataFrame, *, bank: ItemBank) -> pl.DataFrame:
    """Return what each firm wants in three years (PM04); null where its informants differ.

    Returns: ``unit_id``, ``wanted``, sorted.
    """
    values = item_values(responses, item=bank.item("PM04"), bank=bank)
    firms = firm_answers(values, interviews, apart_from=math.inf).values.filter(pl.col("key").is_in(STAGES))
    one = pl.col("key").filter(pl.col("value") > 0.5).first()
    return firms.group_by("unit_id").agg(one.alias("wanted")).sort("unit_id")
