"""A measure of what was said, by domain: from the values of interviews to estimates that may be shown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import grade_voices
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, Phrase, phrase, say
from tramite.voices.disclosure.screening import ALL, release, screen
from tramite.voices.estimation.differences import Difference, gap_of_views, printed
from tramite.voices.estimation.heard import Heard
from tramite.voices.estimation.informants import firm_answers
from tramite.voices.estimation.means import SurveyMean, heard_mean
from tramite.voices.estimation.medians import heard_median, heard_quantile
from tramite.voices.estimation.reading import Reading, reading_level
from tramite.voices.estimation.shares import heard_share
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.weighed import Weighed

Statistic = Literal["mean", "share", "median", "quantile"]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is estimated.

    Attributes:
        items: that it is made of: the evidence.
        bounds: ends of the scale of its values; an infinite one is open.
        at: of a quantile: the share of the population that stays below it.
    """

    name: str
    items: tuple[str, ...]
    bounds: tuple[float, float]
    unit: Unit
    statistic: Statistic = "mean"
    at: float = 0.5


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """One number of the table.

    Attributes:
        domain: channel, or «all».
        key: part of the measure: code, card, part of a hundred; empty where it has one part.
        estimate: without value where hidden.
        reading: how far it may be read.
        hidden_because: why it is hidden: ``no_size`` where answers cannot be weighed, else a rule of disclosure
            control; empty where shown.
        effective_n: answers of equal weight that would tell as much.
        mean: what the estimate was made of; ``None`` where hidden.
    """

    domain: str
    key: str
    weighting: SurveyWeighting
    estimate: Estimate
    reading: Reading
    hidden_because: str
    effective_n: float
    mean: SurveyMean | None = None

    def say(self, language: Language = "en") -> str:
        """Write the number, or why it is not shown (METHOD §3.2.6, §3.3)."""
        if self.hidden_because == "no_size":
            return say("survey.no_size", language, size=say(f"survey.size_{self.weighting}", language))
        if self.hidden_because:
            return say(f"px.hidden_{self.hidden_because}", language)
        return self.estimate.say(language)


@dataclass(frozen=True, slots=True)
class SizeGap:
    """A mean by size less the one by vote: positive = large partners fare better (METHOD §3.2.1)."""

    domain: str
    key: str
    weighting: SurveyWeighting
    difference: Difference


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """A measure by domain and weighting; ``apart`` of the ``several`` firms with more informants disagree inside.

    ``gaps`` are there of means that are shown by vote and by size, and have answers enough to be compared.
    """

    name: str
    statistic: Statistic
    cells: tuple[MeasureCell, ...]
    gaps: tuple[SizeGap, ...]
    several: int
    apart: int

    def cell(self, domain: str, key: str, weighting: SurveyWeighting) -> MeasureCell:
        """Return one cell; ``KeyError`` if there is none."""
        for cell in self.cells:
            if (cell.domain, cell.key, cell.weighting) == (domain, key, weighting):
                return cell
        raise KeyError((domain, key, weighting))

    def to_frame(self) -> pl.DataFrame:
        """Return one row per number."""
        return pl.DataFrame([
            {"measure": self.name, "domain": cell.domain, "key": cell.key, **cell.estimate.to_row(),
             "reading": cell.reading, "hidden_because": cell.hidden_because, "effective_n": cell.effective_n}
            for cell in self.cells
        ], infer_schema_length=None)  # fmt: skip


def measure_table(
    values: pl.DataFrame,
    interviews: pl.DataFrame,
    *,
    measure: Measure,
    weighed: Weighed,
    method: Method,
    weightings: Sequence[SurveyWeighting] = ("vote", "revenue"),
    simulated: bool = False,
) -> MeasureTable:
    """Estimate a measure in each domain and in all, and hide what must be hidden.

    Values of interviews → mean of a firm's informants → mean, share or median of the domain with its interval →
    disclosure control. All parts of a measure are shown or hidden together, as one may follow from the others.

    Args:
        values: ``interview_id``, ``key`` (part of the measure, or empty), ``value``.
        interviews: those that count (``field.usable_interviews``): ``interview_id``, ``unit_id``.
        weighed: the population and its weights, to be used for many measures.

    Source: METHOD §3.1.5, §3.2, §3.3.

    Raises:
        InputRefused: more answered than a stratum has.
    """
    low, high = measure.bounds
    counted = interviews.join(weighed.people.select("unit_id"), on="unit_id", how="semi")
    apart_from = method.informant_spread / 100 * (high - low) if math.isfinite(high - low) else math.inf
    firms = firm_answers(values, counted, apart_from=apart_from)
    asked = _Asked(measure, method, weighed, simulated)
    found = list(_found(firms.values, asked, weightings))
    heard_by = values.select("interview_id").unique().join(counted, on="interview_id", how="inner")
    cells = tuple(_cells(found, asked, firms.values, heard_by.select("interview_id", "unit_id")))
    gaps = tuple(_gaps(found, cells, asked))
    return MeasureTable(measure.name, measure.statistic, cells, gaps, firms.several, firms.apart)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be estimated, for whom."""

    measure: Measure
    method: Method
    weighed: Weighed
    simulated: bool

    def estimate(self, heard: Heard) -> SurveyMean:
        """Estimate the statistic from answers that are weighed."""
        level, enumerative = self.method.interval_level, self.weighed.enumerative
        if self.measure.statistic == "share":
            return heard_share(heard, level=level, enumerative=enumerative)
        if self.measure.statistic == "median":
            return heard_median(heard, level=level, enumerative=enumerative)
        if self.measure.statistic == "quantile":
            return heard_quantile(heard, self.measure.at, level=level, enumerative=enumerative)
        return heard_mean(heard, level=level, enumerative=enumerative, bounds=self.measure.bounds)


@dataclass(frozen=True, slots=True)
class _Found:
    """One number before disclosure control."""

    domain: str
    key: str
    weighting: SurveyWeighting
    heard: Heard
    mean: SurveyMean


def _found(values: pl.DataFrame, asked: _Asked, weightings: Sequence[SurveyWeighting]) -> Iterator[_Found]:
    units = set(values["unit_id"])
    said: dict[str, dict[str, float]] = {}
    for unit, key, value in values.sort("key", "unit_id").select("unit_id", "key", "value").iter_rows():
        said.setdefault(key, {})[unit] = value
    for weighting in weightings:
        for domain in (*asked.weighed.domains, ALL):
            heard = asked.weighed.heard(units, weighting, domain)
            for key, part in said.items():
                answers = heard.saying(part)
                yield _Found(domain, key, weighting, answers, asked.estimate(answers))


def _cells(
    found: Sequence[_Found], asked: _Asked, values: pl.DataFrame, heard_by: pl.DataFrame
) -> Iterator[MeasureCell]:
    people = asked.weighed.people
    verdicts = _verdicts(found, asked.method)
    revenue_share = {domain: _revenue_share(values, _of(people, domain)) for domain in {f.domain for f in found}}
    answered = set(people.join(values.select("unit_id"), on="unit_id", how="semi")["domain"])
    said_in: dict[str, list[str]] = {}
    for interview_id, unit_id in heard_by.sort("interview_id").iter_rows():
        said_in.setdefault(unit_id, []).append(interview_id)
    for one in found:
        mean, domain = one.mean, one.domain
        reading = reading_level(mean.n, mean.N, method=asked.method)
        why = verdicts[domain, one.weighting] or ("few" if reading == "hidden" else "")
        if not mean.n and (domain in answered or (domain == ALL and answered)):
            why = "no_size"
        ids = tuple(sorted(interview for unit in mean.units for interview in said_in[unit]))
        estimate = _estimate(asked, one.weighting, mean, revenue_share[domain], ids)
        yield MeasureCell(
            domain, one.key, one.weighting, release(estimate, hidden=bool(why)), "hidden" if why else reading,
            why, mean.effective_n, None if why else mean,
        )  # fmt: skip


def _estimate(
    asked: _Asked, weighting: SurveyWeighting, mean: SurveyMean, revenue_share: float | None, ids: tuple[str, ...]
) -> Estimate:
    correction = "census" if mean.census else "enumerative" if asked.weighed.enumerative else "analytic"
    return Estimate(
        value=mean.value, lower=mean.lower, upper=mean.upper, level=asked.method.interval_level, n=mean.n,
        N=mean.N, unit=asked.measure.unit, weighting=weighting,
        method=phrase(
            f"survey.{asked.measure.statistic}", weighting=Phrase(f"survey.by_{weighting}"),
            correction=Phrase(f"survey.{correction}"), at=f"{asked.measure.at:.0%}",
        ),
        grade=grade_voices(mean.n, revenue_share, False, asked.method),
        evidence=(Source("interviews", ", ".join(asked.measure.items), ids=ids, simulated=asked.simulated),),
    )  # fmt: skip


def _gaps(found: Sequence[_Found], cells: Sequence[MeasureCell], asked: _Asked) -> Iterator[SizeGap]:
    """Compare views by size with the one by vote, of means that are shown in both and may be compared."""
    votes = {(one.domain, one.key): (one, cell) for one, cell in zip(found, cells, strict=True)
             if one.weighting == "vote"}  # fmt: skip
    for one, cell in zip(found, cells, strict=True):
        vote = votes.get((one.domain, one.key))
        if asked.measure.statistic != "mean" or vote is None or one.weighting == "vote":
            continue
        if {cell.reading, vote[1].reading} <= {"interval", "full"}:
            gap = gap_of_views(
                one.heard, vote[0].heard, level=asked.method.interval_level,
                enumerative=asked.weighed.enumerative,
            )  # fmt: skip
            yield SizeGap(one.domain, one.key, one.weighting, printed(gap, "points"))


def _verdicts(found: Sequence[_Found], method: Method) -> Mapping[tuple[str, str], str]:
    """Judge all parts of a measure at once, by the least answered and the most dominated of them."""
    table = pl.DataFrame(
        [
            (one.domain, one.weighting, one.mean.n, one.mean.weight, one.mean.largest_share, one.mean.effective_n)
            for one in found
        ],
        schema={"domain": pl.String, "weighting": pl.String, "n": pl.Int64, "weight": pl.Float64,
                "largest_share": pl.Float64, "effective_n": pl.Float64},
        orient="row",
    )  # fmt: skip
    blocks = table.group_by("domain", "weighting", maintain_order=True).agg(
        pl.col("n", "weight", "effective_n").min(), pl.col("largest_share").max()
    )
    judged = screen(blocks, method=method, margins=("domain",), within=("weighting",))
    return {(row["domain"], row["weighting"]): row["why"] or "" for row in judged.iter_rows(named=True)}


def _of(people: pl.DataFrame, domain: str) -> pl.DataFrame:
    return people if domain == ALL else people.filter(pl.col("domain") == domain)


def _revenue_share(values: pl.DataFrame, people: pl.DataFrame) -> float | None:
    total = float(people["revenue"].cast(pl.Float64).sum())
    heard = people.join(values.select("unit_id"), on="unit_id", how="semi")["revenue"].cast(pl.Float64).sum()
    return float(heard) / total if total > 0 else None
