"""The call-back sheets: whom to ring and what to ask again; and, apart, what was written the first time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tramite.kernel.case import CaseDefinition
from tramite.kernel.wording import Language
from tramite.reports.grid import Grid, Row
from tramite.reports.leaf import Leaf, Writer, render_leaf
from tramite.reports.section import Block, Heading, Section, Words
from tramite.voices.asking.bank import Item, ItemBank

_BOX = "☐"


@dataclass(frozen=True, slots=True)
class CallBack:
    """One interview to check by phone.

    Attributes:
        name: of the firm or person, as the register has it.
        answers: item and what was written: (key, number, text).
        asked_again: a person wants to know more, as against drawn by lot.
    """

    interview_id: str
    unit_id: str
    name: str | None
    channel_id: str
    day: date
    mode: str
    seconds: float | None
    answers: Mapping[str, Sequence[tuple[str, float | None, str | None]]]
    asked_again: bool


def render_call_sheet(
    calls: Sequence[CallBack], *, definition: CaseDefinition, bank: ItemBank, language: Language
) -> str:
    """Write what to ask again as one HTML page, without any answer: who rings must not lead."""
    hand = Writer(definition, language)
    rules = tuple(hand.tell(f"quality.call_rule_{number}") for number in (1, 2, 3, 4))
    blocks: list[Block] = [Words(hand.tell("quality.call_lead"), points=rules)]
    for number, call in enumerate(calls, 1):
        blocks += _asked(hand, number, call, bank)
    return _leaf(hand, "call_title", len(calls), Section("calls", hand.tell("quality.call_ask"), tuple(blocks)))


def render_call_answers(
    calls: Sequence[CallBack], *, definition: CaseDefinition, bank: ItemBank, language: Language
) -> str:
    """Write what was written the first time as one HTML page, to compare with after the call."""
    hand = Writer(definition, language)
    blocks: list[Block] = [Words(hand.tell("quality.call_written_lead"), tone="warning")]
    for number, call in enumerate(calls, 1):
        blocks += _written(hand, number, call, bank)
    section = Section("written", hand.tell("quality.call_written"), tuple(blocks))
    return _leaf(hand, "call_answers_title", len(calls), section)


def _leaf(hand: Writer, title: str, count: int, section: Section) -> str:
    leaf = Leaf(
        kind=hand.tell("quality.call_kind"), title=hand.tell(f"quality.{title}"), vendor=hand.definition.vendor,
        facts=hand.tell("quality.call_facts", count=count), sections=(section,), banner=hand.badge("voices"),
    )  # fmt: skip
    return render_leaf(hand, leaf)


def _asked(hand: Writer, number: int, call: CallBack, bank: ItemBank) -> Iterator[Block]:
    yield Heading(f"call-{number}", _title(hand, number, call))
    if call.asked_again:
        yield Words(hand.tell("quality.call_again"))
    questions = [hand.tell("quality.call_held"), *(_words(hand, bank.item(item), call) for item in call.answers)]
    rows = tuple(Row(text, (hand.words(_BOX), hand.words(_BOX), hand.words(""))) for text in questions)
    headers = tuple(hand.tell(f"quality.call_{name}") for name in ("question", "same", "different", "notes"))
    yield Grid(f"call-{number}-asked", "calls", hand.tell("quality.call_asked_caption"), headers, rows)


def _written(hand: Writer, number: int, call: CallBack, bank: ItemBank) -> Iterator[Block]:
    yield Heading(f"call-{number}-written", _title(hand, number, call))
    minutes = hand.figure(None if call.seconds is None else round(call.seconds / 60), "count")
    mode = hand.tell(f"quality.mode_{call.mode}")
    held = hand.tell("quality.call_was_held", day=hand.day(call.day), mode=mode, minutes=minutes)
    rows = [Row(hand.tell("quality.call_interview"), (hand.words(held),))]
    for item_id, told in call.answers.items():
        item = bank.item(item_id)
        rows.append(Row(_words(hand, item, call), (hand.words(_answer(hand, item, told, bank)),)))
    headers = (hand.tell("quality.call_question"), hand.tell("quality.call_was_written"))
    yield Grid(f"call-{number}-told", "calls", hand.tell("quality.call_written_caption"), headers, tuple(rows))


def _title(hand: Writer, number: int, call: CallBack) -> str:
    who = " · ".join(filter(None, (call.name, call.unit_id)))
    return f"{number}. {who} ({call.interview_id})"


def _words(hand: Writer, item: Item, call: CallBack) -> str:
    return _filled(hand, item.say(hand.language)).replace("{channel}", hand.channel(call.channel_id))


def _filled(hand: Writer, text: str) -> str:
    return text.replace("{vendor}", hand.definition.vendor)


def _answer(hand: Writer, item: Item, told: Sequence[tuple[str, float | None, str | None]], bank: ItemBank) -> str:
    labels = {choice.code: _filled(hand, choice.say(hand.language)) for choice in bank.choices_of(item.choices)}
    parts = []
    for key, number, text in told:
        if text is not None:
            parts.append(labels.get(text.strip(), text))
        elif item.scale in ("multi", "rank"):
            parts.append(labels.get(key, hand.channel(key)))
        elif number is not None:
            name = labels.get(key) or hand.channel(key)
            amount = f"{number:g}" + ("%" if item.scale in ("pct", "share100") else "")
            parts.append(f"{name} {amount}".strip())
    return "; ".join(parts)
