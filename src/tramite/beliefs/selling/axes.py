"""The axes on which a way of selling is measured: joint work, facing the customer, title, gap filled."""

from __future__ import annotations

import math
from typing import Final

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import ItemBank
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.informants import firm_answers
from tramite.voices.estimation.item_values import item_values

ITEMS: Final = ("PS03", "PS04", "PS05", "PS06", "PS07")
STEPS: Final = ("lead", "needs", "presales", "price", "renewal")
APPLIES_TO: Final = ("agent", "distributor", "reseller", "franchisee")  # own branches and shops have no role apart
STATED: Final = ("joint_steps", "facing", "joint_sales", "title", "embed", "complement", "indispensable")
AXES: Final = ("joint", "facing", "title", "gap")
_TITLE: Final = {"resale": 1.0, "consignment": 1.0, "embed": 1.0, "split": 0.5, "agency": 0.0, "internal": 0.0}
_DIGITS = 9  # so that 0.1 × 3 meets a threshold of 0.3


def firm_axes(
    responses: pl.DataFrame, interviews: pl.DataFrame, *, bank: ItemBank, method: Method
) -> pl.DataFrame:
    """Measure the axes of each independent firm, from the mean of its informants.

    J = ½·(share of the five steps that are joint) + ½·PS04; F = share of the steps that the partner leads, alone
    or jointly (PS03); T = 1 where it owns or invoices, 0.5 with two invoices, 0 for agents (PS05); G = PS06·PS07.
    All are 0–1. Steps that were not answered are left out, if ``label_steps_min`` were. A firm without
    complements is
    not asked who would not have bought without them: G = 0.

    Args:
        responses, interviews: contracts; interviews of partners that count. Branches, own shops and who says that
            it belongs to the group are left out: they have no role of their own.

    Returns: ``unit_id``, ``STATED`` and ``AXES``; null where it was not answered. Sorted by ``unit_id``.
    Source: METHOD §3.4; Kumar, Stern & Anderson 1993 (informants averaged first).
    """
    asked = interviews.filter(pl.col("role").is_in(APPLIES_TO)).select("interview_id", "unit_id")
    said = responses.join(asked, on="interview_id", how="semi")
    values = pl.concat([_steps(said, bank, method), _title(said, bank), *_percentages(said, bank)])
    firms = firm_answers(values, asked, apart_from=math.inf).values
    wide = firms.pivot("key", index="unit_id", values="value") if len(firms) else firms.select("unit_id")
    lacking = [name for name in (*STATED, "internal") if name not in wide.columns]
    wide = wide.with_columns(pl.lit(None, pl.Float64).alias(name) for name in lacking)
    needless = (pl.col("complement") == 0) & pl.col("indispensable").is_null()
    return (
        wide.filter(pl.col("internal").fill_null(0.0) < 0.5)
        .with_columns(pl.when(needless).then(0.0).otherwise(pl.col("indispensable")).alias("indispensable"))
        .with_columns(
            joint=(pl.col("joint_steps") + pl.col("joint_sales")) / 2,
            gap=(pl.col("complement") * pl.col("indispensable")).round(_DIGITS),
        )
        .select("unit_id", *dict.fromkeys((*STATED, *AXES)))
        .sort("unit_id")
    )


def _steps(said: pl.DataFrame, bank: ItemBank, method: Method) -> pl.DataFrame:
    parts = answer_parts(said, item=bank.item("PS03")).with_columns(
        pl.col("key").str.split(".").list.to_struct(fields=["step", "leader"]).struct.unnest()
    )
    parts = parts.filter(pl.col("step").is_in(STEPS))
    led = pl.col("value").filter(pl.col("leader").is_in(["partner", "joint"])).sum()
    shared = pl.col("value").filter(pl.col("leader") == "joint").sum()
    steps = pl.col("step").n_unique()
    whole = parts.group_by("interview_id").agg(
        (shared / steps).alias("joint_steps"), (led / steps).alias("facing"), steps.alias("steps")
    )
    enough = whole.filter(pl.col("steps") >= method.label_steps_min)
    return _long(enough, ("joint_steps", "facing"))


def _title(said: pl.DataFrame, bank: ItemBank) -> pl.DataFrame:
    chosen = item_values(said, item=bank.item("PS05"), bank=bank).filter(
        (pl.col("value") == 1) & pl.col("key").is_in(list(_TITLE))
    )
    wide = chosen.select(
        "interview_id",
        pl.col("key").replace_strict(_TITLE, return_dtype=pl.Float64).alias("title"),
        (pl.col("key") == "embed").cast(pl.Float64).alias("embed"),
        (pl.col("key") == "internal").cast(pl.Float64).alias("internal"),
    )
    return _long(wide, ("title", "embed", "internal"))


def _percentages(said: pl.DataFrame, bank: ItemBank) -> list[pl.DataFrame]:
    named = {"PS04": "joint_sales", "PS06": "complement", "PS07": "indispensable"}
    return [
        answer_parts(said, item=bank.item(item)).with_columns(pl.lit(name).alias("key"))
        for item, name in named.items()
    ]


def _long(wide: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    return wide.unpivot(list(names), index="interview_id", variable_name="key").select(
        "interview_id", "key", "value"
    )
