"""What to do where partners know too little, or send customers elsewhere (METHOD §3.7; R55–R64)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.information.information import InformationBelief
from tramite.books.imbalance_rule import STAKES
from tramite.decisions.actions.balance import rule_grade, rule_problem
from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.proposal import KeyFigure, Law, Listed, Proposal, Written
from tramite.kernel.estimate import Estimate
from tramite.kernel.wording import Phrase, phrase
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable


def knowing_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose training, announcements, content, and what stops wrong steering by its cause."""
    told = ground.beliefs.information
    if told is None:
        return
    yield from _gaps(ground, told)
    yield from _vendor_first(ground, told)
    yield from _roadmap(ground, told)
    yield from _strategy(ground, told)
    yield from _content(ground, told)
    yield from _steering(ground, told)


def _gaps(ground: PlanGround, told: InformationBelief) -> Iterator[Proposal]:
    """Where the interval of the gap leaves zero, partners are taught what the other side knows already."""
    for gap in told.gaps:
        here = gap.domain in ground.partner_channels
        if gap.verdict != "confirmed" or not (here if gap.side == "customer" else gap.domain == ALL):
            continue
        if gap.side == "vendor" and told.vendor_first:
            continue  # its own content first
        mine, theirs = (_value(told.knowledge.get(side), gap.domain) for side in ("partner", gap.side))
        kpi = KeyFigure("knowledge", phrase("actions.kpi_knowledge"), "share", mine, theirs)
        yield ground.propose(
            f"gap_{gap.side}", gap.domain, channel_id=gap.domain if here else None,
            problem=phrase(f"actions.problem_gap_{gap.side}", channel=ground.name(gap.domain),
                           gap=_points(gap.gap)),
            kpi=kpi, grade=gap.gap.grade, evidence=gap.gap.evidence,
        )  # fmt: skip


def _vendor_first(ground: PlanGround, told: InformationBelief) -> Iterator[Proposal]:
    cell = _cell(told.knowledge.get("vendor"), ALL)
    if told.vendor_first and cell is not None:
        least = ground.method.vendor_knowledge_min
        yield ground.propose(
            "vendor_first", "",
            problem=phrase("actions.problem_vendor_first", share=_share(cell.estimate.value),
                           least=_share(least)),
            kpi=KeyFigure("knowledge_vendor", phrase("actions.kpi_knowledge_vendor"), "share",
                          cell.estimate.value, least),
            grade=cell.estimate.grade, evidence=cell.estimate.evidence,
        )  # fmt: skip


def _roadmap(ground: PlanGround, told: InformationBelief) -> Iterator[Proposal]:
    """The announcement that fewest partners can explain, where they are no majority."""
    table = told.roadmap.get("partner")
    cells = [cell for cell in (table.cells if table else ()) if cell.domain == ALL and not cell.hidden_because]
    known = [(cell.estimate.value, cell.key, cell) for cell in cells if cell.estimate.value is not None]
    if known and min(known)[0] < ground.method.trend_majority:
        share, announcement, cell = min(known, key=lambda one: one[:2])
        yield ground.propose(
            "roadmap", "", problem=phrase("actions.problem_roadmap", share=_share(share), what=announcement),
            kpi=KeyFigure("roadmap", phrase("actions.kpi_roadmap"), "share", share, ground.method.trend_majority),
            grade=cell.estimate.grade, evidence=cell.estimate.evidence,
        )  # fmt: skip


def _strategy(ground: PlanGround, told: InformationBelief) -> Iterator[Proposal]:
    """Fewer than half of a channel's partners name the segment that the vendor wants."""
    for channel in ground.partner_channels:
        cell = _cell(told.understood, channel)
        share = None if cell is None else cell.estimate.value
        if cell is not None and share is not None and share < ground.method.trend_majority:
            yield ground.propose(
                "strategy", channel, channel_id=channel,
                problem=phrase("actions.problem_strategy", channel=ground.name(channel), share=_share(share)),
                kpi=KeyFigure("strategy", phrase("actions.kpi_strategy"), "share", share,
                              ground.method.trend_majority),
                grade=cell.estimate.grade, evidence=cell.estimate.evidence,
            )  # fmt: skip


def _content(ground: PlanGround, told: InformationBelief) -> Iterator[Proposal]:
    """Content that the vendor overestimates: each line is audited, as the answers speak of all lines together."""
    lines = Listed(tuple(line.name for line in ground.definition.lines))
    done = set()
    for gap in told.content:
        here = gap.domain in (*ground.partner_channels, ALL)
        if gap.verdict != "confirmed" or gap.pair == "customer_partner" or not here or gap.domain in done:
            continue
        done.add(gap.domain)
        which = "lines" if ground.definition.lines else "all"
        yield ground.propose(
            "content", gap.domain, channel_id=None if gap.domain == ALL else gap.domain,
            problem=phrase(f"actions.problem_content_{gap.pair}", channel=ground.name(gap.domain),
                           gap=_points(gap.gap)),
            steps=(phrase(f"actions.content_steps_{which}", lines=lines), phrase("actions.content_steps")),
            kpi=KeyFigure("PE06" if gap.pair == "vendor_partner" else "CK03", phrase("actions.kpi_content"),
                          "score", None, ground.method.band_sound),
            grade=gap.gap.grade, evidence=gap.gap.evidence,
        )  # fmt: skip


def _steering(ground: PlanGround, told: InformationBelief) -> Iterator[Proposal]:
    """Rule B11 by its leading cause: ignorance → training, earnings → pay, fit → product; else ask first."""
    for channel in ground.partner_channels:
        fired = ground.fired("B11", channel)
        if fired is None:
            continue
        cause = told.causes.leading.get(channel)
        agents = ground.definition.channel(channel).kind == "agents"
        law: tuple[Law, ...] = ("agents_pay",) if cause == "earnings" and agents else ()
        first = fired.measures[0]
        yield ground.propose(
            f"steer_{cause or 'unknown'}", channel, channel_id=channel, problem=rule_problem(ground, fired),
            kpi=KeyFigure("B11", phrase("rules.measure_steering"), first.unit, first.value, first.limit),
            grade=rule_grade(ground, fired), evidence=fired.evidence, law=law,
            stake=(fired.at_stake, STAKES["B11"]), open_outcome=fired.certainty == "open",
        )  # fmt: skip


def _cell(table: MeasureTable | None, domain: str) -> MeasureCell | None:
    cells = () if table is None else table.cells
    found = next((c for c in cells if (c.domain, c.key, c.weighting) == (domain, "", "vote")), None)
    return None if found is None or found.hidden_because or found.estimate.value is None else found


def _value(table: MeasureTable | None, domain: str) -> float | None:
    cell = _cell(table, domain)
    return None if cell is None else cell.estimate.value


def _share(value: float | None) -> Written:
    return Written(value, "share")


def _points(gap: Estimate) -> Written | Phrase:
    return Written(gap.value, "points")
