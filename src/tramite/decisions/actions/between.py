"""What to do about conflict, roles, and what each side wants (METHOD §3.5, §3.6, §3.8; R3, R41, R71)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.conflict.priority import Priority
from tramite.beliefs.roles.channel_roles import ROLES, ChannelRoles
from tramite.books.imbalance_rule import STAKES
from tramite.decisions.actions.figures import item_figure
from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.proposal import KeyFigure, Law, Listed, Odds, Proposal, Written
from tramite.kernel.grade import weakest
from tramite.kernel.wording import phrase
from tramite.voices.disclosure.screening import ALL

_PARTS = ("pay", "support", "coverage", "kpi", "conflict")
_MEASURED = {"domain": "PP04", "vertical": "PR07"}  # conflicts that one item measures again
_SHARED = 1  # of the three goals of each side: one in common, or none, is no alignment


def conflict_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose rules for each conflict that is urgent, by its kind; functional conflict is left alone."""
    told = ground.beliefs.conflict
    for one in told.priorities if told else ():
        if one.verdict == "urgent" and one.channel_id in ground.channels:
            yield _of_conflict(ground, one)


def _of_conflict(ground: PlanGround, one: Priority) -> Proposal:
    channel, told = one.channel_id, ground.beliefs.conflict
    level = told.level(one.kind, channel).level.estimate if told else one.product
    words = {"kind": phrase(f"actions.conflict_{one.kind}"), "channel": ground.name(channel)}
    kpi = KeyFigure(f"conflict_{one.kind}", words["kind"], level.unit, level.value)
    if one.kind in _MEASURED:
        kpi = item_figure(ground, _MEASURED[one.kind], channel)
    fired = ground.fired("B10", channel) if one.kind == "horizontal" else None
    agents = ground.definition.channel(channel).kind == "agents"
    web = any(c.medium == "online" and c.reach == "direct" for c in ground.definition.selling_channels)
    law: tuple[Law, ...] = ("agents_web",) if agents and web and one.kind == "horizontal" else ()
    return ground.propose(
        f"conflict_{one.kind}", channel, channel_id=channel,
        problem=phrase(
            "actions.problem_conflict", **words, level=Written(level.value, level.unit),
            importance=Written(one.importance, "share"), frequency=Written(one.frequency, "share"),
        ),
        kpi=kpi, grade=one.product.grade, evidence=one.product.evidence, law=law,
        stake=None if fired is None else (fired.at_stake, STAKES["B10"]), open_outcome=one.certainty == "open",
    )  # fmt: skip


def role_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose the rule set of the role that partners of a channel play, and a talk where sides see another one."""
    roles = ground.beliefs.roles
    for channel, told in roles.channels.items() if roles else ():
        if channel in ground.channels and told.primary != "unknown":
            yield _rule_set(ground, told)
            yield from _seen_otherwise(ground, told)


def _rule_set(ground: PlanGround, told: ChannelRoles) -> Proposal:
    channel, role = told.channel_id, told.primary
    shares = [told.worth[one].share for one in ROLES if role in (one, "none")]
    known = [share for share in shares if share is not None]
    name = phrase(f"roles.role_{role}_is") if role != "none" else phrase("roles.role_none")
    steps = tuple(
        phrase("actions.role_line", part=phrase(f"roles.rule_{part}"), rule=phrase(f"roles.rules_{role}_{part}"))
        for part in _PARTS
    )
    kpi = KeyFigure(f"role_{role}", phrase(f"roles.rules_{role}_kpi"), "money")
    if role == "cost":
        line = "cost_to_serve"
        kpi = KeyFigure(line, phrase(f"lines.{line}"), "money", ground.amount(channel, line))
    return ground.propose(
        f"role_{role}", channel, channel_id=channel, kpi=kpi, steps=steps,
        title=phrase("actions.role_title", channel=ground.name(channel), role=name),
        problem=phrase("actions.problem_role", channel=ground.name(channel), role=name,
                       chance=Odds(told.probability)),
        grade=weakest(share.grade for share in known),
        evidence=tuple(source for share in known for source in share.evidence),
    )  # fmt: skip


def _seen_otherwise(ground: PlanGround, told: ChannelRoles) -> Iterator[Proposal]:
    """What most partners, or most of the vendor's people, put first is not what the evidence says."""
    theirs, ours = told.said_first
    others = [role for role in (theirs, ours) if role is not None and role != told.primary]
    if not others or told.primary == "none":
        return
    said = [*told.partner_says.values(), *told.vendor_says.values()]
    roles = {
        name: phrase(f"roles.role_{role}") if role else phrase("figures.missing")
        for name, role in (("found", told.primary), ("theirs", theirs), ("ours", ours))
    }
    yield ground.propose(
        "role_gap", told.channel_id, channel_id=told.channel_id,
        problem=phrase("actions.problem_role_gap", channel=ground.name(told.channel_id), **roles),
        kpi=KeyFigure("role_said", phrase("actions.kpi_role_gap"), "share"),
        grade=weakest(one.grade for one in said), evidence=tuple(s for one in said for s in one.evidence),
    )  # fmt: skip


def relation_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose to decide on the relationship where the vendor wants another, and to align goals."""
    yield from _paradigms(ground)
    yield from _priorities(ground)


def _paradigms(ground: PlanGround) -> Iterator[Proposal]:
    told = ground.beliefs.paradigm
    for channel in ground.partner_channels if told else ():
        usual, wanted = (told.usual(channel), told.intended.get(channel)) if told else (None, None)
        if told is None or usual is None or wanted is None or usual == wanted:
            continue
        cells = [*told.today.cells, *told.vendor.cells]
        seen = [c.estimate for c in cells if c.domain == channel and c.key in (usual, wanted)
                and not c.hidden_because]  # fmt: skip
        if not seen:
            continue
        yield ground.propose(
            "paradigm", channel, channel_id=channel, law=("contracts",),
            problem=phrase("actions.problem_paradigm", channel=ground.name(channel),
                           today=phrase(f"paradigm.{usual}"), wanted=phrase(f"paradigm.{wanted}")),
            kpi=KeyFigure("paradigm", phrase("actions.kpi_paradigm"), "share"),
            grade=weakest(one.grade for one in seen), evidence=tuple(s for one in seen for s in one.evidence),
        )  # fmt: skip


def _priorities(ground: PlanGround) -> Iterator[Proposal]:
    information = ground.beliefs.information
    if information is None:
        return
    told, bank = information.priorities, information.bank
    names = {choice.code: choice for choice in bank.choices_of("priorities")}
    for domain, shared in told.overlap.items():
        if shared > _SHARED or domain not in (*ground.partner_channels, ALL):
            continue
        wanted = told.top(told.stated, domain)
        cells = [c.estimate for c in (*told.stated.cells, *told.guessed.cells)
                 if c.domain == domain and not c.hidden_because]  # fmt: skip
        yield ground.propose(
            "priorities", domain, channel_id=None if domain == ALL else domain,
            problem=phrase("actions.problem_priorities", channel=ground.name(domain), shared=shared,
                           wanted=Listed(tuple(names[code] for code in wanted))),
            kpi=KeyFigure("priorities", phrase("actions.kpi_priorities"), "count", shared, 3),
            grade=weakest(one.grade for one in cells), evidence=tuple(s for one in cells for s in one.evidence),
        )  # fmt: skip
