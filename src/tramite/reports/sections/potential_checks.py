"""Beside the limit of each channel: the frontier of its partners, and the budget that is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tramite.beliefs.potential.result import BudgetCheck, ChannelFrontier, PotentialBelief
from tramite.kernel.provenance import Source
from tramite.reports.grid import Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Words

_EDGE = 0.99  # of γ
_SURE = 0.1  # a frontier that chance makes this often is told with a warning


def write_frontier(scribe: Scribe, belief: PotentialBelief) -> Iterator[Block]:
    """Write what the best partners show, beside what was said; a channel without a frontier says why."""
    yield Words(_tell(scribe, "frontier_lead"))
    fitted = [one for one in belief.frontiers.values() if one.status == "fitted"]
    if fitted:
        yield _grid(scribe, fitted)
    points = tuple(sentence for one in belief.frontiers.values() for sentence in _sentences(scribe, one))
    if points:
        yield Words("", points=points)


def write_budgets(scribe: Scribe, belief: PotentialBelief) -> Iterator[Block]:
    """Write each budget beside the limit of the channels that must bring it."""
    if not belief.budgets:
        yield Words(_tell(scribe, "budgets_missing"), tone="absent")
        return
    keys = ("budget_period", "budget", "limit", "budget_beyond", "budget_status")
    headers = (scribe.say("channel"), *(_tell(scribe, key) for key in keys))
    rows = tuple(_budget(scribe, check) for check in belief.budgets)
    caption = _tell(scribe, "budgets_caption", currency=scribe.currency)
    notes = [scribe.say("missing_note")]
    if any(check.period == scribe.dossier.statement.period for check in belief.budgets):
        notes.append(_tell(scribe, "budget_old"))
    yield Grid("potential-budget-grid", "potential", caption, headers, rows, tuple(notes))


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"potential.{key}", **params)


def _sentences(scribe: Scribe, one: ChannelFrontier) -> Iterator[str]:
    words = {"channel": scribe.channel(one.channel_id), "n": one.n}
    if one.status != "fitted":
        yield _tell(scribe, f"frontier_{one.status}", least=scribe.method.frontier_min_partners, **words)
        return
    gap = one.less_stated
    if gap is not None:
        side = "agree" if not one.disagrees else "above" if (gap.value or 0.0) > 0 else "below"
        yield _tell(scribe, f"frontier_{side}", **words)
    if one.gamma is not None and one.gamma > _EDGE:
        yield _tell(scribe, "frontier_edge", **words)
    if one.p_value is not None and one.p_value > _SURE:
        yield _tell(scribe, "frontier_unsure", p=scribe.figure(one.p_value, "share"), **words)


def _grid(scribe: Scribe, fitted: list[ChannelFrontier]) -> Grid:
    keys = ("n", "means", "covered", "efficiency", "gamma", "potential", "room", "gap")
    rows = []
    for one in fitted:
        sources = one.potential.evidence if one.potential else ()
        numbers = ((one.covered, "share"), (one.efficiency, "share"), (one.gamma, "share"))
        means = ", ".join(_tell(scribe, f"mean_{name}") for name in one.resources)
        rows.append(Row(scribe.channel(one.channel_id), (
            scribe.number(one.n, "count", sources), scribe.words(means),
            *(scribe.number(value, "share", sources) for value, _ in numbers),
            *(
                scribe.absent("share") if estimate is None else scribe.estimate(estimate)
                for estimate in (one.potential, one.room, one.less_stated)
            ),
        )))  # fmt: skip
    headers = (scribe.say("channel"), *(_tell(scribe, f"frontier_{key}") for key in keys))
    return Grid("potential-frontier-grid", "potential", _tell(scribe, "frontier_caption"), headers, tuple(rows))


def _budget(scribe: Scribe, check: BudgetCheck) -> Row:
    source = (Source("table", "budgets", str(check.period), simulated=scribe.definition.simulated.books),)
    evidence = check.limit.evidence if check.limit is not None else ()
    beyond = scribe.number(check.beyond, "share", (*source, *evidence), derived=_tell(scribe, "budget_ground"))
    if check.beyond is not None:
        beyond = replace(beyond, text=scribe.probability(check.beyond, scribe.method.draws))
    cells = (
        scribe.words(scribe.period(check.period)),
        scribe.number(check.budget, "money", source),
        scribe.absent("money") if check.limit is None else scribe.estimate(check.limit),
        beyond,
        scribe.words(_tell(scribe, f"budget_{check.status}")),
    )
    return Row(scribe.channel(check.channel_id), cells)
