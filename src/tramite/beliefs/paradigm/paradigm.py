"""The kind of relationship: what it is, what partners, the vendor and customers want, where they agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.beliefs.paradigm.movement import Movement, movement
from tramite.beliefs.paradigm.stage import ITEMS, STAGES, firm_stages, wanted_stages
from tramite.voices.disclosure.named import named_units
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureTable, Statistic
from tramite.voices.estimation.study import Study

_SHARE: Final = (0.0, 1.0)
BUYING: Final = ("buy", "recurring", "dk")  # CX05: renting, subscribing and paying for the result recur
_RECUR: Final = ("rent", "sub", "result")
PAIRS: Final = ("partner", "vendor", "all")


@dataclass(frozen=True, slots=True)
class FirmStage:
    """One firm that agreed to be named: its stage today and the one that it wants; ``None``: not known."""

    unit_id: str
    stage: str | None
    wanted: str | None
    recurring: float | None
    practices: int | None


@dataclass(frozen=True, slots=True)
class Paradigm:
    """The kind of relationship by channel, after disclosure control.

    Attributes:
        today: share of partners at each stage, by vote and by revenue; ``key`` of ``STAGES``.
        partners, vendor, customers: shares that want each stage (PM04, VM04), or form of buying (CX05;
            ``BUYING``).
        intended: the stage that most of the vendor's people want, by channel; only where that may be shown.
        agreed: by whom («partner», «vendor», «all»), share of partners whose stage today is what that side wants.
            «all»: partner, vendor and customers, of channels where all three may be shown.
        moved: between the last two waves; ``None`` with one.
    """

    today: MeasureTable
    partners: MeasureTable
    vendor: MeasureTable
    customers: MeasureTable
    intended: Mapping[str, str]
    wished: Mapping[str, str]
    agreed: Mapping[str, MeasureTable]
    named: tuple[FirmStage, ...]
    moved: Movement | None

    def usual(self, channel_id: str) -> str | None:
        """Return the stage of most partners of a channel, one vote each; ``None`` where it is hidden, or tied."""
        cells = [c for c in self.today.cells if (c.domain, c.weighting) == (channel_id, "vote")]
        told = sorted(((c.estimate.value or 0.0, c.key) for c in cells if not c.hidden_because), reverse=True)
        return None if not told or (len(told) > 1 and told[0][0] == told[1][0]) else told[0][1]

    def of(self, partner_id: str) -> FirmStage | None:
        """Return one firm; ``None`` if it may not be named, or was not heard."""
        return next((firm for firm in self.named if firm.unit_id == partner_id), None)


def paradigm(study: Study) -> Paradigm | None:
    """Tell what kind of relationship partners have and want, and what share of revenue all sides agree on.

    Alignment is the share of revenue of the partners whose stage today is what they want, what most of the
    vendor's
    people want of their channel, and what customers wish: where most of those with a preference would rather rent,
    subscribe or pay for the result, a subscription; where most would buy, any other stage. A side that may not be
    shown for a channel leaves its alignment n.d. there.

    Returns: ``None`` if no partner said how it works with the vendor.
    Source: METHOD §3.6.
    """
    interviews = study.voices("partner").interviews
    bank, method = study.bank, study.method
    stages = firm_stages(study.responses, interviews, bank=bank, method=method)
    stages = stages.join(
        wanted_stages(study.responses, interviews, bank=bank), on="unit_id", how="full", coalesce=True
    ).sort("unit_id")
    if stages["stage"].null_count() == len(stages):
        return None
    vendor = _choices(study, "VM04", STAGES)
    customers = _forms(study)
    intended = _most(vendor, STAGES)
    wished = _most(customers, BUYING[:2])
    channels = study.voices("partner").weighed.people.select("unit_id", pl.col("domain").alias("channel_id"))
    placed = stages.join(channels, on="unit_id")
    return Paradigm(
        today=_measure(study, interviews, _one_of(placed, "stage"), "today", ITEMS, "share"),
        partners=_measure(study, interviews, _one_of(placed, "wanted"), "PM04", ("PM04",), "share"),
        vendor=vendor, customers=customers, intended=intended, wished=wished,
        agreed=_agreed(study, interviews, placed, intended, wished),
        named=tuple(_namable(stages, study)),
        moved=movement(study),
    )  # fmt: skip


def _namable(stages: pl.DataFrame, study: Study) -> Iterator[FirmStage]:
    """Walk through the firms that may be named, each with what may be told of it: answer by answer."""
    interviews = study.voices("partner").interviews
    told = {}
    for name in ("stage", "wanted", "recurring", "sharing"):
        answered = stages.filter(pl.col(name).is_not_null())["unit_id"].to_list()
        told[name] = set(named_units(interviews, method=study.method, answered=answered))
    for row in stages.iter_rows(named=True):
        unit = row["unit_id"]
        kept = [row[name] if unit in safe else None for name, safe in told.items()]
        if any(value is not None for value in kept):
            yield FirmStage(unit, *kept)


def _one_of(placed: pl.DataFrame, column: str) -> pl.DataFrame:
    known = placed.filter(pl.col(column).is_not_null())
    every = known.select("unit_id", column).join(pl.DataFrame({"key": STAGES}), how="cross")
    return every.select("unit_id", "key", (pl.col("key") == pl.col(column)).cast(pl.Float64).alias("value"))


def _agreed(
    study: Study, interviews: pl.DataFrame, placed: pl.DataFrame, intended: Mapping[str, str],
    wished: Mapping[str, str],
) -> dict[str, MeasureTable]:  # fmt: skip
    there = placed.filter(pl.col("stage").is_not_null()).with_columns(
        pl.col("channel_id").replace_strict(intended, default=None, return_dtype=pl.String).alias("intended"),
        pl.col("channel_id").replace_strict(wished, default=None, return_dtype=pl.String).alias("wished"),
    )
    recurs = pl.col("stage") == "subscription"
    wish = recurs == (pl.col("wished") == "recurring")
    partner, vendor = (pl.col("stage") == pl.col(name) for name in ("wanted", "intended"))
    # Null with false is false: a side that is not known must leave the whole not known.
    whole = pl.all_horizontal(pl.col("wanted", "intended", "wished").is_not_null())
    both = pl.when(whole).then(partner & vendor & wish)
    found = {}
    for name, agree in zip(PAIRS, (partner, vendor, both), strict=True):
        values = there.select("unit_id", pl.lit("").alias("key"), agree.cast(pl.Float64).alias("value"))
        known = values.filter(pl.col("value").is_not_null())
        items = {"partner": (*ITEMS, "PM04"), "vendor": (*ITEMS, "VM04"), "all": (*ITEMS, "PM04", "VM04", "CX05")}
        found[name] = _measure(study, interviews, known, f"agreed_{name}", items[name], "share")
    return found


def _measure(
    study: Study, interviews: pl.DataFrame, firms: pl.DataFrame, name: str, items: tuple[str, ...],
    statistic: Statistic,
) -> MeasureTable:  # fmt: skip
    """Estimate what firms are: each of a firm's interviews carries what the firm is."""
    values = firms.join(interviews.select("interview_id", "unit_id"), on="unit_id")
    rows = values.select("interview_id", "key", "value").sort("interview_id", "key")
    return study.measure(rows, Measure(name, items, _SHARE, "share", statistic))


def _choices(study: Study, item_id: str, codes: tuple[str, ...]) -> MeasureTable:
    values = item_values(study.responses, item=study.bank.item(item_id), bank=study.bank)
    return study.measure(
        values.filter(pl.col("key").is_in(codes)), Measure(item_id, (item_id,), _SHARE, "share", "share"), "vendor"
    )


def _forms(study: Study) -> MeasureTable:
    values = item_values(study.responses, item=study.bank.item("CX05"), bank=study.bank).with_columns(
        pl.when(pl.col("key").is_in(_RECUR)).then(pl.lit("recurring")).otherwise(pl.col("key")).alias("key")
    )
    summed = values.filter(pl.col("key").is_in(BUYING)).group_by("interview_id", "key").agg(pl.col("value").sum())
    return study.measure(
        summed.sort("interview_id", "key"), Measure("CX05", ("CX05",), _SHARE, "share", "share"), "customer"
    )


def _most(table: MeasureTable, codes: tuple[str, ...]) -> dict[str, str]:
    """Return the code of the largest shown share, by channel; a tie is nobody's wish."""
    found: dict[str, dict[str, float]] = {}
    for cell in table.cells:
        if cell.weighting == "vote" and cell.estimate.value is not None and cell.key in codes:
            found.setdefault(cell.domain, {})[cell.key] = cell.estimate.value
    return {
        domain: max(said, key=lambda code: said[code])
        for domain, said in found.items()
        if list(said.values()).count(max(said.values())) == 1
    }
