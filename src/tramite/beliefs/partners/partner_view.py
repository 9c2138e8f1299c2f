"""One partner before a visit: how it sells, what role it plays, what to raise with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from tramite.beliefs.held import Beliefs
from tramite.beliefs.paradigm.paradigm import FirmStage
from tramite.beliefs.partners.own_answers import OwnAnswers, own_answers, stated_cost
from tramite.beliefs.roles.channel_roles import ROLES, ChannelRoles, Role, Shown, choose
from tramite.beliefs.roles.functions import inhouse_cost, one_cell
from tramite.beliefs.selling.sell_mode import FirmMode
from tramite.books.formulas import partner_roi
from tramite.books.joint_work import Dealing
from tramite.books.partner_page import PartnerPage
from tramite.books.reach import CustomerReach
from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.measure_table import Measure
from tramite.voices.estimation.study import Study

Topic = Literal[
    "weakest_own", "weakest_channel", "clash_own", "clash_channel", "wish", "falling", "overdue", "costs", "deals",
    "role_gap",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """Something to raise. ``own``: it rests on the partner's own answers or books, else on its channel's.

    Attributes:
        about: code that the sentence names: pillar, stage, role; empty where it names none.
        value: number that it names, 0–100 of a pillar, 0–1 of a share, else money.
        other: second code.
    """

    topic: Topic
    own: bool
    about: str = ""
    value: float | None = None
    other: str = ""


@dataclass(frozen=True, slots=True)
class PartnerRole:
    """The roles of one partner: shares of our net sales to it, and what they are worth in a year.

    ``primary`` is judged by the rules of the channel (``channel_roles.choose``).
    """

    shares: Mapping[Role, float | None]
    amounts: Mapping[Role, float | None]
    primary: Shown


@dataclass(frozen=True, slots=True)
class PartnerView:
    """What is believed of one partner.

    Attributes:
        heard: whether its own answers may be told: it was heard, and agreed to be named.
        mode, stage, role: from its own answers; ``None`` where they may not be told.
        channel: the roles of its channel.
        dealing: what the books tell of selling together.
        points: what to raise, the most pressing first.
        stated_cost: its own costs as a share of its sales (PS02): on its own page alone.
        roi: (earnings − own costs) / (own costs + cost of capital); with_capital: its stock is in it.
        simulated: a program made the answers.
    """

    partner_id: str
    channel_id: str
    heard: bool
    mode: FirmMode | None
    stage: FirmStage | None
    role: PartnerRole | None
    channel: ChannelRoles | None
    dealing: Dealing
    points: tuple[Point, ...]
    stated_cost: float | None
    roi: float | None
    with_capital: bool
    simulated: bool

    def for_us(self) -> PartnerView:
        """Return the view without what the partner told of its costs, which is for a clean team and itself."""
        return replace(self, stated_cost=None, roi=None)

    def for_partner(self) -> PartnerView:
        """Return the view that the partner may see: its own answers and dealings, nothing of ours or of others."""
        mode = self.mode
        if mode is not None:
            labels = {
                of: replace(label, verdicts={**label.verdicts, "vendor": "silent"})
                for of, label in mode.labels.items()
            }
            mode = replace(mode, labels=labels)
        own = tuple(point for point in self.points if point.topic in ("weakest_own", "wish"))
        return replace(self, mode=mode, role=None, channel=None, points=own)


def partner_view(
    page: PartnerPage, beliefs: Beliefs, study: Study | None, *, reach: CustomerReach | None, method: Method
) -> PartnerView | None:
    """Put together what is believed of a partner, for whoever visits it.

    Its own answers count only where all its interviews are of level a and telling them tells nobody else's
    (``disclosure.named``); else the page has its channel's voices and what the books say.

    Args:
        page: its figures, ours included. reach: whom partners alone reach.

    Returns: ``None`` without interviews.
    Source: R76; METHOD §3.3–3.6, §5.2.
    """
    if study is None or beliefs.selling is None:
        return None
    partner = page.partner_id
    mode, stage = beliefs.selling.of(partner), None if beliefs.paradigm is None else beliefs.paradigm.of(partner)
    own = OwnAnswers() if beliefs.px is None else own_answers(study, partner, weights=beliefs.px.weights)
    channel = None if beliefs.roles is None else beliefs.roles.channels.get(page.channel_id)
    told = mode is not None or stage is not None or own != OwnAnswers()
    role = _role(page, own, mode, study, reach, method) if told else None
    cost = stated_cost(study, partner)
    roi, with_capital = _roi(page, cost, method)
    return PartnerView(
        partner, page.channel_id, told, mode, stage, role, channel, beliefs.selling.work.of(partner),
        tuple(_points(page, beliefs, own, stage, role, study)), cost, roi, with_capital, study.simulated,
    )  # fmt: skip


def _role(
    page: PartnerPage, own: OwnAnswers, mode: FirmMode | None, study: Study, reach: CustomerReach | None,
    method: Method,
) -> PartnerRole:  # fmt: skip
    net, cm1 = (page.lines[line].amount if page.lines else None for line in ("net_sales", "cm1"))
    access = own.access
    known = reach.of(page.partner_id) if reach is not None and reach.complete else None
    if access is not None and known is not None and known.customers >= method.disclosure_k:
        access = min(access, known.share)
    cost = _cost_share(page, own, study, net)
    gap = None if mode is None else mode.stated.get("gap")
    shares: dict[Role, float | None] = {"cost": cost, "access": access, "complement": gap}
    factors = {"cost": net, "access": cm1, "complement": cm1}
    amounts = {role: _times(shares[role], factors[role]) for role in ROLES}
    gain = None if net is None or cm1 is None or net <= 0 else cm1 / net
    return PartnerRole(shares, amounts, choose(shares, gain, net, method))


def _cost_share(page: PartnerPage, own: OwnAnswers, study: Study, net: float | None) -> float | None:
    """Return c_inhouse − c_partner of this partner: its functions and margin, the vendor's cost in-house."""
    inhouse = inhouse_cost(study, page.channel_id, own.done) if own.done else None
    margin = page.value("partner_margin")
    if inhouse is None or inhouse.value is None or margin is None or not net or net <= 0:
        return None
    support = -sum(page.lines[line].amount or 0.0 for line in ("trade_marketing", "cost_to_serve"))
    return inhouse.value - (margin + support) / net


def _times(share: float | None, amount: float | None) -> float | None:
    return None if share is None or amount is None else share * amount


def _roi(page: PartnerPage, cost: float | None, method: Method) -> tuple[float | None, bool]:
    """Return the partner's return on what it puts in, and whether its stock is counted as capital.

    Own costs are a share of its sales of our goods: what it bought at the end price. Capital is its stock at the
    cost of capital (``discount_rate``); where the stock is not known, the return is that on costs alone.
    """
    earned, bought = page.value("partner_margin"), page.value("invoiced")
    if cost is None or earned is None or bought is None:
        return None, False
    stock = page.value("stock_cost")
    capital = 0.0 if stock is None else stock * method.discount_rate
    return partner_roi(earned, own_costs=cost * (bought + earned), capital_cost=capital), stock is not None


def _points(
    page: PartnerPage, beliefs: Beliefs, own: OwnAnswers, stage: FirmStage | None, role: PartnerRole | None,
    study: Study,
) -> Iterator[Point]:  # fmt: skip
    yield from _weakest(page, beliefs, own)
    yield from _clash(page, own, study)
    if stage is not None and stage.stage and stage.wanted and stage.stage != stage.wanted:
        yield Point("wish", True, stage.stage, None, stage.wanted)
    growth, overdue = page.value("growth"), page.value("overdue")
    if growth is not None and growth < 0:
        yield Point("falling", True, value=growth)
    if overdue is not None and overdue > 0:
        yield Point("overdue", True, value=overdue)
    intended = None if beliefs.roles is None else beliefs.roles.channels.get(page.channel_id)
    meant = None if intended is None else intended.said_first[1]
    if role is not None and role.primary in ROLES and meant is not None and meant != role.primary:
        yield Point("role_gap", True, role.primary, None, meant)
    if beliefs.selling is not None and beliefs.selling.work.of(page.partner_id).joint is None:
        yield Point("deals", True)
    yield Point("costs", True)


def _weakest(page: PartnerPage, beliefs: Beliefs, own: OwnAnswers) -> Iterator[Point]:
    if own.weakest is not None:
        yield Point("weakest_own", True, own.weakest, own.pillars[own.weakest])
        return
    px = beliefs.px
    weakest = None if px is None else px.weakest.get(page.channel_id)
    for score in px.scores if px is not None else ():
        if (score.channel_id, score.measure, score.weighting) == (page.channel_id, weakest, "vote"):
            yield Point("weakest_channel", False, score.measure, score.estimate.value)


def _clash(page: PartnerPage, own: OwnAnswers, study: Study) -> Iterator[Point]:
    if own.clash is not None:
        if own.clash >= study.method.b10_horizontal:
            yield Point("clash_own", True, value=own.clash)
        return
    found = _clash_of(study, page.channel_id)
    if found is not None and found.value is not None and found.value >= study.method.b10_horizontal:
        yield Point("clash_channel", False, value=found.value)


def _clash_of(study: Study, channel_id: str) -> Estimate | None:
    """Return the share of opportunities of a channel where another channel was found (PW04); ``None`` if
    hidden."""
    values = answer_parts(study.responses, item=study.bank.item("PW04"))
    cell = one_cell(study.measure(values, Measure("PW04", ("PW04",), (0.0, 1.0), "share")), channel_id, "vote")
    return None if cell is None else cell.estimate
