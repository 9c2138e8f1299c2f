"""What role the partners of each channel play, in money a year, and whether they earn what they deserve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from tramite.beliefs.roles.channel_roles import (
    ROLES,
    ChannelRoles,
    Role,
    RoleWorth,
    choose,
    primary_probability,
)
from tramite.beliefs.roles.equity import Equity, equity
from tramite.beliefs.roles.functions import first_reason, function_shares, inhouse_cost, one_cell, shown
from tramite.beliefs.roles.shares import averaged, capped, drawn, scaled
from tramite.beliefs.selling.sell_mode import SellMode
from tramite.books.end_price_draws import end_price_scale
from tramite.books.reach import CustomerReach
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition, Channel
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_books, weakest
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.measure_table import Measure, MeasureTable
from tramite.voices.estimation.study import Study

_REVENUE = "revenue"  # parameters of an income statement weigh partners by revenue (METHOD §3.2.1)


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles and equity of the indirect channels, in the order of the case.

    Attributes:
        channels: roles by channel. equity: by channel; its ``gap`` is what rule B8 reads.
    """

    channels: Mapping[str, ChannelRoles]
    equity: Mapping[str, Equity]

    @property
    def gaps(self) -> dict[str, Estimate]:
        """The equity gap of each channel of which it can be computed."""
        return {channel: told.gap for channel, told in self.equity.items() if told.gap is not None}


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all channels are judged with."""

    study: Study
    statement: IncomeStatement
    definition: CaseDefinition
    chance: Chance
    mode: SellMode | None
    reach: CustomerReach | None
    said: Mapping[str, MeasureTable]

    def margin(self, channel_id: str) -> float | None:
        return self.statement.ratio(channel_id, "cm1")

    def source(self, channel_id: str, *lines: str) -> tuple[Source, ...]:
        cells = (self.statement.cell(channel_id, line) for line in lines)
        return tuple(dict.fromkeys(source for cell in cells for source in cell.sources))


def roles(
    study: Study,
    statement: IncomeStatement,
    *,
    mode: SellMode | None,
    reach: CustomerReach | None,
    definition: CaseDefinition,
    chance: Chance,
) -> Roles:
    """Value the three roles of the partners of each indirect channel, and compare who says what.

    Cost: (c_inhouse − c_partner)·NS. Access: a·NS·cm, a the mean of PS08 and VS08, at most the share of the
    partners' customers that bought nowhere else in 24 months. Complement: G·NS·cm. NS and cm are net sales and
    contribution margin 1 of the channel over the period of the statement; shares weigh partners by revenue.

    Args:
        mode: how partners sell, for G. reach: whom partners alone reach; ``None`` where no sell-out names
            customers.

    Source: METHOD §3.5.
    """
    percent = {item: answer_parts(study.responses, item=study.bank.item(item)) for item in ("PS08", "VS08")}
    said = {
        "PS08": study.measure(percent["PS08"], Measure("PS08", ("PS08",), (0.0, 1.0), "share")),
        "VS08": study.measure(percent["VS08"], Measure("VS08", ("VS08",), (0.0, 1.0), "share"), "vendor"),
        "PS01": function_shares(study), "PS09": first_reason(study, "PS09"), "VS09": first_reason(study, "VS09"),
    }  # fmt: skip
    ground = _Ground(study, statement, definition, chance, mode, reach, said)
    indirect = [channel for channel in definition.selling_channels if channel.reach == "indirect"]
    return Roles(
        {channel.id: _channel_roles(channel, ground) for channel in indirect},
        equity(study, statement, indirect, done=said["PS01"], definition=definition, chance=chance),
    )


def _channel_roles(channel: Channel, ground: _Ground) -> ChannelRoles:
    net, gain = ground.statement.amount(channel.id, "net_sales"), ground.margin(channel.id)
    worth: dict[Role, RoleWorth] = {
        "cost": _cost(channel, ground),
        "access": _access(channel, ground),
        "complement": _complement(channel, ground),
    }
    shares = {role: None if (share := worth[role].share) is None else share.value for role in ROLES}
    primary = choose(shares, gain, net, ground.study.method)
    probability = primary_probability(
        worth, gain, net, chance=ground.chance, method=ground.study.method, channel_id=channel.id, primary=primary
    )
    return ChannelRoles(
        channel.id, worth, primary, probability, net, gain,
        _said_first(ground.said["PS09"], channel.id), _said_first(ground.said["VS09"], channel.id),
    )  # fmt: skip


def _cost(channel: Channel, ground: _Ground) -> RoleWorth:
    """Value what partners do for less than it would cost us (METHOD §3.5).

    c_partner: of agents the commission, of others the margin conceded from the end price (system view); plus
    support: what marketing and serving them costs us; all per euro of net sales.
    """
    done = {
        key.removesuffix(".partner"): share
        for key, share in shown(ground.said["PS01"], channel.id, _REVENUE).items()
        if key.endswith(".partner")
    }
    inhouse = inhouse_cost(ground.study, channel.id, done) if done else None
    paid = partner_cost(channel, ground.statement, ground.chance)
    missing = [
        phrase(f"roles.missing_{name}")
        for name, part in (("functions", done), ("inhouse", inhouse), ("partner_cost", paid))
        if part is None or part == {}
    ]
    if inhouse is None or paid is None:
        return RoleWorth("cost", None, None, tuple(missing))
    draws = drawn(inhouse, f"inhouse.{channel.id}", ground.chance) - paid[1]
    lines = ("end_customer_spend", "commissions", "trade_marketing", "cost_to_serve")
    evidence = (*inhouse.evidence, *ground.source(channel.id, *lines))
    assumed = any(source.kind == "assumption" for source in evidence)
    measured = grade_books(ground.statement.period.months, ground.study.method)
    share = replace(
        Estimate.of_draws(
            draws, level=ground.study.method.interval_level, unit="share", method=phrase("roles.cost_method"),
            grade=weakest((inhouse.grade, Grade.D if assumed else measured)), n=inhouse.n, evidence=evidence,
        ),
        value=(inhouse.value or 0.0) - paid[0],
    )  # fmt: skip
    net = ground.statement.amount(channel.id, "net_sales")
    return RoleWorth("cost", share, _worth(share, 1.0, net, channel.id, ground))


def partner_cost(channel: Channel, statement: IncomeStatement, chance: Chance) -> tuple[float, Draws] | None:
    """Return what partners cost us per euro of net sales, likely and drawn; ``None`` without a system view."""
    net = statement.amount(channel.id, "net_sales")
    if not net or net <= 0:
        return None
    support = -sum(statement.amount(channel.id, line) or 0.0 for line in ("trade_marketing", "cost_to_serve"))
    if channel.kind == "agents":
        commission = statement.amount(channel.id, "commissions")
        if commission is None:
            return None
        return (support - commission) / net, np.full(chance.draws, (support - commission) / net)
    spend = statement.amount(channel.id, "end_customer_spend")
    if spend is None:
        return None
    conceded = spend * end_price_scale(statement, channel, chance) - net
    return (spend - net + support) / net, (conceded + support) / net


def _access(channel: Channel, ground: _Ground) -> RoleWorth:
    mine = one_cell(ground.said["PS08"], channel.id, _REVENUE)
    theirs = one_cell(ground.said["VS08"], channel.id, "vote")
    told = [cell.estimate for cell in (mine, theirs) if cell is not None]
    cap = access_cap(ground.study, ground.reach, channel.id)
    if not told:
        return RoleWorth("access", None, None, (phrase("roles.missing_access"),), cap)
    share = told[0]
    if len(told) == 2:
        share = averaged(*told, method=ground.study.method, how=phrase("roles.access_method"))
    if cap is not None and ground.reach is not None:
        share = capped(share, cap, evidence=ground.reach.sources)
    return _gained("access", share, channel.id, ground, cap)


def access_cap(study: Study, reach: CustomerReach | None, channel_id: str) -> float | None:
    """Return the share of the customers of a channel's partners that bought from nobody else of ours.

    ``None`` where fewer than ``disclosure_k`` customers are known, or the look-back is not covered: other
    purchases may lie before it, and the cap would be too high to be one.

    Source: METHOD §3.5.
    """
    if reach is None or not reach.complete:
        return None
    here = set(study.frame.filter(study.frame["channel_id"] == channel_id)["unit_id"])
    mine = [partner for partner in reach.partners if partner.partner_id in here]
    customers = sum(partner.customers for partner in mine)
    if customers < study.method.disclosure_k:
        return None
    return sum(partner.only_here for partner in mine) / customers


def _complement(channel: Channel, ground: _Ground) -> RoleWorth:
    cell = None if ground.mode is None else one_cell(ground.mode.axes["gap"], channel.id, _REVENUE)
    if cell is None:
        return RoleWorth("complement", None, None, (phrase("roles.missing_complement"),))
    return _gained("complement", cell.estimate, channel.id, ground, None)


def _gained(role: Role, share: Estimate, channel_id: str, ground: _Ground, cap: float | None) -> RoleWorth:
    """Value a share of net sales by the contribution margin that it brings."""
    net, gain = ground.statement.amount(channel_id, "net_sales"), ground.margin(channel_id)
    amount = _worth(share, gain, net, channel_id, ground)
    return RoleWorth(role, share, amount, () if amount else (phrase("roles.missing_margin"),), cap)


def _worth(
    share: Estimate, gain: float | None, net: float | None, channel_id: str, ground: _Ground
) -> Estimate | None:
    if net is None or gain is None:
        return None
    cell = ground.statement.cell(channel_id, "cm1")
    measured = grade_books(ground.statement.period.months, ground.study.method)
    # Costs that a driver splits are not measured by channel: that they follow it is an assumption.
    grade = Grade.D if cell.allocated and gain != 1.0 else measured
    return scaled(
        share, net * gain, method=phrase("roles.worth_method"), grade=grade,
        evidence=ground.source(channel_id, "net_sales", "cm1"), currency=ground.definition.currency,
    )  # fmt: skip


def _said_first(table: MeasureTable, channel_id: str) -> dict[str, Estimate]:
    return dict(_cells(table, channel_id))


def _cells(table: MeasureTable, channel_id: str) -> Iterator[tuple[str, Estimate]]:
    for cell in table.cells:
        if (cell.domain, cell.weighting) == (channel_id, "vote") and cell.estimate.value is not None:
            yield cell.key, cell.estimate
