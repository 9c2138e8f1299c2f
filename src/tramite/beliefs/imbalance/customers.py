"""Rules from what customers say: B12 (complex needs in a simple channel) and B13 (channels used and wanted)."""

from __future__ import annotations

from functools import partial

import polars as pl

from tramite.beliefs.certainty import chance_beyond
from tramite.beliefs.conflict.mix import by_channel
from tramite.beliefs.imbalance.ground import ImbalanceGround, against, judge, lack_of, lacking, measured, unheard
from tramite.beliefs.position.fit import complex_table, output_table
from tramite.books.imbalance_rule import RuleResult
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.combined import combined
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.study import Study

_HELP = ("service", "info")
_SCORE = (0.0, 100.0)
_TEN = 10.0  # points of 0–100 for a step of 0–10


def complex_and_unserved(ground: ImbalanceGround, channel: str) -> RuleResult:
    """B12: customers with complex needs, in a channel whose service and information are below the limit.

    Fires where somebody calls the need complex (CN01 from 7 of 10) and the customers' mean rating of service and
    information (CN03) is below 6 of 10. At stake: net sales × the share of customers with complex needs, one
    customer one vote: what each spends is not known in every channel (METHOD §3.9).
    """
    items = "CN01, CN03"
    output, share = _help_in(ground, channel), ground.kept(channel, "complex", complex_table)
    lack = lack_of(output, "customer", items) or lack_of(share, "customer", items)
    if output is None or share is None or lack is not None:
        return lacking(ground, "B12", channel, lack or unheard("customer", items))
    limit = ground.method.b12_output_below * _TEN
    some = (share.estimate.value or 0.0) > 0
    chance = chance_beyond(output.estimate, limit, above=False) if some else 0.0
    return judge(
        ground, "B12", channel, fires=some and (output.estimate.value or 0.0) < limit, chance=chance,
        measures=(measured("help", output.estimate, limit), measured("complex", share.estimate)),
        at_stake=ground.sales_of(channel, share.estimate.value), settings=("b12_complex_from", "b12_output_below"),
        evidence=(*output.estimate.evidence, *share.estimate.evidence),
    )  # fmt: skip


def _help_in(ground: ImbalanceGround, channel: str) -> MeasureCell | None:
    """Return the mean of the ratings of service and information: a sum of numbers that are shown."""
    ratings = [ground.kept(channel, output, partial(output_table, output=output)) for output in _HELP]
    joint = ground.kept(channel, "help", _both)
    shown = [rating for rating in ratings if rating is not None]
    if joint is None or len(shown) < len(_HELP):
        return None
    return combined([(1 / len(_HELP), rating) for rating in shown], joint, bounds=_SCORE)


def _both(study: Study) -> MeasureTable:
    rated = answer_parts(study.responses, item=study.bank.item("CN03")).filter(pl.col("key").is_in(_HELP))
    means = rated.group_by("interview_id").agg(pl.len().alias("rated"), pl.col("value").mean())
    both = means.filter(pl.col("rated") == len(_HELP)).sort("interview_id")
    values = both.select("interview_id", key=pl.lit(""), value="value")
    return study.measure(values, Measure("help", ("CN03",), _SCORE, "score"), "customer")


def other_channels_wanted(ground: ImbalanceGround, channel: str) -> RuleResult:
    """B13: customers would move more of their spending to other channels than the limit.

    At stake: net sales × the share that would move, one customer one vote (METHOD §3.9; ``conflict.mix``).
    """
    shift = by_channel(() if ground.conflict is None else ground.conflict.mix).get(channel)
    lack = lack_of(None if shift is None else shift.moved, "customer", "CC01, CC02")
    if shift is None or lack is not None:
        return lacking(ground, "B13", channel, lack or unheard("customer", "CC01, CC02"))
    moved = shift.moved.estimate
    return against(
        ground, "B13", channel, moved, code="mix_distance", limit=ground.method.b13_mix_distance,
        at_stake=ground.sales_of(channel, moved.value), setting="b13_mix_distance",
    )  # fmt: skip
