"""The customers' experience (CX) beside the partners' (PX), channel by channel."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tramite.beliefs.px.estimates import items_of
from tramite.beliefs.px.firms import interview_table
from tramite.beliefs.px.pillars import means_of_items
from tramite.beliefs.px.result import PxResult, PxScore
from tramite.kernel.wording import Language, say
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.differences import Difference, difference_of_means, printed
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.scores import score_answers
from tramite.voices.estimation.study import Study

CX_INDEX = "CX.index"
_COMPARED = ("interval", "full")  # readings of numbers that may be compared (METHOD §3.2.5)


@dataclass(frozen=True, slots=True)
class BothSides:
    """One channel.

    Attributes:
        px: ``None`` where the channel has no partners: a direct one.
        cx: ``None`` where it has no customers who could have been asked.
        gap: PX − CX; ``None`` unless both are shown and may be compared.
    """

    channel_id: str
    px: PxScore | None
    cx: MeasureCell | None
    gap: Difference | None


@dataclass(frozen=True, slots=True)
class CustomerSide:
    """CX beside PX by channel, «all» last; one partner, or one customer, one vote. ``items`` make CX."""

    channels: tuple[BothSides, ...]
    items: tuple[str, ...]

    def to_frame(self) -> pl.DataFrame:
        """Return one row per channel."""
        rows = [
            {"channel_id": one.channel_id, "px": one.px and one.px.estimate.value,
             "cx": one.cx and one.cx.estimate.value, "gap": one.gap and one.gap.value,
             "gap_lower": one.gap and one.gap.lower, "gap_upper": one.gap and one.gap.upper}
            for one in self.channels
        ]  # fmt: skip
        return pl.DataFrame(rows, schema_overrides=dict.fromkeys(("px", "cx", "gap", "gap_lower", "gap_upper"),
                            pl.Float64))  # fmt: skip

    def say(self, language: Language = "en") -> str:
        """Write a line per channel: CX with its interval, and how far PX is from it."""
        return "\n".join(
            f"{one.channel_id}: CX {one.cx.say(language)}; PX − CX {one.gap or say('figures.missing', language)}"
            for one in self.channels
            if one.cx is not None
        )

    def __str__(self) -> str:
        return self.say()


def customer_side(study: Study, px: PxResult) -> CustomerSide | None:
    """Estimate CX by channel and set it beside PX.

    CX of an interview = mean of the items that feed ``CX.index``, scored 0–100, valid if 60% of those that apply
    were answered, as a pillar is; then the mean over the customers of the channel. The method names the items and
    no weights, and customers state none: equal weights. The gap is PX − CX, with Welch's degrees of freedom:
    positive = partners fare better than customers. Over all channels there is no gap: customers of direct channels
    are in CX, while nobody is their partner.

    Returns: ``None`` where no customer answered.
    Source: METHOD §1 R57; §3.1.2, §3.2; §2 (items that feed CX.index).
    """
    items = tuple(item for item in study.bank.items if CX_INDEX in item.feeds)
    cx = _cx(study, Measure("cx", tuple(item.id for item in items), (0.0, 100.0), "score"))
    if not cx.cells:
        return None
    partners = _px(study)
    customers = {cell.domain: cell for cell in cx.cells}
    scores = {score.channel_id: score for score in px.scores if (score.measure, score.weighting) == ("px", "vote")}
    channels = [name for name in dict.fromkeys((*customers, *scores)) if name != ALL]
    return CustomerSide(
        tuple(
            BothSides(name, scores.get(name), customers.get(name),
                      _gap(customers.get(name), scores.get(name), partners, study.method.interval_level))
            for name in (*sorted(channels), ALL)
        ),
        tuple(item.id for item in items),
    )  # fmt: skip


def _cx(study: Study, measure: Measure) -> MeasureTable:
    heard = study.voices("customer").interviews
    answers = study.responses.join(heard.select("interview_id"), on="interview_id", how="semi")
    items = {measure.name: [study.bank.item(name) for name in measure.items]}
    scores = score_answers(answers, bank=study.bank)
    means = means_of_items(scores, heard.select("interview_id", "role"), items=items, method=study.method)
    return study.measure(_as_values(means, measure.name), measure, "customer")


def _px(study: Study) -> MeasureTable:
    measure = Measure("px", items_of("px", study.bank), (0.0, 100.0), "score")
    return study.measure(_as_values(interview_table(study), measure.name), measure, weightings=("vote",))


def _as_values(table: pl.DataFrame, name: str) -> pl.DataFrame:
    values = table.select("interview_id", pl.lit("").alias("key"), pl.col(name).alias("value"))
    return values.filter(pl.col("value").is_not_null())


def _gap(cx: MeasureCell | None, score: PxScore | None, partners: MeasureTable, level: float) -> Difference | None:
    """Compare the means behind the numbers; what is hidden on either side, or indicative, is not compared."""
    if cx is None or score is None or cx.domain == ALL:
        return None
    if {cx.reading, score.reading} - set(_COMPARED):
        return None
    px = partners.cell(cx.domain, "", "vote")
    if px.mean is None or cx.mean is None:
        return None
    return printed(difference_of_means(cx.mean, px.mean, level=level), "points")
