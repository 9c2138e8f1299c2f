"""Product content, as partners get it, as customers find it, and as the vendor thinks it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tramite.beliefs.claim import Verdict, judge
from tramite.beliefs.information.gap import difference_over
from tramite.kernel.estimate import Estimate
from tramite.kernel.wording import phrase
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.combinations import channel_shares, combination_estimate
from tramite.voices.estimation.measure_table import MeasureCell
from tramite.voices.estimation.study import Study

ContentPair = Literal["vendor_partner", "vendor_customer", "customer_partner"]
_ITEMS: dict[str, tuple[str, Literal["partner", "customer", "vendor"]]] = {
    "partner": ("PE06", "partner"), "customer": ("CK03", "customer"), "vendor": ("VE06", "vendor")
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContentGap:
    """One side's score of the content less another's, in points.

    Attributes:
        pair: whose score, less whose. verdict: of the claim that the first scores it higher.
    """

    pair: ContentPair
    domain: str
    gap: Estimate
    verdict: Verdict


def content_gaps(study: Study) -> tuple[ContentGap, ...]:
    """Compare the three scores of product content, by channel and in all.

    VE06 − PE06 and VE06 − CK03: how much the vendor overestimates its content; CK03 − PE06: who is served better
    with it, customers or partners. The items ask of all content: product lines cannot be told apart.

    Source: METHOD §3.7.4; requirements R55–R56.
    """
    return tuple(_gaps(study))


def _gaps(study: Study) -> Iterator[ContentGap]:
    found = {name: _cells(study, item_id, side) for name, (item_id, side) in _ITEMS.items()}
    pairs: tuple[ContentPair, ...] = ("vendor_partner", "vendor_customer", "customer_partner")
    for pair in pairs:
        first, second = (found[name] for name in reversed(pair.split("_")))
        for domain in [d for d in study.voices("partner").weighed.domains if d in first and d in second]:
            yield _gap(study, pair, domain, {domain: 1.0}, first, second)
        # a guess of all channels is one number: channels are too thin to add up
        whole = {ALL: 1.0} if pair == "vendor_partner" else _both(study, first, second)
        if ALL in first and ALL in second:
            yield _gap(study, pair, ALL, whole, first, second)


def _both(study: Study, first: dict[str, MeasureCell], second: dict[str, MeasureCell]) -> dict[str, float]:
    shown = [d for d in first if d != ALL and d in second and first[d].mean and second[d].mean]
    return dict(channel_shares(study, shown))


def _cells(study: Study, item_id: str, side: Literal["partner", "customer", "vendor"]) -> dict[str, MeasureCell]:
    return {cell.domain: cell for cell in study.table(item_id, side).cells if cell.weighting == "vote"}


def _gap(
    study: Study, pair: ContentPair, domain: str, shares: dict[str, float], first: dict[str, MeasureCell],
    second: dict[str, MeasureCell],
) -> ContentGap:  # fmt: skip
    found = difference_over(shares, first, second, least=study.method.read_indicative_below)
    cells = [cells[d] for d in shares for cells in (first, second)]
    gap = combination_estimate(
        found, cells, study=study, unit="points", method=phrase("information.method_content")
    )
    return ContentGap(pair, domain, gap, judge(gap.lower, gap.upper))
