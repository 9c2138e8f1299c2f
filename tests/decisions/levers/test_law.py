from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.decisions.levers.test_close_channel import sure
from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.kinds import DEPENDENCE
from tramite.beliefs.reactions.reaction import Reaction
from tramite.decisions.levers.close_channel import CloseChannel
from tramite.decisions.levers.law import LawGround, competing_with_partners, ending, web_sales
from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source
from tramite.kernel.wording import LANGUAGES, Language, catalogue


def case(*channels: dict[str, Any]) -> CaseDefinition:
    common = {"medium": "physical", "end_customer": "both"}
    return CaseDefinition.model_validate({
        "name": {"en": "x", "it": "x"}, "vendor": "x", "currency": "EUR", "as_of": date(2025, 12, 31),
        "channels": [{**common, "name": {"en": one["id"], "it": one["id"]}, **one} for one in channels],
    })  # fmt: skip


AGENTS = {"id": "agents", "kind": "agents", "reach": "indirect"}
WEB = {"id": "web", "kind": "web", "reach": "direct"}


def ground(*channels: dict[str, Any], beliefs: Beliefs | None = None) -> LawGround:
    return LawGround(case(*channels), beliefs or Beliefs())


def codes(*channels: dict[str, Any]) -> list[str]:
    return [flag.code for flag in ending(ground(*channels), str(channels[0]["id"]))]


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        (AGENTS, ["agents_notice", "agents_indemnity", "dependence"]),
        ({**AGENTS, "agreement": "aec-commerce"}, ["agents_notice", "agents_indemnity", "dependence"]),
        ({**AGENTS, "agreement": "aec-industry"}, ["agents_other_agreement", "agents_indemnity", "dependence"]),
        ({"id": "f", "kind": "franchise", "reach": "indirect"}, ["franchise", "dependence"]),
        ({"id": "r", "kind": "resellers", "reach": "indirect"}, ["dependence"]),
        (WEB, []),
    ],
)
def test_ending_raises_what_touches_the_kind_of_channel(channel: dict[str, Any], expected: list[str]) -> None:
    assert codes(channel) == expected


def test_an_agreement_that_nobody_named_is_a_condition() -> None:
    unsaid, said = (
        next(ending(ground(one), "agents")) for one in (AGENTS, {**AGENTS, "agreement": "aec-commerce"})
    )
    assert (unsaid.governs, said.governs) == (False, True)
    assert unsaid.notice_months == said.notice_months == (5, 8)
    assert unsaid.say("it").startswith("Se quell'accordo regola i contratti")
    assert said.say("it").startswith("Preavviso da 5 a 8 mesi")


def test_dependence_carries_what_partners_said() -> None:
    heard = Source("interviews", "PR05", "n 12")
    estimate = Estimate(0.6, 0.5, 0.7, 0.9, 12, None, "share", "test", grade=Grade.C, evidence=(heard,))
    reaction = Reaction(DEPENDENCE, ("r",), ("",), (), (), {("r", ""): estimate})
    beliefs = Beliefs(reactions=Reactions({"dependence": reaction}))
    where = ground({"id": "r", "kind": "resellers", "reach": "indirect"}, beliefs=beliefs)
    (flag,) = ending(where, "r")
    assert flag.evidence == (heard,)


def test_web_sales_concern_agents_under_that_agreement_only() -> None:
    other = {**AGENTS, "id": "others", "agreement": "aec-industry"}
    (flag,) = web_sales(ground(AGENTS, other, WEB))
    assert (flag.code, flag.channel_id, flag.governs) == ("agents_web_sales", "agents", False)


def test_selling_beside_partners_needs_a_direct_channel() -> None:
    resellers = {"id": "r", "kind": "resellers", "reach": "indirect"}
    assert [flag.code for flag in competing_with_partners(ground(resellers, WEB), "r")] == ["dual_distribution"]
    assert list(competing_with_partners(ground(resellers), "r")) == []
    assert list(competing_with_partners(ground(resellers, WEB), "web")) == []


def test_closing_a_channel_raises_what_ending_it_does() -> None:
    lever = CloseChannel(
        kind="close-channel", channel="agents", start=date(2026, 1, 1), exit_cost=sure(0), avoidable_share=sure(1),
        ramp_months=sure(0),
    )  # fmt: skip
    assert [flag.code for flag in lever.law(ground(AGENTS, WEB))] == codes(AGENTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_names_where_it_stands(language: Language) -> None:
    words = catalogue(language)
    named = {key.removesuffix("_source") for key in words if key.startswith("law.") and key.endswith("_source")}
    assert len(named) >= 6
    assert named <= words.keys()
