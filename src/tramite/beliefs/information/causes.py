"""Why partners send customers elsewhere: ignorance, earnings, or fit, each with a lever of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from tramite.beliefs.claim import judge
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.study import Study

Cause = Literal["ignorance", "earnings", "fit"]
# Code of the answer in both lists (PI03 «redirect_why», PI09 «flag_why»).
CODES: Mapping[Cause, str] = {"ignorance": "know", "earnings": "earn", "fit": "fit"}
LEVERS: Mapping[Cause, str] = {"ignorance": "train_partners", "earnings": "change_commission", "fit": "product"}
_SHARE = (0.0, 1.0)
_BETTER_ELSEWHERE = 2  # PF02: 1 much less, 2 a little less profitable than the other lines


@dataclass(frozen=True, slots=True)
class SteeringCauses:
    """Why customers were sent elsewhere (PI03), why flagships are held back (PI09), what other lines pay (PF02).

    Attributes:
        redirected: share of partners who sent some elsewhere and name each reason, by channel.
        held_back: share of those who propose the flagship lines seldom (6 or less) and name each reason.
        pays_less: share who call other lines more profitable.
        leading: by channel, the cause among the three that is named most, where the interval of its lead over the
            next leaves zero; ``None`` where no lead is shown.
    """

    redirected: MeasureTable
    held_back: MeasureTable
    pays_less: MeasureTable
    leading: Mapping[str, Cause | None]


def steering_causes(study: Study) -> SteeringCauses:
    """Estimate why partners steer, by channel.

    From ignorance → training; from earnings → commission; from fit → product (METHOD §3.7.5). A cause leads if the
    paired difference of its share and the next one's, of the same partners, leaves zero.
    """
    item, bank = study.bank.item, study.bank
    why = item_values(study.responses, item=item("PI03"), bank=bank)
    redirected = study.measure(why, _measure("redirected_why", "PI03"), weightings=("vote",))
    earns = item_values(study.responses, item=item("PF02"), bank=bank)
    codes = [str(code) for code in range(1, _BETTER_ELSEWHERE + 1)]
    less = earns.group_by("interview_id").agg(
        value=(pl.col("key").is_in(codes) & (pl.col("value") > 0)).any().cast(pl.Float64)
    )
    return SteeringCauses(
        redirected,
        study.measure(_held_back(study), _measure("held_back_why", "PI09"), weightings=("vote",)),
        study.measure(less.select("interview_id", pl.lit("").alias("key"), "value").sort("interview_id"),
                      _measure("pays_less", "PF02"), weightings=("vote",)),
        dict(_leading(study, why, redirected)),
    )  # fmt: skip


def _measure(name: str, item_id: str) -> Measure:
    return Measure(name, (item_id,), _SHARE, "share", "share")


def _held_back(study: Study) -> pl.DataFrame:
    """Mark the reason of those who propose the flagship seldom: 1 for the code named, 0 for the others."""
    codes = [choice.code for choice in study.bank.choices_of(study.bank.item("PI09").choices)]
    named = study.responses.filter(
        (pl.col("item_id") == "PI09") & (pl.col("key") == "code") & pl.col("text").is_in(codes)
    ).select("interview_id", named="text")
    marked = named.join(pl.DataFrame({"key": codes}), how="cross")
    value = (pl.col("key") == pl.col("named")).cast(pl.Float64)
    return marked.select("interview_id", "key", value=value).sort("interview_id", "key")


def _leading(study: Study, why: pl.DataFrame, table: MeasureTable) -> Iterator[tuple[str, Cause | None]]:
    cells: dict[str, dict[Cause, MeasureCell]] = {}
    for cause, code in CODES.items():
        for cell in table.cells:
            if cell.key == code and cell.mean is not None:
                cells.setdefault(cell.domain, {})[cause] = cell
    for domain, found in cells.items():
        ranked = sorted(found, key=lambda cause: -(found[cause].mean.value or 0.0))  # type: ignore[union-attr]
        if len(ranked) == len(CODES):
            yield domain, ranked[0] if _leads(study, why, ranked[0], ranked[1], domain) else None


def _leads(study: Study, why: pl.DataFrame, first: Cause, second: Cause, domain: str) -> bool:
    sign = pl.when(pl.col("key") == CODES[first]).then(1.0).otherwise(-1.0)
    both = why.filter(pl.col("key").is_in([CODES[first], CODES[second]])).with_columns(pl.col("value") * sign)
    lead = both.group_by("interview_id").agg(pl.col("value").sum()).with_columns(key=pl.lit(""))
    measure = Measure("lead", ("PI03",), (-1.0, 1.0), "ratio")
    table = study.measure(lead.select("interview_id", "key", "value").sort("interview_id"), measure,
                          weightings=("vote",))  # fmt: skip
    mean = table.cell(domain, "", "vote").mean
    enough = mean is not None and mean.n >= study.method.read_indicative_below
    return enough and mean is not None and judge(mean.lower, mean.upper) == "confirmed"
