"""The information gap: do customers, or the vendor's people, know more than partners of the same facts?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tramite.beliefs.claim import Verdict, judge
from tramite.beliefs.information.quiz import facts_asked, quiz_table
from tramite.kernel.estimate import Estimate
from tramite.kernel.wording import phrase
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.combinations import (
    Combination,
    channel_shares,
    combination_estimate,
    combine,
)
from tramite.voices.estimation.means import SurveyMean
from tramite.voices.estimation.measure_table import MeasureCell
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

Cells = Mapping[str, MeasureCell]


@dataclass(frozen=True, slots=True)
class InformationGap:
    """K of another side less K of partners, on the facts that both were asked.

    Attributes:
        side: customer (Gap_CP) or vendor (Gap_VP). domain: channel, or «all».
        facts: ids of the common facts.
        gap: in points, hundredths of the facts; without value where one side is hidden or has too few answers.
        verdict: of the claim that the other side knows more.
    """

    side: Side
    domain: str
    facts: tuple[str, ...]
    gap: Estimate
    verdict: Verdict


def information_gaps(study: Study) -> tuple[InformationGap, ...]:
    """Estimate Gap_CP by channel and in all, and Gap_VP in all.

    Customers are set beside the partners of their own channel; «all» is the mean of the channels that both were
    heard in, weighed as partners are. What the vendor's people know is not of one channel: they are compared in
    all only.

    Source: METHOD §3.7.2, §3.2.5.
    """
    return tuple(_gaps(study))


def _gaps(study: Study) -> Iterator[InformationGap]:
    mine = facts_asked(study, "partner")
    others_asked: tuple[Side, ...] = ("customer", "vendor")
    for side in others_asked:
        facts = mine & facts_asked(study, side)
        if not facts:
            continue
        partners, others = (
            {cell.domain: cell for cell in quiz_table(study, each, "right", facts).cells}
            for each in _with_partners(side)
        )
        names = tuple(sorted(facts))
        if side == "vendor":
            yield _gap(study, "vendor", ALL, names, {ALL: 1.0}, partners, others)
            continue
        both = [domain for domain in partners if domain != ALL and domain in others]
        for domain in both:
            yield _gap(study, "customer", domain, names, {domain: 1.0}, partners, others)
        told = [d for d in both if partners[d].mean is not None and others[d].mean is not None]
        yield _gap(study, "customer", ALL, names, channel_shares(study, told), partners, others)


def _with_partners(side: Side) -> tuple[Side, Side]:
    return "partner", side


def _gap(
    study: Study, side: Side, domain: str, facts: tuple[str, ...], shares: Mapping[str, float], partners: Cells,
    others: Cells,
) -> InformationGap:  # fmt: skip
    found = difference_over(shares, partners, others, least=study.method.read_indicative_below)
    cells = [cells[d] for d in shares for cells in (partners, others)]
    gap = combination_estimate(
        found, cells, study=study, unit="points", method=phrase("information.method_gap"), factor=100
    )
    return InformationGap(side, domain, facts, gap, judge(gap.lower, gap.upper))


def difference_over(shares: Mapping[str, float], first: Cells, second: Cells, *, least: int) -> Combination | None:
    """Return Σ W·(second − first) over channels; ``None`` where a side is hidden, or has fewer than ``least``.

    Args:
        shares: W by channel, summing to 1.
    """
    parts: list[tuple[float, SurveyMean]] = []
    heard = {0: 0, 1: 0}
    for domain, share in shares.items():
        for place, (sign, cells) in enumerate(((-1.0, first), (1.0, second))):
            mean = cells[domain].mean
            if mean is None:
                return None
            heard[place] += mean.n
            parts.append((sign * share, mean))
    return combine(parts) if parts and min(heard.values()) >= least else None
