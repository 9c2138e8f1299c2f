"""What is believed of a partner, on its page: what to raise, how it sells and why, what role it plays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tramite.beliefs.partners.partner_view import PartnerRole, PartnerView, Point
from tramite.beliefs.roles.channel_roles import ROLES
from tramite.beliefs.selling.sell_mode import FirmMode, SellMode
from tramite.kernel.provenance import Source
from tramite.reports.charts.selling import evidence_chart
from tramite.reports.grid import Grid, Row
from tramite.reports.hand import Hand
from tramite.reports.section import Block, Picture, Section, Words
from tramite.reports.sections.roles import rules_grid
from tramite.reports.sections.selling import for_and_against, label_name, label_shares

_PILLARS = ("easy", "predictable", "profitable")


def before_visit(hand: Hand, view: PartnerView) -> Section:
    """Write what to raise, the most pressing first, each on the partner's own ground or its channel's."""
    points = tuple(_point(hand, point) for point in view.points)
    lead = _say(hand, "before_lead" if view.heard else "before_confidential")
    return Section("before", _say(hand, "before"), (Words(lead, points=points),), hand.badge("voices"))


def how_it_sells(hand: Hand, view: PartnerView, mode: SellMode) -> Section:
    """Write the labels of a partner with the evidence for and against, or its channel's."""
    blocks: list[Block] = []
    if view.mode is not None:
        blocks += _own_mode(hand, view.mode)
    else:
        blocks.append(Words(_channel_mode(hand, view, mode)))
    blocks.append(Words(_books(hand, view)))
    return Section("selling", _say(hand, "selling"), tuple(blocks), hand.badge("voices"))


def what_role(hand: Hand, view: PartnerView) -> Section:
    """Write the roles of a partner in money a year, or its channel's, and the rules that follow."""
    primary = None if view.channel is None else view.channel.primary
    blocks: list[Block] = []
    if view.role is not None:
        primary = view.role.primary
        reason = _say(hand, "role_primary", role=hand.tell(f"roles.role_{primary}"))
        blocks += [Words(reason), _amounts(hand, view.role)]
    elif primary is not None:
        blocks.append(Words(_say(hand, "role_primary_channel", role=hand.tell(f"roles.role_{primary}"))))
    if primary is not None and primary != "unknown":
        blocks.append(rules_grid(hand, (primary,)))
    return Section("role", _say(hand, "role"), tuple(blocks), hand.badge("voices"))


def for_itself(hand: Hand, view: PartnerView, margin: float | None) -> Iterator[Section]:
    """Write what a partner said itself, on the page that it may see: how it sells, its wish, its return."""
    stated = {} if view.mode is None else view.mode.stated
    said = tuple(
        _say(hand, f"own_{axis}", value=hand.figure(stated[axis], "share"))
        for axis in ("facing", "joint_sales", "gap")
        if axis in stated
    )
    if said:
        yield Section("selling", _say(hand, "own_selling"), (Words("", points=said),), hand.badge("voices"))
    wishes = tuple(
        _say(hand, "own_weakest" if point.topic == "weakest_own" else "own_wants", **_named(hand, point))
        for point in view.points
    )
    if wishes:
        yield Section("wish", _say(hand, "own_wish"), (Words("", points=wishes),), hand.badge("voices"))
    if view.roi is not None:
        text = _say(
            hand, "roi_own", cost=hand.figure(view.stated_cost, "share"), margin=hand.figure(margin, "money"),
            currency=hand.currency, roi=hand.figure(100 * view.roi, "count"),
            capital=_say(hand, "roi_capital" if view.with_capital else "roi_no_capital"),
        )  # fmt: skip
        yield Section("costs", _say(hand, "own_costs"), (Words(text),), hand.badge("voices"))


def _point(hand: Hand, point: Point) -> str:
    return _say(hand, f"point_{point.topic}", currency=hand.currency, **_named(hand, point))


def _named(hand: Hand, point: Point) -> dict[str, str]:
    unit: Literal["score", "money", "share"] = (
        "score" if point.topic.startswith("weakest") else "money" if point.topic == "overdue" else "share"
    )
    return {
        "about": _code(hand, point.about), "other": _code(hand, point.other),
        "value": hand.figure(point.value, unit),
    }  # fmt: skip


def _code(hand: Hand, code: str) -> str:
    if not code:
        return ""
    if code in _PILLARS:
        return hand.px(code).lower()
    return hand.tell(f"roles.role_{code}_is") if code in ROLES else _say(hand, f"stage_{code}")


def _own_mode(hand: Hand, firm: FirmMode) -> Iterator[Block]:
    label = firm.labels.get("article")
    if label is None:
        yield Words(_say(hand, "selling_unknown"), tone="absent")
        return
    about = hand.tell(f"selling.article_{label.code}_about", **label_shares(hand))
    yield Words(_say(
        hand, "selling_label", label=label_name(hand, firm, "article"), about=about,
        standing=_say(hand, "standing_confirmed" if label.confirmed else "standing_stated"),
        probability=hand.figure(label.probability, "share"), trade=label_name(hand, firm, "trade"),
        redraws=hand.figure(hand.method.label_redraws, "count"),
    ))  # fmt: skip
    yield Picture("partner-evidence", _say(hand, "evidence_chart"), _say(hand, "evidence_about"),
                  evidence_chart(hand, firm))  # fmt: skip
    for supports, title in ((True, "selling_for"), (False, "selling_against")):
        marks = tuple(for_and_against(hand, firm, supports))
        if marks:
            yield Words(f"{_say(hand, title)}:", points=marks)


def _channel_mode(hand: Hand, view: PartnerView, mode: SellMode) -> str:
    cells = [
        cell
        for cell in mode.labels["article"].cells
        if (cell.domain, cell.weighting) == (view.channel_id, "vote") and cell.estimate.value is not None
    ]
    if not cells:
        return _say(hand, "selling_channel_hidden")
    most = max(cells, key=lambda cell: cell.estimate.value or 0.0)
    return _say(
        hand, "selling_channel", share=hand.figure(most.estimate.value, "share"), n=most.estimate.n,
        label_says=hand.tell(f"selling.says_{most.key}"),
    )  # fmt: skip


def _books(hand: Hand, view: PartnerView) -> str:
    dealing = view.dealing
    title = "unknown" if dealing.title is None else "resale" if dealing.title else "agency"
    joint = _say(hand, "books_joint_unknown")
    if dealing.joint is not None:
        joint = _say(hand, "books_joint", value=hand.figure(dealing.joint, "share"))
    return _say(hand, "selling_books", title=_say(hand, f"books_title_{title}"), joint=joint)


def _amounts(hand: Hand, role: PartnerRole) -> Grid:
    said = Source("interviews", "PS01, PS06–PS08", simulated=hand.definition.simulated.voices)
    booked = Source("table", "sell_in", simulated=hand.definition.simulated.books)
    rows = []
    for code in ROLES:
        missing = _say(hand, "role_missing")
        share, amount = role.shares[code], role.amounts[code]
        derived = [missing if number is None else _say(hand, "role_ground") for number in (share, amount)]
        cells = (
            hand.number(share, "share", (said,), derived=derived[0]),
            hand.number(amount, "money", (said, booked), derived=derived[1]),
        )
        rows.append(Row(hand.tell(f"roles.{code}"), cells, about=missing if share is None else ""))
    headers = (_say(hand, "role_name"), _say(hand, "role_share"), _say(hand, "role_amount"))
    caption = _say(hand, "role_caption", currency=hand.currency)
    return Grid("partner-roles", "partner", caption, headers, tuple(rows), (_say(hand, "role_note"),))


def _say(hand: Hand, key: str, **params: object) -> str:
    return hand.tell(f"partner.{key}", **params)
