"""The best mix of what could be done: frontier, options one by one, what the limits cost (METHOD §3.13)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tramite.decisions.allocation.case_allocation import CaseAllocation
from tramite.decisions.allocation.mixes import Mix
from tramite.decisions.allocation.result import Allocation, MixResult
from tramite.kernel.provenance import Source
from tramite.reports.charts.allocation import frontier_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Picture, Section, Words
from tramite.reports.sections.allocation_limits import write_limits
from tramite.reports.sections.allocation_options import write_options

_PLAN = Source("assumption", "allocation.toml")


def write_allocation(scribe: Scribe) -> Section:
    """Write the best mix within the limits, and how far today is from the frontier."""
    made = scribe.dossier.allocation
    blocks: tuple[Block, ...]
    if made is None:
        blocks = (Words(_say(scribe, "absent"), tone="absent"),)
    elif made.found is None:
        lacks = ", ".join(one.named(scribe.language, scribe.channel(one.channel_id)) for one in made.missing)
        blocks = (Words(_say(scribe, "missing", missing=lacks), tone="absent"),)
    else:
        blocks = tuple(_blocks(scribe, made, made.found))
    return Section("allocation", _say(scribe, "title"), blocks, scribe.badge("books", "voices"))


def mix_name(scribe: Scribe, made: CaseAllocation, mix: Mix) -> str:
    """Name a mix by what it changes."""
    changed = made.plan.chosen(mix)
    names = (f"{c.name.say(scribe.language)}: {o.name.say(scribe.language)}" for c, o in changed)
    return "; ".join(names) if changed else _say(scribe, "nothing")


def _blocks(scribe: Scribe, made: CaseAllocation, found: Allocation) -> Iterator[Block]:
    combinations = scribe.figure(found.effort.combinations, "count")
    lead = _say(scribe, "lead", choices=len(made.plan.choices), combinations=combinations, months=made.months)
    risk = _say(scribe, f"risk_{found.risk.measure}", tail=scribe.level(found.risk.tail))
    yield Words(f"{lead} {risk}")
    yield Words(_answer(scribe, made, found), points=tuple(_points(scribe, made, found)))
    yield Picture(
        "allocation-frontier", _say(scribe, "chart"), _say(scribe, "chart_about"),
        frontier_chart(scribe, found, scribe.dossier.comparison),
    )  # fmt: skip
    yield _mixes(scribe, made, found)
    yield from write_options(scribe, made, found)
    if found.shadow_prices:
        yield from write_limits(scribe, made, found)
    yield Fold("allocation-how", _say(scribe, "how"), (Words(" ".join(_how(scribe, found))),))
    yield Words(_say(scribe, "limits_of_it"))


def _answer(scribe: Scribe, made: CaseAllocation, found: Allocation) -> str:
    best = found.best
    if best is None:
        return _say(scribe, "best_none", limit=scribe.brief(found.risk.limit))
    if best.mix == found.today.mix:
        return _say(scribe, "best_today")
    return _say(scribe, "best_is", mix=mix_name(scribe, made, best.mix))


def _points(scribe: Scribe, made: CaseAllocation, found: Allocation) -> Iterator[str]:
    best, limit, today = found.best, found.risk.limit, found.today
    if best is not None and best.p_better is not None:
        change = best.change
        yield _say(
            scribe, "best_change", change=scribe.brief(change.value), low=scribe.brief(change.lower),
            high=scribe.brief(change.upper), level=scribe.level(change.level),
            share=scribe.probability(best.p_better, found.effort.judging),
        )  # fmt: skip
        yield _say(scribe, "best_risk", risk=scribe.brief(best.risk.value), today=scribe.brief(today.risk.value))
    if best is not None and limit is not None and (best.risk.value or 0.0) > limit:
        yield _say(scribe, "best_over", limit=scribe.brief(limit))
    if limit is not None and (today.risk.value or 0.0) > limit:
        yield _say(scribe, "today_over", limit=scribe.brief(limit))
    yield from _distance(scribe, made, found)
    if len(found.frontier) == 1 and found.frontier[0].mix != today.mix:
        yield _say(scribe, "one_wins")
    yield _say(scribe, f"grade_{(best or today).change.grade}")


def _distance(scribe: Scribe, made: CaseAllocation, found: Allocation) -> Iterator[str]:
    distance, today = found.distance, found.today.mix
    if distance.dearer.mix == distance.safer.mix == today:
        yield _say(scribe, "on_frontier")
        return
    for key, one, amount in (
        ("gain", distance.dearer, distance.dearer.change), ("relief", distance.safer, distance.relief),
    ):  # fmt: skip
        if one.mix != today and (amount.value or 0.0) > 0:
            yield _say(scribe, key, mix=mix_name(scribe, made, one.mix), **{key: scribe.brief(amount.value)})


def _mixes(scribe: Scribe, made: CaseAllocation, found: Allocation) -> Grid:
    marked: dict[Mix, list[str]] = {found.today.mix: []}
    shown = [found.today, *([found.best] if found.best else []), *found.frontier]
    shown += [found.distance.dearer, found.distance.safer]
    if found.best is not None:
        marked.setdefault(found.best.mix, []).append(_say(scribe, "is_best"))
    for mix in (one.mix for one in found.frontier):
        marked.setdefault(mix, []).append(_say(scribe, "is_efficient"))
    for key, one in (("is_dearer", found.distance.dearer), ("is_safer", found.distance.safer)):
        marked.setdefault(one.mix, []).append(_say(scribe, key))
    once = {one.mix: one for one in shown}
    rows = [
        _mix_row(scribe, made, found, one, ", ".join(marked[one.mix]))
        for one in sorted(once.values(), key=lambda one: (one.mix != found.today.mix, one.risk.value))
    ]
    headers = tuple(_say(scribe, key) for key in ("mix", "change", "risk", "p_better", "reading"))
    headers = (*headers[:4], scribe.say("grade_header"), headers[4])
    caption = _say(scribe, "mixes", months=made.months, currency=scribe.currency)
    notes = (_say(scribe, "risk_interval"),) if found.risk.averaged else ()
    return Grid("allocation-mixes", "allocation", caption, headers, tuple(rows), notes)


def _mix_row(scribe: Scribe, made: CaseAllocation, found: Allocation, one: MixResult, reading: str) -> Row:
    cells = (
        scribe.estimate(one.change, sources=(_PLAN,)), scribe.estimate(one.risk, sources=(_PLAN,)),
        _share(scribe, found, one), scribe.words(one.change.grade), scribe.words(reading or "–"),
    )  # fmt: skip
    if one.mix == found.today.mix:
        return Row(_say(scribe, "today"), (scribe.words("–"), *cells[1:]), "memo")
    return Row(mix_name(scribe, made, one.mix), cells)


def _share(scribe: Scribe, found: Allocation, one: MixResult) -> Datum:
    if one.p_better is None:
        return scribe.words("–")
    derived = _say(scribe, "share_ground", draws=scribe.figure(found.effort.judging, "count"))
    cell = scribe.number(one.p_better, "share", one.change.evidence, derived=derived)
    return replace(cell, text=scribe.probability(one.p_better, found.effort.judging))


def _how(scribe: Scribe, found: Allocation) -> Iterator[str]:
    effort, best, gap = found.effort, found.best, found.gap
    counts = {name: scribe.figure(getattr(effort, name), "count") for name in ("simulated", "choosing", "judging")}
    yield _say(scribe, "how_exhaustive" if effort.exhaustive else "how_surrogate", **counts)
    if effort.fit is not None:
        error, largest = (scribe.brief(amount) for amount in (effort.fit.error, effort.fit.largest))
        yield _say(scribe, "fit", mixes=effort.fit.mixes, error=error, largest=largest)
    if not effort.agreed:
        yield _say(scribe, "not_agreed")
    if best is not None:
        yield _say(
            scribe, "promised", promised=scribe.brief(best.promised), change=scribe.brief(best.change.value)
        )
    if gap is not None and gap.upper == 0:
        yield _say(scribe, "gap_zero", batches=gap.batches)
    elif gap is not None:
        level = scribe.level(gap.level)
        yield _say(scribe, "gap", gap=scribe.brief(gap.value), upper=scribe.brief(gap.upper), level=level)
    elif best is not None:
        yield _say(scribe, "gap_none")


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"allocation.{key}", **params)
