"""Rules of which the books tell one half and people the other: B14 (price) and B18 (budget)."""

from __future__ import annotations

from dataclasses import replace

from tramite.beliefs.certainty import certainty_of, chance_beyond
from tramite.beliefs.imbalance.ground import ImbalanceGround, lack_of, lacking, measured, unheard
from tramite.books.imbalance_rule import Measure, RuleResult
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.voices.estimation.measure_table import MeasureCell

_ITEM, _LEVER = "VO01", "price_up"


def price_blocked(ground: ImbalanceGround, told: RuleResult) -> RuleResult:
    """B14: a price rise is required, and the vendor's people call the lever blocked.

    Blocked: at least half of those who were asked about the channel say so (VO01). Where no rise is required
    there is nothing to block, and the rule is clear whoever was asked. At stake: p*·S, what the required rise
    would bring (METHOD §3.9, §5.4).

    Args:
        told: what the books know: the price rise required, and what they lack.
    """
    if not told.measures:
        return told
    required = told.measures[0]
    aimed = all(lack.key != "rules.missing_target_margin" for lack in told.missing)
    if required.value <= 0:  # without a margin aimed at, the one of zero: a higher one may still take a rise
        return replace(told, status="clear", missing=()) if aimed else told
    cell = _blocked(ground, told.channel_id)
    lack = lack_of(cell, "vendor", _ITEM)
    if cell is None or cell.estimate.value is None or lack is not None:
        return replace(told, missing=(lack or unheard("vendor", _ITEM),))
    limit, net = ground.method.b14_blocked, ground.amount(told.channel_id, "net_sales")
    fires = cell.estimate.value >= limit
    stake = required.value * net if fires and net is not None else None
    setting = Source("setting", "b14_blocked", "METHOD §3.9")
    return replace(
        told, status="fires" if fires else "clear", missing=(), at_stake=stake,
        severity=required.value if fires else None,
        measures=(required, measured("blocked", cell.estimate, limit)),
        evidence=(*told.evidence, *cell.estimate.evidence, setting),
        certainty=certainty_of(
            chance_beyond(cell.estimate, limit, above=True), fires=fires, method=ground.method
        ),
    )  # fmt: skip


def _blocked(ground: ImbalanceGround, channel: str) -> MeasureCell | None:
    cells = () if ground.study is None else ground.study.table(_ITEM, "vendor").cells
    return next((cell for cell in cells if (cell.domain, cell.key) == (channel, _LEVER)), None)


def budget_beyond_limit(ground: ImbalanceGround, channel: str) -> RuleResult:
    """B18: the budget asks for more than the channel's limit of potential.

    At stake: budget − limit, net sales that no plan can reach (METHOD §3.9, §3.10).
    """
    limit, budget = ground.limit.get(channel), ground.budget.get(channel)
    missing = [
        *([phrase("rules.missing_limit")] if limit is None else []),
        *([phrase("rules.missing_budget")] if budget is None else []),
    ]
    if limit is None or budget is None:
        return lacking(ground, "B18", channel, *missing)
    if limit.value is None:
        return lacking(ground, "B18", channel, phrase("rules.missing_number"))
    fires = budget > limit.value
    net = ground.amount(channel, "net_sales")
    stake = budget - limit.value if fires else None
    books = Source("table", "budgets", channel, simulated=ground.definition.simulated.books)
    return RuleResult(
        "B18", channel, "fires" if fires else "clear",
        (Measure("budget", budget, "money", limit.value), measured("limit", limit)), stake,
        stake / net if stake is not None and net else None, evidence=(books, *limit.evidence),
        currency=ground.definition.currency,
        certainty=certainty_of(chance_beyond(limit, budget, above=False), fires=fires, method=ground.method),
    )  # fmt: skip
