"""The three roles in money a year, who says what of them, the rules that follow, equity (METHOD §3.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from tramite.beliefs.roles.channel_roles import ROLES, ChannelRoles, RoleWorth
from tramite.beliefs.roles.equity import Equity
from tramite.beliefs.roles.roles import Roles
from tramite.kernel.estimate import Estimate
from tramite.kernel.provenance import Source
from tramite.kernel.wording import spoken
from tramite.reports.charts.roles import roles_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.hand import Hand
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Heading, Picture, Section, Words
from tramite.voices.disclosure.screening import ALL

RULES = ("pay", "support", "coverage", "kpi", "conflict")
PARTIES = ("partner", "vendor", "other")


def write_roles(scribe: Scribe) -> Section:
    """Write what role partners play in each channel, and whether they earn what their functions deserve."""
    roles = scribe.dossier.beliefs.roles
    if roles is None or not roles.channels:
        absent = Words(_say(scribe, "missing"), tone="absent")
        return Section("roles", _say(scribe, "title"), (absent,), scribe.badge("books", "voices"))
    channels = tuple(roles.channels.values())
    blocks: list[Block] = [Words(_say(scribe, "lead"), points=tuple(_reading(scribe, c) for c in channels))]
    if any(worth.amount is not None for channel in channels for worth in channel.worth.values()):
        title, about = _say(scribe, "chart"), _say(scribe, "chart_about")
        blocks.append(Picture("roles-chart", title, about, roles_chart(scribe, roles)))
    blocks += [_amounts(scribe, roles), *_shares(scribe, channels)]
    blocks += [Heading("roles-gap", _say(scribe, "gap_title")), Words(_say(scribe, "gap_lead"))]
    blocks += [_gap(scribe, channels), Heading("roles-rules", _say(scribe, "rules_title"))]
    blocks += [
        Words(_say(scribe, "rules_lead")),
        rules_grid(scribe, (*ROLES, "none"), {c.primary for c in channels}),
    ]
    blocks += [Heading("roles-equity", _say(scribe, "equity_title")), *_equity(scribe, roles)]
    blocks.append(Words(_say(scribe, "limits")))
    return Section("roles", _say(scribe, "title"), tuple(blocks), scribe.badge("books", "voices"))


def _reading(scribe: Scribe, found: ChannelRoles) -> str:
    channel = scribe.channel(found.channel_id)
    if found.primary == "none":
        return _say(scribe, "reading_none", channel=channel)
    if found.primary == "unknown":
        lacking = [spoken(why, scribe.language) for worth in found.worth.values() for why in worth.missing]
        return _say(scribe, "reading_unknown", channel=channel, missing="; ".join(dict.fromkeys(lacking)))
    amount = found.worth[found.primary].amount
    value = None if amount is None else amount.value
    return _say(
        scribe, "reading_negative" if value is not None and value <= 0 else "reading_role", channel=channel,
        role=_say(scribe, f"role_{found.primary}_is"), amount=scribe.brief(value),
        margin=scribe.figure(found.margin, "share"),
        probability=scribe.figure(found.probability, "share"),
    )  # fmt: skip


def _amounts(scribe: Scribe, roles: Roles) -> Grid:
    rows = []
    for found in roles.channels.values():
        cells = [_worth(scribe, found.worth[role], found.worth[role].amount) for role in ROLES]
        cells.append(scribe.words(_say(scribe, f"role_{found.primary}")))
        cells.append(_probability(scribe, found))
        rows.append(Row(scribe.channel(found.channel_id), tuple(cells)))
    headers = (
        scribe.say("channel"), *(_say(scribe, role) for role in ROLES), _say(scribe, "primary"),
        _say(scribe, "probability"),
    )  # fmt: skip
    period = scribe.period(scribe.dossier.statement.period)
    caption = _say(scribe, "amounts_caption", period=period, currency=scribe.currency)
    notes = (
        *(_say(scribe, f"{role}_note") for role in ROLES), _cap(scribe, roles), scribe.say("missing_note")
    )  # fmt: skip
    return Grid("roles-amounts", "roles", caption, headers, tuple(rows), notes)


def _probability(scribe: Scribe, found: ChannelRoles) -> Datum:
    sources = [source for worth in found.worth.values() if worth.share for source in worth.share.evidence]
    return scribe.number(found.probability, "share", sources)


def _cap(scribe: Scribe, roles: Roles) -> str:
    months = scribe.method.access_lookback_months
    caps = [
        f"{scribe.channel(channel)} {scribe.figure(found.worth['access'].cap, 'share')}"
        for channel, found in roles.channels.items()
        if found.worth["access"].cap is not None
    ]
    if caps:
        return _say(scribe, "access_cap_note", months=months, caps=", ".join(caps))
    return _say(scribe, "access_no_cap_note", months=months)


def _shares(scribe: Scribe, channels: tuple[ChannelRoles, ...]) -> Iterator[Block]:
    method = scribe.method
    yield Words(_say(
        scribe, "shares_about", access=scribe.level(method.access_min),
        complement=scribe.level(method.complement_min),
    ))  # fmt: skip
    rows = tuple(
        Row(
            scribe.channel(found.channel_id),
            tuple(_worth(scribe, found.worth[role], found.worth[role].share, "share") for role in ROLES),
        )
        for found in channels
    )
    headers = (scribe.say("channel"), *(_say(scribe, role) for role in ROLES))
    yield Grid("roles-shares", "roles", _say(scribe, "shares_caption"), headers, rows)


def _worth(scribe: Scribe, worth: RoleWorth, estimate: Estimate | None, unit: str = "money") -> Datum:
    if estimate is not None:
        return scribe.estimate(estimate)
    why = "; ".join(spoken(missing, scribe.language) for missing in worth.missing)
    return scribe.absent("share" if unit == "share" else "money", why)


def _gap(scribe: Scribe, channels: tuple[ChannelRoles, ...]) -> Grid:
    rows = []
    for found in channels:
        partner, vendor = found.said_first
        shown = found.primary if found.primary in ROLES else None
        views = [view for view in (partner, vendor, shown) if view is not None]
        agree = "open" if len(views) < 2 else "yes" if len(set(views)) == 1 else "no"
        evidence = _say(scribe, f"role_{found.primary}")
        cells = (
            _said(scribe, found.partner_says), _said(scribe, found.vendor_says), scribe.words(evidence),
            scribe.words(_say(scribe, f"agree_{agree}")),
        )  # fmt: skip
        rows.append(Row(scribe.channel(found.channel_id), cells))
    keys = ("partners_say", "vendor_says", "evidence_says", "agree")
    headers = (scribe.say("channel"), *(_say(scribe, key) for key in keys))
    notes = (scribe.say("hidden_note", k=scribe.method.disclosure_k),)
    return Grid("roles-said", "roles", _say(scribe, "gap_caption"), headers, tuple(rows), notes)


def _said(scribe: Scribe, said: Mapping[str, Estimate]) -> Datum:
    if not said:
        return scribe.hidden("share")
    order = sorted(ROLES, key=lambda role: -(said[role].value or 0.0))
    first = said[order[0]]
    texts = [
        _say(scribe, "first_by", role=_say(scribe, f"role_{role}"), share=scribe.figure(said[role].value, "share"))
        for role in order
    ]
    return Datum(
        texts[0], first.value, "share", (*texts[1:], f"n\xa0{first.n}"),
        grounds=scribe.grounds(first.evidence, spoken(first.method, scribe.language)), estimate=first,
    )  # fmt: skip


def rules_grid(hand: Hand, roles: Sequence[str], primary: Collection[str] = ()) -> Grid:
    """Write the rules of some roles; those that are played today stand out."""
    rows = tuple(
        Row(
            hand.tell(f"roles.role_{role}").capitalize(),
            tuple(hand.words(hand.tell(f"roles.rules_{role}_{rule}")) for rule in RULES),
            "subtotal" if role in primary else "line",
        )
        for role in roles
    )
    headers = (hand.tell("roles.primary"), *(hand.tell(f"roles.rule_{rule}") for rule in RULES))
    return Grid("roles-rules-table", "roles", hand.tell("roles.rules_caption"), headers, rows)


def _equity(scribe: Scribe, roles: Roles) -> Iterator[Block]:
    limit = scribe.figure(100 * scribe.method.equity_gap, "count")
    found = tuple(roles.equity.values())
    points = tuple(_fairness(scribe, equity, limit) for equity in found)
    yield Words(_say(scribe, "equity_lead", gap=limit), points=points)
    rows = []
    for equity in found:
        why = "; ".join(spoken(missing, scribe.language) for missing in equity.missing)
        cells = [
            scribe.absent("share", why) if estimate is None else scribe.estimate(estimate)
            for estimate in (equity.normative, equity.actual, equity.gap)
        ]
        flag = "–" if equity.gap is None else _say(scribe, "flag_yes" if equity.unfair else "flag_no")
        rows.append(Row(scribe.channel(equity.channel_id), (*cells, scribe.words(flag))))
    headers = (scribe.say("channel"), *(_say(scribe, key) for key in ("normative", "actual", "gap")),
               _say(scribe, "flag", gap=limit))  # fmt: skip
    notes = (_say(scribe, "equity_note"), *_weights_notes(scribe, found), _benefits(scribe))
    yield Grid("roles-equity-table", "roles", _say(scribe, "equity_caption"), headers, tuple(rows), notes)
    templates = tuple(_template(scribe, equity) for equity in found if equity.shares)
    if templates:
        yield Fold("roles-template", _say(scribe, "template"), templates)


def _fairness(scribe: Scribe, equity: Equity, limit: str) -> str:
    channel = scribe.channel(equity.channel_id)
    if equity.gap is None or equity.gap.value is None or equity.normative is None or equity.actual is None:
        why = "; ".join(spoken(missing, scribe.language) for missing in equity.missing)
        return _say(scribe, "equity_not", channel=channel, missing=why)
    key = "fair" if not equity.unfair else "over" if equity.gap.value > 0 else "under"
    return _say(
        scribe, f"equity_{key}", channel=channel, limit=limit,
        actual=scribe.figure(equity.actual.value, "share"),
        normative=scribe.figure(equity.normative.value, "share"),
        gap=scribe.figure(abs(100 * equity.gap.value), "count"),
    )  # fmt: skip


def _weights_notes(scribe: Scribe, found: tuple[Equity, ...]) -> Iterator[str]:
    for equity in found:
        if equity.weights is not None:
            key = "weights_all" if equity.weights.heard_of == ALL else "weights_own"
            yield _say(scribe, key, channel=scribe.channel(equity.channel_id), n=equity.weights.n)


def _benefits(scribe: Scribe) -> str:
    said = {f: level for f, level in scribe.definition.benefits.items() if level != "medium"}
    if not said:
        return _say(scribe, "benefits_medium")
    words = (f"{_say(scribe, f'function_{f}')} {_say(scribe, f'benefit_{level}')}" for f, level in said.items())
    return _say(scribe, "benefits_said", said=", ".join(words))


def _template(scribe: Scribe, equity: Equity) -> Grid:
    made = scribe.definition.simulated.voices
    who, spent = (Source("interviews", item, simulated=made) for item in ("PS01", "VS02"))
    functions = dict.fromkeys(key.split(".")[0] for key in equity.shares)
    weights = {} if equity.weights is None else equity.weights.by_function
    rows = tuple(
        Row(
            _say(scribe, f"function_{function}"),
            (
                scribe.number(weights.get(function), "share", (spent,)),
                *(scribe.number(equity.shares.get(f"{function}.{party}"), "share", (who,)) for party in PARTIES),
            ),
        )
        for function in sorted(functions, key=lambda function: -weights.get(function, 0.0))
    )
    headers = tuple(_say(scribe, key) for key in ("function", "weight", *(f"by_{party}" for party in PARTIES)))
    caption = _say(scribe, "template_caption", channel=scribe.channel(equity.channel_id))
    return Grid(f"roles-template-{equity.channel_id}", "roles", caption, headers, rows)


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"roles.{key}", **params)
