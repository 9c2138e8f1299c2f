"""What questions, answers and sides are called, in a language."""

from __future__ import annotations

import re

from tramite.kernel.case import CaseDefinition, Channel, Named
from tramite.kernel.wording import Language, catalogue, say
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.sides import SEVERAL, Side

_UNFILLED = re.compile(r"\{\w+\}")
_LEXICONS = (("lex_org", "org"), ("lex_earnings", "earnings"))


def topic_of(item: Item, language: Language) -> str:
    """Name a question in few words; one of the case's own has only its own name."""
    key = "results.topic_" + re.sub(r"[^a-z0-9]+", "_", item.construct.lower()).strip("_")
    return say(key, language) if key in catalogue(language) else item.construct


def question_of(item: Item, bank: ItemBank, definition: CaseDefinition, language: Language) -> str:
    """Write a question as it was asked; what was filled in by channel or project is an ellipsis."""
    text = item.say(language).replace("{vendor}", definition.vendor)
    for lexicon, name in _LEXICONS:
        words = {choice.code: choice.say(language) for choice in bank.choices_of(lexicon)}
        text = text.replace(f"{{{name}}}", next((words[role] for role in item.roles if role in words), "…"))
    return _UNFILLED.sub("…", text)


def part_of(item: Item, key: str, bank: ItemBank, definition: CaseDefinition, language: Language) -> str:
    """Name an answer of a question: of the bank's list, or of the case's own lists."""
    listed = {choice.code: choice.say(language) for choice in bank.choices_of(item.choices)}
    own: dict[str, tuple[Named | Channel, ...]] = {
        "@products": definition.lines, "@segments": definition.segments, "channels": definition.channels
    }  # fmt: skip
    named = {one.id: one.name.say(language) for one in own.get(item.choices, ())}
    return (listed | named).get(key, key).strip("[]").replace("{vendor}", definition.vendor)


def side_name(side: Side, language: Language) -> str:
    """Name a side of the market."""
    return say(f"dossier.side_{side}", language)


def domain_name(domain: str, definition: CaseDefinition, language: Language) -> str:
    """Name a channel, or all of them."""
    if domain in (ALL, SEVERAL):
        return say("px.all" if domain == ALL else "results.several", language)
    names = {channel.id: channel.name.say(language) for channel in definition.channels}
    return names.get(domain, domain)
