"""The front page: the two questions, each in three lines with a picture, before anything else."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.knowledge.knowledge import KnowledgeBelief
from tramite.beliefs.px.index import PxResult, PxScore
from tramite.decisions.comparison import AlternativeResult, Comparison, Strategy
from tramite.kernel.estimate import Estimate
from tramite.reports.answer_words import topic_of
from tramite.reports.charts.changes import changes_chart
from tramite.reports.charts.strategy import parameter_name
from tramite.reports.claims import with_ends
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words
from tramite.reports.sections.knowledge import gap_picture
from tramite.reports.sections.px import PILLARS
from tramite.reports.shown import may_show, may_show_score
from tramite.voices.disclosure.screening import ALL

_GAPS = 5  # of the picture


def write_front(scribe: Scribe) -> Section:
    """Answer both questions: how right is the strategy, how well do we know our partners' experience."""
    blocks: list[Block] = [Heading("front-strategy", _say(scribe, "strategy"))]
    comparison = scribe.dossier.comparison
    blocks += _strategy(scribe, comparison)
    blocks.append(Heading("front-px", _say(scribe, "px")))
    blocks += _experience(scribe)
    return Section("front", _say(scribe, "title"), tuple(blocks), scribe.badge("books", "voices"))


def _strategy(scribe: Scribe, comparison: Comparison | None) -> Iterator[Block]:
    strategy = comparison.strategy if comparison else None
    best = comparison.best if comparison else None
    if comparison is None or strategy is None or best is None:
        blocked = comparison is not None and bool(comparison.ranked)
        yield Words(_say(scribe, "strategy_blocked" if blocked else "strategy_open"), tone="absent")
        return
    found = strategy.correctness
    share = _share(scribe, found.p_near_best)
    yield Words(
        _say(scribe, f"verdict_{found.verdict}", share=share, grade=strategy.grade),
        (_gain(scribe, comparison, strategy, best), _hangs(scribe, comparison, strategy)),
    )
    yield Picture(
        "front-strategy-chart", _say(scribe, "strategy_chart", months=comparison.months),
        _say(scribe, "strategy_about", level=scribe.level(comparison.level)),
        changes_chart(scribe, comparison.ranked),
    )  # fmt: skip


def _gain(scribe: Scribe, comparison: Comparison, strategy: Strategy, best: AlternativeResult) -> str:
    """Say what the best alternative gives, if the half of the draws that did not choose it says so too."""
    change, found = best.change, strategy.correctness
    gains = (change.value or 0.0) > 0 and found.best == best.name and found.correctable_loss > 0
    return _say(
        scribe, "gain" if gains else "no_gain", title=best.title.say(scribe.language),
        change=scribe.brief(change.value), low=scribe.brief(change.lower), high=scribe.brief(change.upper),
        level=scribe.level(change.level), months=comparison.months, grade=best.grade,
        share=_share(scribe, best.p_better or 0.0),
    )  # fmt: skip


def _hangs(scribe: Scribe, comparison: Comparison, strategy: Strategy) -> str:
    """Say what the choice hangs on most, and what would turn it."""
    turning, parameter = strategy.correctness.turning, strategy.turning
    if turning is not None and parameter is not None and may_show(parameter.estimate, method=scribe.method):
        name = parameter_name(scribe, parameter.code, parameter.channel_id)
        unit = parameter.estimate.unit
        return _say(
            scribe, "turns", parameter=name, value=scribe.measure(turning.value, unit),
            mean=scribe.measure(turning.mean, unit),
        )  # fmt: skip
    best = comparison.best
    shown = [] if best is None else [
        swing for swing in best.swings if may_show(swing.parameter.estimate, method=scribe.method)
    ]  # fmt: skip
    if best is None or not shown:
        return _say(scribe, "turns_nothing")
    widest = shown[0]
    # Where another parameter turns it, or today is the choice, that the choice stays the same cannot be said.
    stays = strategy.correctness.best == best.name and all(each.break_even is None for each in shown)
    return _say(
        scribe, "hangs" if stays else "hangs_open",
        parameter=parameter_name(scribe, widest.parameter.code, widest.parameter.channel_id),
        low=scribe.brief(min(widest.at_low, widest.at_high)),
        high=scribe.brief(max(widest.at_low, widest.at_high)),
    )  # fmt: skip


def _experience(scribe: Scribe) -> Iterator[Block]:
    beliefs = scribe.dossier.beliefs
    if beliefs.px is None and beliefs.knowledge is None:
        yield Words(_say(scribe, "px_open"), tone="absent")
        return
    lines = [_known(scribe, beliefs.knowledge), _felt(scribe, beliefs.px), _missed(scribe, beliefs.knowledge)]
    yield Words(lines[0], tuple(lines[1:]))
    if beliefs.knowledge is not None:
        yield from gap_picture(scribe, beliefs.knowledge, "front-px-chart", most=_GAPS)


def _known(scribe: Scribe, belief: KnowledgeBelief | None) -> str:
    whole = next((one for one in belief.indices if one.domain == ALL), None) if belief else None
    if whole is None or whole.index.value is None or not may_show(whole.index, method=scribe.method):
        return _say(scribe, "unknown", least=scribe.method.knowledge_min_items)
    sign = _sign(whole.bias)
    return _say(scribe, f"known_{sign}", index=with_ends(scribe, whole.index), grade=whole.index.grade)


def _sign(bias: Estimate) -> str:
    if bias.lower is None or bias.upper is None or bias.lower <= 0 <= bias.upper:
        return "even"
    return "over" if bias.lower > 0 else "under"


def _felt(scribe: Scribe, px: PxResult | None) -> str:
    shown = [] if px is None else [
        score for score in px.scores
        if score.weighting == "vote" and score.estimate.value is not None
        and may_show_score(score, method=scribe.method)
    ]  # fmt: skip
    whole = next((score for score in shown if (score.channel_id, score.measure) == (ALL, "px")), None)
    parts = [score for score in shown if score.channel_id != ALL and score.measure in PILLARS]
    if whole is None or not parts:
        return _say(scribe, "not_felt")
    worst: PxScore = min(parts, key=lambda score: score.estimate.value or 0.0)
    return _say(
        scribe, "felt", px=with_ends(scribe, whole.estimate), grade=whole.estimate.grade,
        channel=scribe.channel(worst.channel_id), pillar=scribe.px(worst.measure),
        score=with_ends(scribe, worst.estimate),
    )  # fmt: skip


def _missed(scribe: Scribe, belief: KnowledgeBelief | None) -> str:
    gaps = [gap for gap in belief.gaps if gap.domain == ALL and gap.value is not None] if belief else []
    sure = [gap for gap in gaps if gap.cell.apart]
    if not sure:
        return _say(scribe, "no_gap_sure")
    widest = max(sure, key=lambda gap: abs(gap.value or 0.0))
    topic = topic_of(widest.guess if widest.side == "customer" else widest.item, scribe.language)
    code = "gap_over" if (widest.value or 0.0) > 0 else "gap_under"
    return _say(
        scribe, code, topic=topic, gap=scribe.figure(abs(widest.value or 0.0), "score"), count=len(sure),
        of=len(gaps),
    )  # fmt: skip


def _share(scribe: Scribe, share: float) -> str:
    """Write a share of futures inside a sentence; never 0% or 100%: other draws might hold one."""
    if 0.001 <= share <= 0.999:
        return scribe.figure(share, "share")
    return ("< " if share < 0.5 else "> ") + scribe.figure(0.001 if share < 0.5 else 0.999, "share")


def _say(scribe: Scribe, key: str, **values: object) -> str:
    return scribe.tell(f"front.{key}", **values)
