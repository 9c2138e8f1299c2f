"""What was said about how far a channel can go: growth, customers within reach, spending, the first limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from tramite.voices.asking.item_shape import shape_of
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.side_table import side_measure
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.study import Study
from tramite.voices.estimation.weighed import Weighed

OPEN = float("inf")
# What each answer to «the first limit you hit» (choices «bottlenecks») speaks of (ADR 20).
SPEAKS_OF: Mapping[str, str] = {
    "demand": "demand", "price": "demand", "range": "demand",
    "sales": "capacity", "tech": "capacity", "capital": "capacity", "stock": "capacity", "earn": "capacity",
    "support": "capacity",
    "contract": "coverage", "clash": "coverage",
    "none": "none",
}  # fmt: skip
_VALUES = {"interview_id": pl.String, "key": pl.String, "value": pl.Float64}


class Stated:
    """What is said today of the limits; each measure by channel, released or hidden.

    Attributes:
        study: who was heard. since: what partners said before that day counts no more: the twelve months that
            they spoke of are over, and it has its own use (κ).
    """

    def __init__(self, study: Study, since: date) -> None:
        self.study = study
        old = study.voices("partner").interviews.filter(pl.col("date") < since).select("interview_id")
        carried = study.standing.carried.filter(pl.col("date") < since)
        self.responses = study.responses.join(old, on="interview_id", how="anti", maintain_order="left").join(
            carried, on=["interview_id", "item_id"], how="anti", maintain_order="left"
        )

    def growth(self, item_id: str, side: Side = "partner") -> MeasureTable:
        """Measure likely growth (PX01, PX02, VX01): ``likely`` = ``rise`` + ``fall``, shares of today's sales.

        Rises are discounted by κ and falls are not, partner by partner: a rise here does not excuse a fall there.
        """
        likely = answer_parts(self.responses, item=self.study.bank.item(item_id)).filter(pl.col("key") == "likely")
        parts = [
            likely,
            likely.with_columns(key=pl.lit("rise"), value=pl.col("value").clip(lower_bound=0.0)),
            likely.with_columns(key=pl.lit("fall"), value=pl.col("value").clip(upper_bound=0.0)),
        ]
        weighting: SurveyWeighting = "revenue" if side == "partner" else "vote"
        return self._forecast(pl.concat(parts), Measure(f"growth_{item_id}", (item_id,), (-1.0, OPEN), "share"),
                              side, weighting)  # fmt: skip

    def reach(self) -> MeasureTable:
        """Measure how many times the customers served today could be served (PX05): potential / served.

        Who serves nobody, or more than could buy, gives no ratio.
        """
        asked = self._reach().filter((pl.col("served") > 0) & (pl.col("potential") >= pl.col("served")))
        values = asked.with_columns(key=pl.lit(""), value=pl.col("potential") / pl.col("served"))
        return self._forecast(values.select(list(_VALUES)), Measure("reach", ("PX05",), (1.0, OPEN), "ratio"),
                              "partner", "revenue")  # fmt: skip

    def customers(self) -> MeasureTable:
        """Measure how many customers could buy in a partner's area (PX05), one partner one vote."""
        values = self._reach().filter(pl.col("potential") >= pl.col("served").fill_null(0.0)).with_columns(
            key=pl.lit(""), value=pl.col("potential")
        )  # fmt: skip
        return self._forecast(values.select(list(_VALUES)), Measure("customers", ("PX05",), (0.0, OPEN), "count"),
                              "partner", "vote")  # fmt: skip

    def spending(self) -> MeasureTable:
        """Measure what a customer spends in the category in a year (CX01, its second question)."""
        (key,) = shape_of(self.study.bank.item("CX01")).extra_numbers
        told = self.responses.filter(
            (pl.col("item_id") == "CX01") & (pl.col("key") == key) & pl.col("missing").is_null()
            & (pl.col("number") >= 0)
        ).select("interview_id", key=pl.lit(""), value=pl.col("number"))  # fmt: skip
        return self._forecast(told, Measure("spending", ("CX01",), (0.0, OPEN), "money"), "customer", "vote")

    def wallet(self) -> MeasureTable:
        """Measure the attainable share of wallet: what one like customer in five exceeds (CX01)."""
        item = self.study.bank.item("CX01")
        values = item_values(self.responses, item=item, bank=self.study.bank).filter(pl.col("key") == "vendor")
        measure = Measure("wallet", ("CX01",), (0.0, 1.0), "share", "quantile",
                          at=self.study.method.attainable_percentile)  # fmt: skip
        return self._forecast(values.with_columns(key=pl.lit("")), measure, "customer", "vote")

    def first_limit(self) -> MeasureTable:
        """Measure the first limit that partners hit (PX04), by what it speaks of (``SPEAKS_OF``)."""
        values = item_values(self.responses, item=self.study.bank.item("PX04"), bank=self.study.bank)
        known = values.filter(pl.col("key").is_in(list(SPEAKS_OF)))
        grouped = (
            known.with_columns(pl.col("key").replace_strict(SPEAKS_OF, return_dtype=pl.String))
            .group_by("interview_id", "key").agg(pl.col("value").sum()).sort("interview_id", "key")
        )  # fmt: skip
        measure = Measure("first_limit", ("PX04",), (0.0, 1.0), "share", "share")
        return self.study.measure(grouped, measure, "partner", weightings=("vote",))

    def _reach(self) -> pl.DataFrame:
        """Return one row per interview: ``potential`` and ``served`` (null: not said)."""
        said = answer_parts(self.responses, item=self.study.bank.item("PX05"))
        return said.group_by("interview_id").agg(
            pl.col("value").filter(pl.col("key") == key).first().alias(key) for key in ("potential", "served")
        ).filter(pl.col("potential") > 0).sort("interview_id")  # fmt: skip

    def _forecast(
        self, values: pl.DataFrame, measure: Measure, side: Side, weighting: SurveyWeighting
    ) -> MeasureTable:
        """Estimate without finite-population correction: next year's behaviour is not the list (METHOD §3.2.3)."""
        voices = self.study.voices(side, "partner" if side == "vendor" else None)
        people = replace(
            voices, weighed=Weighed(voices.weighed.people, method=self.study.method, enumerative=False)
        )
        return side_measure(
            values, people, measure=measure, method=self.study.method, weightings=(weighting,),
            simulated=self.study.simulated,
        )  # fmt: skip


def cell_of(table: MeasureTable, channel_id: str, key: str = "") -> MeasureCell | None:
    """Return the one cell of a channel; ``None`` where nobody answered."""
    return next((cell for cell in table.cells if (cell.domain, cell.key) == (channel_id, key)), None)
