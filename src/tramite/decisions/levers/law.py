"""Rules of law that a lever touches: flags with their source, never advice (METHOD §4.10, §4.11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.kinds import DEPENDENCE
from tramite.decisions.market import Market
from tramite.kernel.case import CaseDefinition
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, say

Severity = Literal["note", "limit", "bar"]


@dataclass(frozen=True, slots=True)
class LawFlag:
    """One rule of law to take to a lawyer.

    Attributes:
        code: names the sentences ``law.<code>``, what the rule says, and ``law.<code>_source``, where it stands.
        channel_id: whose contracts it is about; ``None`` for the company's conduct in general.
        severity: ``note``, something owed or to be known; ``limit``, allowed on conditions (notice, refusal,
            indemnity); ``bar``, not allowed in the cases that the sentence names.
        notice_months: least and most notice that the rule asks for, where it names any.
        governs: whether the case says that the agreement in question governs the contracts of the channel; if it
            does not say, the rule holds only if it does.
        evidence: what interviews or books say on the facts that the rule turns on.
    """

    code: str
    channel_id: str | None
    severity: Severity
    notice_months: tuple[int, int] | None = None
    governs: bool = True
    evidence: tuple[Source, ...] = ()

    def say(self, language: Language = "en") -> str:
        """Write what the rule says; «if that agreement governs» where the case does not tell."""
        rule = say(f"law.{self.code}", language)
        return rule if self.governs else say("law.if_it_governs", language, rule=rule)

    def source(self, language: Language = "en") -> str:
        """Write where the rule stands."""
        return say(f"law.{self.code}_source", language)


@dataclass(frozen=True, slots=True)
class LawGround:
    """What flags are raised from: the case, what is believed, and the base year where the books have one."""

    definition: CaseDefinition
    beliefs: Beliefs
    market: Market | None = None


def ending(ground: LawGround, channel_id: str) -> Iterator[LawFlag]:
    """Raise what the law says when the relationship with the partners of a channel ends or is cut short.

    Agents: notice and termination indemnity. Franchisees: the law on franchising. Whoever depends on us: abuse of
    economic dependence, with what partners said of how hard we are to replace (item PR05).
    """
    channel = ground.definition.channel(channel_id)
    if channel.kind == "agents":
        yield from _agents_leave(channel.agreement, channel_id)
    if channel.kind == "franchise":
        yield LawFlag("franchise", channel_id, "limit")
    if channel.reach == "indirect":
        yield LawFlag("dependence", channel_id, "limit", evidence=_dependence(ground, channel_id))


def _agents_leave(agreement: str | None, channel_id: str) -> Iterator[LawFlag]:
    if agreement in (None, "aec-commerce"):
        governs = agreement is not None
        yield LawFlag("agents_notice", channel_id, "limit", notice_months=(5, 8), governs=governs)
    else:
        yield LawFlag("agents_other_agreement", channel_id, "limit")
    yield LawFlag("agents_indemnity", channel_id, "limit")


def _dependence(ground: LawGround, channel_id: str) -> tuple[Source, ...]:
    reactions = ground.beliefs.reactions
    heard = None if reactions is None else reactions.by_kind.get(DEPENDENCE.code)
    found = () if heard is None else heard.of(channel_id)
    return tuple(dict.fromkeys(source for estimate in found for source in estimate.evidence))


def terms_changed(
    ground: LawGround, channel_id: str, change: float, rate: float | None, *, before: float = 0.0
) -> Iterator[LawFlag]:
    """Raise what the law says when what partners of a channel earn is changed.

    Agents under the AEC Commercio: a cut of their pay is light up to 5%, of middle size up to 15%, large above;
    all changes of 24 months together, as a share of the pay before the first of them (METHOD §4.11). Pay of 5% of
    net sales that was 6% and falls to 4.5%: 1.5/6 = 25%. Others: terms imposed on those who depend on us.

    Args:
        change: of the pay, in shares of net sales; negative is a cut. before: the same of the changes made in the
            24 months before. rate: pay per unit of net sales after those, before this one; ``None`` if the books
            do not tell.
    """
    channel, method = ground.definition.channel(channel_id), ground.definition.method
    change += before
    if change >= 0:
        return
    if channel.kind == "agents" and channel.agreement in ("aec-industry", "other"):
        yield LawFlag("agents_other_agreement", channel_id, "limit")
    elif channel.kind == "agents":
        governs = channel.agreement is not None
        cut = None if rate is None or rate <= before else -change / (rate - before)
        if cut is None:
            yield LawFlag("agents_cut", channel_id, "limit", governs=governs)
        elif cut <= method.agents_cut_light:
            yield LawFlag("agents_cut_light", channel_id, "note", governs=governs)
        elif cut <= method.agents_cut_large:
            yield LawFlag("agents_cut_medium", channel_id, "limit", governs=governs)
        else:
            yield LawFlag("agents_cut_large", channel_id, "bar", governs=governs)
    elif channel.reach == "indirect":
        yield LawFlag("dependence", channel_id, "limit", evidence=_dependence(ground, channel_id))


def prices_changed(ground: LawGround, channel_id: str) -> Iterator[LawFlag]:
    """Raise what the law says when a price list for partners of a channel is changed."""
    channel = ground.definition.channel(channel_id)
    if channel.reach == "indirect" and channel.kind != "agents":
        yield LawFlag("resale_price", channel_id, "bar")
    yield from competing_with_partners(ground, channel_id)


def web_sales(ground: LawGround) -> Iterator[LawFlag]:
    """Raise what is owed to agents when the company sells online in their areas."""
    for channel in ground.definition.selling_channels:
        if channel.kind == "agents" and channel.agreement in (None, "aec-commerce"):
            yield LawFlag("agents_web_sales", channel.id, "limit", governs=channel.agreement is not None)


def competing_with_partners(ground: LawGround, channel_id: str) -> Iterator[LawFlag]:
    """Raise what may be exchanged with partners of a channel while the company sells direct itself."""
    channel = ground.definition.channel(channel_id)
    direct = any(other.reach == "direct" for other in ground.definition.selling_channels)
    if channel.reach == "indirect" and direct:
        yield LawFlag("dual_distribution", channel_id, "limit")
