"""What came of the sample: coverage, response, reasons of refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tramite.voices.sampling.side import SIDES, Side, side

SILENT = ("refused", "not_reached", "replaced")
_PLACE = {its: place for place, its in enumerate(SIDES)}


@dataclass(frozen=True, slots=True)
class Response:
    """Response of one stratum, of a side (``stratum`` empty), or of any group (``side`` ``None``).

    Attributes:
        N, revenue: units of the frame, and their revenue; revenue ``None``: n.d.
        asked: units in the sample, replacements included. done, silent, not_eligible, pending: of these.
        asked_revenue, done_revenue, silent_revenue: revenue of the same.
    """

    side: Side | None
    stratum: str
    N: int
    asked: int
    done: int
    silent: int
    not_eligible: int
    pending: int
    revenue: float | None
    asked_revenue: float | None
    done_revenue: float | None
    silent_revenue: float | None

    @property
    def rate(self) -> float | None:
        """Response rate so far, in heads: done / (done + refused + not reached + replaced); ``None``: nobody yet.

        Once nothing is pending this is RR1 of AAPOR (2023): who was replaced counts as not answering. Who proves
        not to belong to the population is left out.
        """
        return _ratio(self.done, self.done + self.silent)

    @property
    def revenue_rate(self) -> float | None:
        """The same, in revenue."""
        if self.done_revenue is None or self.silent_revenue is None:
            return None
        return _ratio(self.done_revenue, self.done_revenue + self.silent_revenue)

    @property
    def lowest_rate(self) -> float | None:
        """RR1 if all that are pending kept silent: done / (all asked who are eligible)."""
        return _ratio(self.done, self.asked - self.not_eligible)

    @property
    def coverage(self) -> float | None:
        """Sampled units, as a share of the frame."""
        return _ratio(self.asked, self.N)

    @property
    def revenue_coverage(self) -> float | None:
        """Revenue of the sampled units, as a share of the frame's."""
        if self.asked_revenue is None or self.revenue is None:
            return None
        return _ratio(self.asked_revenue, self.revenue)


@dataclass(frozen=True, slots=True)
class FieldState:
    """How the field work stands.

    Attributes:
        strata: response by stratum. sides: by side of the market. reasons: of refusal, with how many gave them;
            an empty one was not recorded.
    """

    strata: tuple[Response, ...]
    sides: tuple[Response, ...]
    reasons: Mapping[str, int]


def with_interviews(sample: pl.DataFrame, interviews: pl.DataFrame) -> pl.DataFrame:
    """Take what the interviews tell: who gave one is done, who gave none but a refusal has refused.

    The sheet that goes ahead in writing is no interview. An outcome that a person wrote stays, but ``pending`` and
    ``not_reached``.

    Args:
        sample, interviews: contracts SAMPLE, INTERVIEWS.
    """
    talks = interviews.filter(pl.col("mode").ne_missing("sheet"))
    told = talks.group_by("unit_id").agg((pl.col("status") != "refused").any().alias("given"))
    told = told.with_columns(pl.when("given").then(pl.lit("done")).otherwise(pl.lit("refused")).alias("told"))
    open_ones = pl.col("outcome").is_in(["pending", "not_reached"]) & pl.col("told").is_not_null()
    joined = sample.join(told.select("unit_id", "told"), on="unit_id", how="left", maintain_order="left")
    return joined.with_columns(pl.when(open_ones).then("told").otherwise("outcome").alias("outcome")).select(
        sample.columns
    )


def interviews_held(interviews: pl.DataFrame) -> pl.DataFrame:
    """Return the interviews that were held, each of one informant: what they cost was spent (METHOD §4.3).

    Args:
        interviews: ``role``, ``mode``, ``status``.

    Returns: ``role``, ``mode``, ``informants``.
    """
    held = interviews.filter(pl.col("mode").ne_missing("sheet") & (pl.col("status") != "refused"))
    return held.select("role", "mode", pl.lit(1, dtype=pl.Int64).alias("informants"))


def field_state(sample: pl.DataFrame, frame: pl.DataFrame) -> FieldState:
    """Count coverage and response of a sample, in heads and in revenue.

    Args:
        sample, frame: contracts SAMPLE, FRAME. Stratum, role and revenue are the frame's.

    Source: AAPOR 2023, Standard Definitions, RR1; METHOD §4.2f.
    """
    units = frame.with_columns(side()).join(
        sample.select("unit_id", "outcome", "reason"), on="unit_id", how="left", maintain_order="left"
    )
    refused = sample.filter(pl.col("outcome") == "refused")
    reasons = (
        refused.group_by(pl.col("reason").fill_null("")).len().sort(["len", "reason"], descending=[True, False])
    )
    return FieldState(
        strata=_responses(units, ["side", "stratum"]),
        sides=_responses(units, ["side"]),
        reasons=dict(reasons.rows()),
    )


def known_sample(sample: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Take from the frame the role, channel and stratum that a sample does not tell.

    Args:
        sample, frame: contracts SAMPLE, FRAME.
    """
    names = ("role", "channel_id", "stratum")
    told = frame.select("unit_id", *(pl.col(name).alias(f"of_{name}") for name in names))
    joined = sample.join(told, on="unit_id", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(name, f"of_{name}").alias(name) for name in names).select(
        sample.columns
    )


def response_by(sample: pl.DataFrame, frame: pl.DataFrame, groups: Mapping[str, str]) -> Mapping[str, Response]:
    """Count the response of any groups of units, as :func:`field_state` does of strata.

    Args:
        groups: by ``unit_id``, the group it is in. Units in none are left out.

    Returns: by group, in the order of their names.
    """
    named = pl.DataFrame(list(groups.items()), schema={"unit_id": pl.String, "group": pl.String}, orient="row")
    units = (
        frame.with_columns(pl.lit(None, pl.String).alias("side"))
        .join(named, on="unit_id")
        .join(sample.select("unit_id", "outcome"), on="unit_id", how="left", maintain_order="left")
    )
    found = _responses(units.with_columns(stratum="group"), ["side", "stratum"])
    return {response.stratum: response for response in found}


def _responses(units: pl.DataFrame, keys: list[str]) -> tuple[Response, ...]:
    revenue, outcome = pl.col("revenue").cast(pl.Float64), pl.col("outcome")
    groups = {
        "asked": outcome.is_not_null(), "done": outcome == "done", "silent": outcome.is_in(SILENT),
        "not_eligible": outcome == "not_eligible", "pending": outcome == "pending",
    }  # fmt: skip
    counted = (
        units.group_by(keys)
        .agg(
            pl.len().alias("N"),
            *(group.sum().alias(name) for name, group in groups.items()),
            *(
                pl.when(revenue.filter(group).is_null().any()).then(None).otherwise(revenue.filter(group).sum())
                .alias(f"{name}_revenue")
                for name, group in {"all": pl.lit(True) & pl.col("unit_id").is_not_null(), **groups}.items()
                if name in ("all", "asked", "done", "silent")
            ),
        )
        .sort(pl.col("side").replace_strict(_PLACE, default=None, return_dtype=pl.Int64), *keys[1:])
    )  # fmt: skip
    return tuple(
        Response(
            side=row["side"],
            stratum=row.get("stratum", ""),
            N=row["N"],
            asked=row["asked"],
            done=row["done"],
            silent=row["silent"],
            not_eligible=row["not_eligible"],
            pending=row["pending"],
            revenue=row["all_revenue"],
            asked_revenue=row["asked_revenue"],
            done_revenue=row["done_revenue"],
            silent_revenue=row["silent_revenue"],
        )
        for row in counted.iter_rows(named=True)
    )


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
