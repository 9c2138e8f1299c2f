"""What the vendor wants, and whether partners know it and do it: the case (PI01) and the segment (PI08)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.study import Study


@dataclass(frozen=True, slots=True)
class Intended:
    """The answer that most of the vendor's people give.

    Attributes:
        code: of the answer. cell: share of them who give it, with its interval.
        own: whether they speak of this channel; else of all, as too few were heard of it alone.
    """

    code: str
    cell: MeasureCell
    own: bool


def intended_answers(study: Study, item_id: str) -> Mapping[str, Intended]:
    """Return the vendor's answer by channel («all» too): the one that more than half of its people give.

    They say what they want, and guess nothing: each has one vote. Where those who speak of a channel are too few
    to be shown, the answer of all of them stands for it. Where no answer has more than half there is none: the
    vendor's own people do not agree, and partners cannot miss what was not said.

    Args:
        item_id: VI01 or VI08.
    """
    values = item_values(study.responses, item=study.bank.item(item_id), bank=study.bank)
    cells = study.measure(values, Measure(item_id, (item_id,), (0.0, 1.0), "share", "share"), "vendor").cells
    shown = {cell.domain for cell in cells if cell.mean is not None}
    found = {
        cell.domain: Intended(cell.key, cell, True)
        for cell in cells
        if cell.mean is not None and cell.mean.value is not None and cell.mean.value > 0.5
    }
    if ALL in found:
        for domain in study.voices("partner").weighed.domains:
            if domain not in shown:
                found[domain] = Intended(found[ALL].code, found[ALL].cell, False)
    return found


def match_values(study: Study, item_id: str, intended: Mapping[str, Intended]) -> pl.DataFrame:
    """Mark each partner's answer: 1 where it is the intended one of its channel, else 0.

    Args:
        item_id: PI01 or PI08. intended: as ``intended_answers`` finds it; channels without one are left out.

    Returns: ``interview_id``, ``key`` (empty), ``value``.
    """
    item = study.bank.item(item_id)
    voices = study.voices("partner")
    wanted = pl.DataFrame(
        [(domain, one.code) for domain, one in intended.items() if domain != ALL],
        schema={"domain": pl.String, "wanted": pl.String}, orient="row",
    )  # fmt: skip
    place = voices.interviews.select("interview_id", "unit_id").join(
        voices.weighed.people.select("unit_id", "domain"), on="unit_id", how="inner"
    )
    said = item_values(study.responses, item=item, bank=study.bank).filter(pl.col("value") > 0)
    marked = said.join(place, on="interview_id").join(wanted, on="domain").select(
        "interview_id", key=pl.lit(""), value=(pl.col("key") == pl.col("wanted")).cast(pl.Float64)
    )  # fmt: skip
    return marked.sort("interview_id")


def understood(study: Study, intended: Mapping[str, Intended]) -> MeasureTable:
    """Estimate the share of partners who name the segment that the vendor wants (PI08 = VI08; METHOD §3.7.3)."""
    values = match_values(study, "PI08", intended)
    return study.measure(values, Measure("understood", ("PI08",), (0.0, 1.0), "share", "share"),
                         weightings=("vote",))  # fmt: skip
