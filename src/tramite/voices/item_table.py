"""One item, whatever its scale, by domain: from answers to estimates that may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import grade_voices
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, Phrase, phrase, say
from tramite.voices.bank import Item, ItemBank
from tramite.voices.disclosure import ALL, conceal, screen
from tramite.voices.informants import firm_answers
from tramite.voices.item_values import RANGES, item_values
from tramite.voices.means import SurveyMean, stratified_mean
from tramite.voices.medians import stratified_median
from tramite.voices.population import Population, population_for
from tramite.voices.reading import Reading, reading_level
from tramite.voices.shares import stratified_share
from tramite.voices.strata import SurveyWeighting

Statistic = Literal["mean", "share", "median"]
_CHOICES = ("choice", "multi")
_UNITS: dict[tuple[float, float], Unit] = {(0.0, 100.0): "score", (0.0, 1.0): "share", (-1.0, 1.0): "ratio"}


@dataclass(frozen=True, slots=True)
class ItemCell:
    """One number of the table.

    Attributes:
        domain: channel, or «all».
        key: part of the item: code, card, part of a hundred; empty for a rating.
        estimate: without value where hidden.
        reading: how far it may be read.
        hidden_because: why it is hidden: ``no_size`` where answers cannot be weighed, else a rule of disclosure
            control; empty where shown.
        effective_n: answers of equal weight that would tell as much.
    """

    domain: str
    key: str
    weighting: SurveyWeighting
    estimate: Estimate
    reading: Reading
    hidden_because: str
    effective_n: float

    def say(self, language: Language = "en") -> str:
        """Write the number, or why it is not shown (METHOD §3.2.6, §3.3)."""
        if self.hidden_because == "no_size":
            return say("survey.no_size", language, size=say(f"survey.size_{self.weighting}", language))
        if self.hidden_because:
            return say(f"px.hidden_{self.hidden_because}", language)
        return self.estimate.say(language)


@dataclass(frozen=True, slots=True)
class ItemTable:
    """An item by domain and weighting; ``apart`` of the ``several`` firms with more informants disagree inside."""

    item_id: str
    statistic: Statistic
    cells: tuple[ItemCell, ...]
    several: int
    apart: int

    def cell(self, domain: str, key: str, weighting: SurveyWeighting) -> ItemCell:
        """Return one cell; ``KeyError`` if there is none."""
        for cell in self.cells:
            if (cell.domain, cell.key, cell.weighting) == (domain, key, weighting):
                return cell
        raise KeyError((domain, key, weighting))

    def to_frame(self) -> pl.DataFrame:
        """Return one row per number."""
        return pl.DataFrame([
            {"item_id": self.item_id, "domain": cell.domain, "key": cell.key, **cell.estimate.to_row(),
             "reading": cell.reading, "hidden_because": cell.hidden_because, "effective_n": cell.effective_n}
            for cell in self.cells
        ], infer_schema_length=None)  # fmt: skip


def item_table(
    responses: pl.DataFrame,
    interviews: pl.DataFrame,
    people: pl.DataFrame,
    *,
    item: Item,
    bank: ItemBank,
    method: Method,
    weightings: Sequence[SurveyWeighting] = ("vote", "revenue"),
    statistic: Statistic | None = None,
    enumerative: bool = True,
    simulated: bool = False,
) -> ItemTable:
    """Estimate an item in each domain and in all, and hide what must be hidden.

    Answer → value of the scale (``item_values``) → mean of a firm's informants → mean, share or median of the
    domain with its interval → disclosure control. All parts of an item are shown or hidden together, as one
    follows from the others.

    Args:
        responses: contract RESPONSES.
        interviews: those that count (``field.usable_interviews``): ``interview_id``, ``unit_id``.
        people: population: ``unit_id``, ``domain``, ``stratum``, ``revenue`` and, if asked for, ``potential``.
        item: of a scale in ``item_values.RANGES``.
        statistic: without it, a share for choices, a mean for the rest.
        enumerative: a statement on today's population, not on next year's.

    Source: METHOD §3.1.1, §3.1.5, §3.2, §3.3.

    Raises:
        InputRefused: a rating is off its scale, or more answered than a stratum has.
    """
    low, high = RANGES[item.scale]
    counted = interviews.join(people.select("unit_id"), on="unit_id", how="semi")
    values = item_values(responses, item=item, bank=bank)
    firms = firm_answers(values, counted, apart_from=method.informant_spread / 100 * (high - low))
    asked = _Asked(
        item, statistic or ("share" if item.scale in _CHOICES else "mean"), method, enumerative, simulated
    )
    found = list(_means(firms.values, people, weightings, _estimator(asked)))
    heard_by = values.select("interview_id").unique().join(counted, on="interview_id", how="inner")
    cells = _cells(found, asked, firms.values, people, heard_by.select("interview_id", "unit_id"))
    return ItemTable(item.id, asked.statistic, tuple(cells), firms.several, firms.apart)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be estimated of which item."""

    item: Item
    statistic: Statistic
    method: Method
    enumerative: bool
    simulated: bool


_Found = tuple[str, str, SurveyWeighting, SurveyMean]
_Estimator = Callable[[pl.DataFrame, Population, SurveyWeighting], SurveyMean]


def _cells(
    found: Sequence[_Found], asked: _Asked, values: pl.DataFrame, people: pl.DataFrame, heard_by: pl.DataFrame
) -> Iterator[ItemCell]:
    verdicts = _verdicts(found, asked.method)
    revenue_share = {domain: _revenue_share(values, _of(people, domain)) for domain, _, _, _ in found}
    answered = set(people.join(values.select("unit_id"), on="unit_id", how="semi")["domain"])
    for domain, key, weighting, mean in found:
        reading = reading_level(mean.n, mean.N, method=asked.method)
        why = verdicts[domain, weighting] or ("few" if reading == "hidden" else "")
        if not mean.n and (domain in answered or (domain == ALL and answered)):
            why = "no_size"
        heard = heard_by.filter(pl.col("unit_id").is_in(list(mean.units)))["interview_id"].sort()
        estimate = _estimate(asked, weighting, mean, revenue_share[domain], tuple(heard))
        yield ItemCell(
            domain, key, weighting, conceal(estimate) if why else estimate, "hidden" if why else reading, why,
            mean.effective_n,
        )  # fmt: skip


def _estimate(
    asked: _Asked, weighting: SurveyWeighting, mean: SurveyMean, revenue_share: float | None, ids: tuple[str, ...]
) -> Estimate:
    correction = "census" if mean.census else "enumerative" if asked.enumerative else "analytic"
    return Estimate(
        value=mean.value, lower=mean.lower, upper=mean.upper, level=asked.method.interval_level, n=mean.n,
        N=mean.N, unit=_UNITS[RANGES[asked.item.scale]], weighting=weighting,
        method=phrase(
            f"survey.{asked.statistic}", weighting=Phrase(f"survey.by_{weighting}"),
            correction=Phrase(f"survey.{correction}"),
        ),
        grade=grade_voices(mean.n, revenue_share, False, asked.method),
        evidence=(Source("interviews", asked.item.id, ids=ids, simulated=asked.simulated),),
    )  # fmt: skip


def _estimator(asked: _Asked) -> _Estimator:
    level, enumerative, bounds = asked.method.interval_level, asked.enumerative, RANGES[asked.item.scale]

    def estimate(answers: pl.DataFrame, population: Population, weighting: SurveyWeighting) -> SurveyMean:
        strata = population.strata
        if asked.statistic == "share":
            return stratified_share(
                answers, strata=strata, weighting=weighting, level=level, enumerative=enumerative
            )
        if asked.statistic == "median":
            return stratified_median(
                answers, strata=strata, weighting=weighting, level=level, enumerative=enumerative
            )
        return stratified_mean(
            answers, strata=strata, weighting=weighting, level=level, enumerative=enumerative, bounds=bounds
        )

    return estimate


def _means(
    values: pl.DataFrame, people: pl.DataFrame, weightings: Sequence[SurveyWeighting], estimate: _Estimator
) -> Iterator[_Found]:
    heard = values["unit_id"].unique().to_list()
    keys = values["key"].unique().sort().to_list()
    for weighting in weightings:
        whole = population_for(people, heard=heard, weighting=weighting)
        domains = people["domain"].unique().sort().to_list()
        for domain in (*domains, ALL):
            part = whole.of(domains if domain == ALL else [domain])
            for key in keys:
                firms = values.filter(pl.col("key") == key).select("unit_id", "value")
                yield domain, key, weighting, estimate(part.answers(firms), part, weighting)


def _verdicts(found: Sequence[_Found], method: Method) -> Mapping[tuple[str, str], str]:
    """Judge all parts of an item at once, by the least answered and the most dominated of them."""
    table = pl.DataFrame(
        [
            (domain, weighting, mean.n, mean.weight, mean.largest_share, mean.effective_n)
            for domain, _, weighting, mean in found
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
