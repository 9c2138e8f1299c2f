"""How far each channel can go in twelve months, what limits it first, and a second opinion (METHOD §3.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tramite.beliefs.potential.parts import Triangular
from tramite.beliefs.potential.result import TERMS, ChannelPotential, PotentialBelief, Term
from tramite.beliefs.potential.stated import SPEAKS_OF
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.reports.charts.potential import potential_chart
from tramite.reports.grid import Datum, Grid, Row, RowKind
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Heading, Picture, Section, Words
from tramite.reports.sections.potential_checks import write_budgets, write_frontier
from tramite.voices.asking.bank import load_bank

_PARTS: tuple[tuple[str, Unit], ...] = (
    ("customers", "count"), ("spending", "money"), ("wallet", "share"), ("conversion", "ratio"), ("rise", "share"),
    ("fall", "share"), ("kappa", "share"), ("reach", "ratio"), ("won", "share"), ("won_assumed", "share"),
)  # fmt: skip


def write_potential(scribe: Scribe) -> Section:
    """Write the limits of each channel, the frontier and the budgets beside them."""
    belief = scribe.dossier.beliefs.potential
    if belief is None or not belief.channels:
        absent = tell(scribe, "absent", n=scribe.method.frontier_min_partners)
        blocks: list[Block] = [Words(absent, tone="absent")]
        fitted = belief is not None and any(one.status == "fitted" for one in belief.frontiers.values())
        blocks += write_frontier(scribe, belief) if belief is not None and fitted else []
        return Section("potential", tell(scribe, "title"), tuple(blocks), scribe.badge("voices"))
    return Section("potential", tell(scribe, "title"), tuple(_blocks(scribe, belief)), scribe.badge("voices"))


def tell(scribe: Scribe, key: str, **params: object) -> str:
    """Write a sentence of this section."""
    return scribe.tell(f"potential.{key}", **params)


def _blocks(scribe: Scribe, belief: PotentialBelief) -> Iterator[Block]:
    yield Words(tell(scribe, "lead"))
    for one in belief.channels.values():
        yield Words(_reading(scribe, one), points=tuple(_points(scribe, one)))
    if belief.untold:
        channels = ", ".join(scribe.channel(channel) for channel in belief.untold)
        yield Words(tell(scribe, "untold", channels=channels), tone="warning")
    about = tell(scribe, "chart_about")
    yield Picture("potential-chart", tell(scribe, "chart"), about, potential_chart(scribe, belief))
    yield _limits(scribe, belief)
    yield Fold("potential-parts", tell(scribe, "parts"), (_parts(scribe, belief), _stated(scribe, belief)))
    yield Words(tell(scribe, "limits"), points=tuple(_silent(scribe, belief)))
    yield Heading("potential-frontier", tell(scribe, "frontier"))
    yield from write_frontier(scribe, belief)
    yield Heading("potential-budgets", tell(scribe, "budgets"))
    yield from write_budgets(scribe, belief)


def _reading(scribe: Scribe, one: ChannelPotential) -> str:
    room = one.room
    low, high = (scribe.figure(end, "share") for end in (room.lower, room.upper))
    below = (room.value or 0.0) < 0
    size = scribe.figure(abs(room.value or 0.0), "share")
    return tell(
        scribe, "reading", channel=scribe.channel(one.channel_id), limit=scribe.brief(one.limit.value),
        room=tell(scribe, "room_down" if below else "room_up", room=size), low=low, high=high, grade=room.grade,
    )  # fmt: skip


def _points(scribe: Scribe, one: ChannelPotential) -> Iterator[str]:
    """Say what limits first, whether partners say so too, what is missing, and what would help."""
    binding, names = one.binding, {name: tell(scribe, f"the_{name}") for name in (*TERMS, "none")}
    if binding.found is None:
        yield tell(scribe, "only", found=names[next(iter(binding.lowest))])
    else:
        others = tell(scribe, "or").join(names[name] for name in binding.lowest if name != binding.found)
        share = scribe.probability(binding.lowest[binding.found], scribe.method.draws)
        yield tell(scribe, "binds", found=names[binding.found], others=others, probability=share)
    if binding.said is None:
        yield tell(scribe, "unheard")
    else:
        share = scribe.figure(binding.stated[binding.said].value, "share")
        yield tell(scribe, binding.verdict, said=names[binding.said], share=share)
    missing = [term for term in one.terms.values() if not term.known]
    if missing:
        yield tell(scribe, "bound", terms="; ".join(_lacking(scribe, term) for term in missing))
    if one.conditions:
        listed = {choice.code: choice.say(scribe.language) for choice in load_bank().choices_of("conditions")}
        conditions = ", ".join(listed.get(code, code).lower() for code, _ in one.conditions)
        yield tell(scribe, "conditions", conditions=conditions)


def _lacking(scribe: Scribe, term: Term) -> str:
    why = "; ".join(tell(scribe, f"missing_{code}") for code in term.missing)
    return tell(scribe, "bound_of", term=tell(scribe, f"term_{term.name}"), why=why)


def _limits(scribe: Scribe, belief: PotentialBelief) -> Grid:
    channels = list(belief.channels.values())

    def row(key: str, cell: Callable[[ChannelPotential], Datum], kind: RowKind = "line") -> Row:
        return Row(tell(scribe, key), tuple(cell(one) for one in channels), kind)

    rows = (
        row("sales", lambda one: scribe.estimate(_point(one.sales))),
        row("demand", lambda one: _term(scribe, one.terms["demand"])),
        row("today", lambda one: _term(scribe, one.today), "memo"),
        row("capacity", lambda one: _term(scribe, one.terms["capacity"])),
        row("coverage", lambda one: _term(scribe, one.terms["coverage"])),
        row("limit", lambda one: _bounded(scribe, one, one.limit), "subtotal"),
        row("room", lambda one: _bounded(scribe, one, one.room), "subtotal"),
        row("first", lambda one: _first(scribe, one)),
        row("said", lambda one: _said(scribe, one)),
        row("verdict", lambda one: scribe.words(tell(scribe, f"verdict_{one.binding.verdict}"))),
    )  # fmt: skip
    notes = [tell(scribe, "upper_note")] if any(one.upper_bound for one in channels) else []
    notes += [scribe.say("missing_note"), scribe.say("hidden_note", k=scribe.method.disclosure_k)]
    caption = tell(
        scribe, "caption", currency=scribe.currency, period=scribe.period(scribe.dossier.statement.period)
    )
    headers = (tell(scribe, "measure", currency=scribe.currency), *(scribe.channel(c) for c in belief.channels))
    return Grid("potential-limits", "potential", caption, headers, rows, tuple(notes))


def _point(estimate: Estimate) -> Estimate:
    """Return a number of the books without the interval that it does not have."""
    return Estimate(
        estimate.value, None, None, estimate.level, 0, None, estimate.unit, estimate.method, grade=estimate.grade,
        evidence=estimate.evidence, currency=estimate.currency,
    )  # fmt: skip


def _term(scribe: Scribe, term: Term) -> Datum:
    if term.known:
        return scribe.estimate(term.estimate)
    if any(code.endswith("_hidden") for code in term.missing):
        return scribe.hidden("money")
    return scribe.absent("money", "; ".join(tell(scribe, f"missing_{code}") for code in term.missing))


def _bounded(scribe: Scribe, one: ChannelPotential, estimate: Estimate) -> Datum:
    return scribe.estimate(estimate, marks=tell(scribe, "upper_mark") if one.upper_bound else "")


def _first(scribe: Scribe, one: ChannelPotential) -> Datum:
    found = one.binding.found
    if found is None:
        return scribe.words("–")
    share = scribe.probability(one.binding.lowest[found], scribe.method.draws)
    return scribe.words(tell(scribe, "first_cell", found=tell(scribe, f"term_{found}"), probability=share))


def _said(scribe: Scribe, one: ChannelPotential) -> Datum:
    said = one.binding.said
    if said is None:
        return scribe.words("–")
    share = scribe.figure(one.binding.stated[said].value, "share")
    return scribe.words(tell(scribe, "first_cell", found=tell(scribe, f"term_{said}"), probability=share))


def _parts(scribe: Scribe, belief: PotentialBelief) -> Grid:
    channels = list(belief.channels.values())
    rows = []
    for code, unit in _PARTS:
        cells = [_part(scribe, one, code, unit) for one in channels]
        if any(cell.value is not None for cell in cells) or code not in ("won", "won_assumed"):
            rows.append(Row(tell(scribe, f"part_{code}"), tuple(cells)))
    for code in ("PX01", "VX01"):
        said = (one.partners_say if code == "PX01" else one.vendor_says for one in channels)
        cells = [scribe.hidden("share") if e.value is None and e.n else scribe.estimate(e) for e in said]
        rows.append(Row(tell(scribe, f"part_{code}"), tuple(cells), "memo"))
    headers = (tell(scribe, "part"), *(scribe.channel(channel) for channel in belief.channels))
    notes = (scribe.say("missing_note"), scribe.say("hidden_note", k=scribe.method.disclosure_k))
    return Grid("potential-parts-grid", "potential", tell(scribe, "parts_caption"), headers, tuple(rows), notes)


def _part(scribe: Scribe, one: ChannelPotential, code: str, unit: Unit) -> Datum:
    found = {name: part for term in one.terms.values() for name, part in term.parts.items()}.get(code)
    if found is not None:
        estimate = found.estimate
        return scribe.estimate(
            _point(estimate) if estimate.lower == estimate.upper and not estimate.n else estimate
        )
    missing = [reason for term in one.terms.values() for reason in term.missing]
    place = "PX02" if code in ("rise", "fall") else code
    if f"{place}_hidden" in missing:
        return scribe.hidden(unit)
    return scribe.absent(unit, tell(scribe, f"missing_{place}") if place in missing else "")


def _stated(scribe: Scribe, belief: PotentialBelief) -> Grid:
    groups = tuple(dict.fromkeys(SPEAKS_OF.values()))
    rows = tuple(
        Row(tell(scribe, f"stated_{group}"), tuple(
            scribe.estimate(one.binding.stated[group]) if group in one.binding.stated else scribe.hidden("share")
            for one in belief.channels.values()
        )) for group in groups
    )  # fmt: skip
    headers = (tell(scribe, "said"), *(scribe.channel(channel) for channel in belief.channels))
    notes = (scribe.say("hidden_note", k=scribe.method.disclosure_k),)
    return Grid("potential-stated", "potential", tell(scribe, "stated_caption"), headers, rows, notes)


def _silent(scribe: Scribe, belief: PotentialBelief) -> Iterator[str]:
    kappa = belief.kappa
    if isinstance(kappa, Triangular):
        low, high = (scribe.figure(end, "share") for end in (kappa.low, kappa.high))
        yield tell(scribe, "limits_kappa", low=low, high=high)
    else:
        value, low, high = (
            scribe.figure(x, "share") for x in (kappa.estimate.value, kappa.estimate.lower, kappa.estimate.upper)
        )
        yield tell(scribe, "limits_kappa_learnt", n=kappa.estimate.n, value=value, low=low, high=high)
    for key in ("limits_customers", "limits_won", "limits_cost"):
        yield tell(scribe, key)
