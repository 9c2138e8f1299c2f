"""Rules from what partners say: B8, B9, B10, B11, B15, B17."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from tramite.beliefs.certainty import chance_beyond
from tramite.beliefs.imbalance.ground import (
    ImbalanceGround,
    against,
    judge,
    lack_of,
    lacking,
    measured,
    unheard,
)
from tramite.beliefs.px.pillars import interview_scores
from tramite.beliefs.px.result import PxResult, PxScore
from tramite.beliefs.px.weights import pillar_weights
from tramite.books.imbalance_rule import RuleResult
from tramite.kernel.estimate import Estimate
from tramite.kernel.wording import phrase
from tramite.voices.asking.bank import PILLARS, Pillar
from tramite.voices.estimation.measure_table import Measure
from tramite.voices.estimation.scores import score_answers
from tramite.voices.estimation.study import Study

_SHARE = (0.0, 1.0)
_STEP, _FIRST = 25.0, 1.0  # a five-step list is scored 25(x − 1)


def pay_against_functions(ground: ImbalanceGround, channel: str) -> RuleResult:
    """B8: share of the channel's profit away from the share that its functions deserve, by more than the limit.

    At stake: |gap| × profit of the channel, ours (contribution margin 1) and the partners' margin together; n.d.
    where either is (METHOD §3.5, §3.9).
    """
    gap = ground.equity_gap.get(channel)
    if gap is None:
        return lacking(ground, "B8", channel, phrase("rules.missing_functions"))
    size = _size(gap)
    ours, theirs = (ground.amount(channel, line) for line in ("cm1", "partner_margin"))
    profit = None if ours is None or theirs is None else ours + theirs
    stake = None if profit is None or size.value is None else max(0.0, profit * size.value)
    return against(
        ground, "B8", channel, size, code="equity_gap", limit=ground.method.equity_gap, at_stake=stake,
        setting="equity_gap",
    )  # fmt: skip


def broken_promise(ground: ImbalanceGround, channel: str) -> RuleResult:
    """B9: any of the three pillars below the limit, one partner one vote.

    At stake: net sales of the partners who rate the lowest pillar below it (METHOD §3.9).
    """
    items = "PE01–PF07"
    if ground.px is None:
        return lacking(ground, "B9", channel, unheard("partner", items))
    scores = [_score(ground.px, channel, pillar) for pillar in PILLARS]
    for score in scores:
        lack = lack_of(score, "partner", items)
        if lack is not None:
            return lacking(ground, "B9", channel, lack)
    estimates = sorted((s.estimate for s in scores if s is not None), key=lambda one: one.value or 0.0)
    names = {id(score.estimate): score.measure for score in scores if score is not None}
    limit = ground.method.b9_pillar
    lowest = next(pillar for pillar in PILLARS if pillar == names[id(estimates[0])])
    chance = max(chance_beyond(one, limit, above=False) for one in estimates)
    fires = (estimates[0].value or 0.0) < limit
    return judge(
        ground, "B9", channel, fires=fires, chance=chance, settings=("b9_pillar",),
        measures=tuple(measured(names[id(one)], one, limit) for one in estimates),
        at_stake=ground.sales_of(channel, _below(ground, channel, lowest)) if fires else None,
        evidence=estimates[0].evidence,
    )  # fmt: skip


def clash_inside(ground: ImbalanceGround, channel: str) -> RuleResult:
    """B10: opportunities lost to another of our channels, or won at a lower price because of it, above the limit.

    At stake: that share, by revenue, of the channel's net sales (METHOD §3.8.1, §3.9).
    """
    levels = () if ground.conflict is None else ground.conflict.levels
    found = {one.weighting: one.level for one in levels if (one.kind, one.channel_id) == ("horizontal", channel)}
    lack = lack_of(found.get("vote"), "partner", "PW04, PW05")
    if lack is not None:
        return lacking(ground, "B10", channel, lack)
    share = found["revenue"].estimate.value if "revenue" in found else None
    return against(
        ground, "B10", channel, found["vote"].estimate, code="horizontal", limit=ground.method.b10_horizontal,
        at_stake=ground.sales_of(channel, share), setting="b10_horizontal",
    )  # fmt: skip


def steered_away(ground: ImbalanceGround, channel: str) -> RuleResult:
    """B11: steering index above the limit.

    At stake: net sales × the index, as if it were the share of customers sent elsewhere (METHOD §3.7.5, §3.9).
    """
    index = ground.steering.get(channel)
    if index is None:
        return lacking(ground, "B11", channel, phrase("rules.missing_steering"))
    return against(
        ground, "B11", channel, index, code="steering", limit=ground.method.b11_steering,
        at_stake=ground.sales_of(channel, index.value), setting="b11_steering",
    )  # fmt: skip


def leaving(ground: ImbalanceGround, channel: str) -> RuleResult:
    """B15: partners whose chance of selling as much in two years is below the limit make too much of the revenue.

    At stake: Σ (1 − p)·sales over them: what their own probabilities say will be lost (PR09; METHOD §3.9).
    """
    limit = ground.method.b15_continuity

    def at_risk(study: Study) -> pl.DataFrame:
        return _scored(study, "PR09", (pl.col("score") < limit).cast(pl.Float64))

    def lost(study: Study) -> pl.DataFrame:
        return _scored(study, "PR09", (pl.col("score") < limit) * (1 - pl.col("score") / 100))

    found = ground.partners(channel, Measure("at_risk", ("PR09",), _SHARE, "share", "share"), at_risk, "revenue")
    lack = lack_of(found, "partner", "PR09")
    if found is None or lack is not None:
        return lacking(ground, "B15", channel, lack or unheard("partner", "PR09"))
    gone = ground.partners(channel, Measure("lost", ("PR09",), _SHARE, "share"), lost, "revenue")
    return against(
        ground, "B15", channel, found.estimate, code="at_risk", limit=ground.method.b15_revenue,
        at_stake=ground.sales_of(channel, None if gone is None else gone.estimate.value), setting="b15_revenue",
    )  # fmt: skip


def paid_less_than_others(ground: ImbalanceGround, channel: str) -> RuleResult:
    """B17: partners call other lines more profitable than ours (PF02, 1–5): their mean is at the limit or below.

    At stake: net sales of the partners who answer so (METHOD §3.9).
    """
    limit, code = ground.method.b17_profitability, _FIRST + pl.col("score") / _STEP

    def codes(study: Study) -> pl.DataFrame:
        return _scored(study, "PF02", code)

    def low(study: Study) -> pl.DataFrame:
        return _scored(study, "PF02", (code <= limit).cast(pl.Float64))

    found = ground.partners(channel, Measure("profitability", ("PF02",), (1.0, 5.0), "ratio"), codes, "vote")
    lack = lack_of(found, "partner", "PF02")
    if found is None or found.estimate.value is None or lack is not None:
        return lacking(ground, "B17", channel, lack or unheard("partner", "PF02"))
    share = ground.partners(channel, Measure("low", ("PF02",), _SHARE, "share", "share"), low, "revenue")
    return judge(
        ground, "B17", channel, measures=(measured("profitability", found.estimate, limit),),
        fires=found.estimate.value <= limit, chance=chance_beyond(found.estimate, limit, above=False),
        at_stake=ground.sales_of(channel, None if share is None else share.estimate.value),
        evidence=found.estimate.evidence, settings=("b17_profitability",),
    )  # fmt: skip


def _scored(study: Study, item_id: str, value: pl.Expr) -> pl.DataFrame:
    """Return a value of the score 0–100 of one item, by interview."""
    asked = study.responses.filter(pl.col("item_id") == item_id)
    scores = score_answers(asked, bank=study.bank).filter(pl.col("score").is_not_null()).sort("interview_id")
    return scores.select("interview_id", key=pl.lit(""), value=value)


def _score(px: PxResult, channel: str, pillar: str) -> PxScore | None:
    wanted = (channel, pillar, "vote")
    return next((s for s in px.scores if (s.channel_id, s.measure, s.weighting) == wanted), None)


def _below(ground: ImbalanceGround, channel: str, pillar: Pillar) -> float | None:
    """Return the share of revenue of partners who rate a pillar below the limit."""
    study = ground.study
    if study is None:
        return None
    items = tuple(item.id for item in study.bank.pillar_items(pillar))
    measure = Measure(f"below_{pillar}", items, _SHARE, "share", "share")

    def below(study: Study) -> pl.DataFrame:
        rated = _pillars(study).filter(pl.col(pillar).is_not_null())
        under = (pl.col(pillar) < ground.method.b9_pillar).cast(pl.Float64)
        return rated.select("interview_id", key=pl.lit(""), value=under)

    cell = ground.partners(channel, measure, below, "revenue")
    return None if cell is None else cell.estimate.value


def _pillars(study: Study) -> pl.DataFrame:
    heard = study.voices("partner").interviews
    answers = study.responses.join(heard.select("interview_id"), on="interview_id", how="semi")
    return interview_scores(
        score_answers(answers, bank=study.bank), heard, bank=study.bank, method=study.method,
        weights=pillar_weights(answers, heard, method=study.method),
    )  # fmt: skip


def _size(gap: Estimate) -> Estimate:
    """Return the size of a signed gap, with the interval of the side it is on."""
    if gap.value is None or gap.value >= 0:
        return gap
    low, high = (None if end is None else -end for end in (gap.upper, gap.lower))
    return replace(gap, value=-gap.value, lower=low, upper=high)
