"""The four trends of the article that this program began from, each tested on the case's own answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from tramite.beliefs.claim import Verdict, judge
from tramite.beliefs.information.gap import difference_over
from tramite.beliefs.information.information import InformationBelief
from tramite.kernel.estimate import Estimate
from tramite.kernel.wording import phrase
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.combinations import channel_shares, combination_estimate
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

_SHARE = (0.0, 1.0)
_OWN_SOURCES = ("web", "search", "reviews", "social", "press", "peers")  # looked up without any seller
_OFTEN = ("4", "5")  # CK05: often, almost always
_RECURRING = ("subscription", "outcome")
_COMPARED = ("interval", "full")


@dataclass(frozen=True, slots=True)
class TrendMeasure:
    """One quantity that a claim can be read from.

    Attributes:
        name: ``trends.<name>`` says the claim in words.
        estimate: without value where it was not asked, is hidden or has too few answers.
        above: the claim is that the quantity is larger than this, in its unit.
        setting: of the method that sets it; empty where it is no difference.
    """

    name: str
    estimate: Estimate
    above: float
    verdict: Verdict
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """One of the four.

    Attributes:
        measures: the first decides; the others say more, each for itself.
        left_out: measures that go to a clean team (``coopetition``) and never to the vendor's page.
    """

    number: int
    measures: tuple[TrendMeasure, ...]
    left_out: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Return the verdict of the measure that decides, chosen before any answer was seen."""
        return self.measures[0].verdict


def trends(study: Study, information: InformationBelief | None) -> tuple[Trend, ...]:
    """Test the four trends on this case: confirmed, rejected, or not shown, from intervals alone.

    One measure of each decides, so that a trend of which nothing is true is confirmed or rejected by chance at
    most once in ten; a pick of the best among several would be so more often. What each claims, and
    from which item, is ADR 17.

    Args:
        information: the belief on information; without it trend 3 has nothing to decide it.

    Source: METHOD §1 (R80), §3.7.2; items' own sources «seed article #1–#4».
    """
    found = (
        Trend(1, tuple(_roles(study))),
        Trend(2, tuple(_channels(study, information))),
        Trend(3, tuple(_knowledge(study, information)), ("coopetition",)),
        Trend(4, tuple(_paradigm(study))),
    )
    return found if any(m.estimate.n for trend in found for m in trend.measures) else ()


def _roles(study: Study) -> Iterator[TrendMeasure]:
    """Read the first reason that partners and the vendor's people give for working together (PS09, VS09)."""
    first = {}
    for side, item_id in (("partner", "PS09"), ("vendor", "VS09")):
        ranks = answer_parts(study.responses, item=study.bank.item(item_id))
        values = ranks.with_columns(value=(pl.col("value") == 1).cast(pl.Float64))
        cells = _measured(study, values, item_id, side)  # type: ignore[arg-type]
        first[side] = max(cells, key=lambda cell: (_value(cell), cell.key), default=None)
    mine, ours = first["partner"], first["vendor"]
    yield _claim(study, "roles_differ", _less(mine))
    wanted = ours.key if ours is not None and _value(ours) > study.method.trend_majority else None
    ranks = answer_parts(study.responses, item=study.bank.item("PS09")).filter(pl.col("value") == 1)
    elsewhere = (pl.col("key") != (wanted or "")).cast(pl.Float64)
    other = ranks.select("interview_id", pl.lit("").alias("key"), value=elsewhere)
    cells = _measured(study, other if wanted else other.clear(), "PS09", "partner")
    yield _claim(study, "role_seen_otherwise", _only(cells))


def _channels(study: Study, information: InformationBelief | None) -> Iterator[TrendMeasure]:
    yield _claim(
        study, "several_channels", _chose(study, "CX06", "customer", ("none",), other=True), "trend_majority"
    )
    yield _claim(study, "searched_first", _chose(study, "CK02", "customer", _OWN_SOURCES))
    partners, customers = (_votes(study.table("PR08", "partner")), _votes(study.table("CR01", "customer")))
    shown = [d for d in partners if d != ALL and d in customers and partners[d].mean and customers[d].mean]
    shares = channel_shares(study, shown)
    yield _judged("channel_behind", combination_estimate(
        difference_over(shares, partners, customers, least=study.method.read_indicative_below),
        [cells[d] for d in shares for cells in (partners, customers)], study=study, unit="points",
        method=phrase("trends.method_difference"),
    ), 0.0)  # fmt: skip
    for gap in information.content if information else ():
        if (gap.pair, gap.domain) == ("vendor_partner", ALL):
            yield _judged("content_overestimated", gap.gap, 0.0)


def _knowledge(study: Study, information: InformationBelief | None) -> Iterator[TrendMeasure]:
    gap = information.gap("customer") if information else None
    yield _judged("customers_know_more", gap.gap if gap else _unknown(study, "points"), 0.0)
    yield _claim(study, "felt_by_customers", _chose(study, "CK05", "customer", _OFTEN))
    whole = [one for one in information.steering if one.domain == ALL] if information else []
    yield _judged(
        "steered", whole[0].index if whole else _unknown(study, "share"), study.method.b11_steering, "b11_steering"
    )
    aware = answer_parts(study.responses, item=study.bank.item("PI06"))
    blank = aware.group_by("interview_id").agg(value=(pl.col("value") < 2).mean())
    yield _claim(study, "roadmap_unknown", _only(_measured(study, _keyless(blank), "PI06", "partner", "mean")))
    clash = answer_parts(study.responses, item=study.bank.item("PW04"))
    yield _claim(study, "channels_clash", _only(_measured(study, clash, "PW04", "partner", "mean")),
                 "b10_horizontal")  # fmt: skip


def _paradigm(study: Study) -> Iterator[TrendMeasure]:
    transactional = ("transactional",)
    yield _claim(
        study, "partners_beyond", _chose(study, "PM04", "partner", transactional, other=True), "trend_majority"
    )
    yield _claim(
        study, "vendor_beyond", _chose(study, "VM04", "vendor", transactional, other=True), "trend_majority"
    )
    yield _claim(
        study, "customers_beyond", _chose(study, "CX05", "customer", ("buy",), other=True), "trend_majority"
    )
    mix = item_values(study.responses, item=study.bank.item("PM01"), bank=study.bank)
    recurs = mix.filter(pl.col("key").is_in(_RECURRING)).group_by("interview_id").agg(pl.col("value").sum())
    yield _claim(study, "recurring_today", _only(_measured(study, _keyless(recurs), "PM01", "partner", "mean")),
                 "subscription_min")  # fmt: skip


def _votes(table: MeasureTable) -> dict[str, MeasureCell]:
    return {cell.domain: cell for cell in table.cells if cell.weighting == "vote"}


def _chose(
    study: Study, item_id: str, side: Side, codes: Sequence[str], *, other: bool = False
) -> MeasureCell | None:
    """Estimate the share who chose one of some codes, or (``other``) another; «I do not know» is no answer."""
    chosen = item_values(study.responses, item=study.bank.item(item_id), bank=study.bank).filter(
        (pl.col("value") > 0) & (pl.col("key") != "dk")
    )
    named = pl.col("key").is_in(list(codes))
    values = chosen.group_by("interview_id").agg(value=(~named if other else named).any().cast(pl.Float64))
    return _only(_measured(study, _keyless(values), item_id, side))


def _keyless(values: pl.DataFrame) -> pl.DataFrame:
    return values.select("interview_id", pl.lit("").alias("key"), pl.col("value").cast(pl.Float64)).sort(
        "interview_id"
    )


def _measured(
    study: Study, values: pl.DataFrame, item_id: str, side: Side, statistic: str = "share"
) -> list[MeasureCell]:
    measure = Measure(item_id, (item_id,), _SHARE, "share", "mean" if statistic == "mean" else "share")
    table = study.measure(values, measure, side, weightings=("vote",))
    return [cell for cell in table.cells if cell.domain == ALL and cell.mean is not None]


def _only(cells: Sequence[MeasureCell]) -> MeasureCell | None:
    return cells[0] if cells else None


def _value(cell: MeasureCell) -> float:
    return (cell.mean.value if cell.mean is not None else None) or 0.0


def _less(cell: MeasureCell | None) -> MeasureCell | None:
    """Return the share of all others: 1 − x, with its interval turned."""
    if cell is None:
        return None
    e = cell.estimate
    value, lower, upper = (None if x is None else 1 - x for x in (e.value, e.upper, e.lower))
    return replace(cell, estimate=replace(e, value=value, lower=lower, upper=upper))


def _claim(study: Study, name: str, cell: MeasureCell | None, setting: str = "trend_majority") -> TrendMeasure:
    """Judge a share; from five to nine answers it is told, and not judged (METHOD §3.2.5)."""
    above = float(getattr(study.method, setting))
    if cell is None:
        return _judged(name, _unknown(study, "share"), above, setting)
    if cell.reading not in _COMPARED:
        return TrendMeasure(name, cell.estimate, above, "not_evaluable", setting)
    return _judged(name, cell.estimate, above, setting)


def _judged(name: str, estimate: Estimate, above: float = 0.0, setting: str = "") -> TrendMeasure:
    return TrendMeasure(name, estimate, above, judge(estimate.lower, estimate.upper, above=above), setting)


def _unknown(study: Study, unit: str) -> Estimate:
    return combination_estimate(None, (), study=study, unit=unit, method=phrase("trends.method_missing"))  # type: ignore[arg-type]
