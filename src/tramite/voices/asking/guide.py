"""Assemble the interview guide of a respondent type and channel, in the order of METHOD §2.6."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.method import Method
from tramite.voices.asking.bank import PARTNER_ROLES, Item, ItemBank
from tramite.voices.asking.bilingual import Bilingual, both
from tramite.voices.asking.changes import ITEMS_FILE
from tramite.voices.asking.item_shape import ALONE, FOLLOWS, PROBED_WHEN_LOW, Shape, When, shape_of
from tramite.voices.asking.project_words import Answer, Fact, ProjectLists, ProjectWords

Part = Literal["story", "facts", "scores", "role", "conflict", "information", "reactions", "change"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
_PART_OF: Final[dict[str, Part]] = {
    "channel": "facts", "need": "role", "easy": "scores", "predictable": "scores", "profitable": "scores",
    "relationship": "scores", "role": "role", "paradigm": "role", "competition": "conflict",
    "information": "information", "potential": "reactions", "reaction": "reactions", "context": "facts",
}  # fmt: skip
# Items that belong elsewhere than their section of the bank: what one does is a fact, what one would do is not.
_PLACED: Final[dict[str, Part]] = {
    "PC01": "story", "CZ01": "story", "PZ01": "change", "CZ02": "change", "VZ01": "change", "PM02": "facts",
    "PS05": "facts", "CX01": "facts", "CX06": "conflict", "CC03": "reactions", "CN03": "scores", "CN04": "scores",
}  # fmt: skip
# A direct channel has no partners: mirrors of theirs are skipped, and this one, whose words speak of partners.
_SPEAKS_OF_PARTNERS = frozenset({"VE06"})
_COSTLIEST = 5
_ROTATE = "rotate"  # so marked in the bank


@dataclass(frozen=True, slots=True)
class Question:
    """One item as it is put to a respondent.

    Attributes:
        text: words in both languages; {x} stays, since respondents hear different values.
        answers: list of the item, filled. follow_up, extra: lists of its second questions.
        rotates: answers are shown in another order to each respondent.
        after: item that it follows, and how much of that there must be.
        probe: to be probed when the score is low, since it holds two attributes (METHOD §2.8).
    """

    item: Item
    part: Part
    text: Bilingual
    shape: Shape
    answers: tuple[Answer, ...] = ()
    follow_up: tuple[Answer, ...] = ()
    extra: tuple[Answer, ...] = ()
    rotates: bool = False
    after: tuple[str, When] | None = None

    @property
    def probe(self) -> bool:
        """Whether a low score is to be probed."""
        return self.item.id in PROBED_WHEN_LOW


@dataclass(frozen=True, slots=True)
class Guide:
    """What is asked of a respondent type about a channel.

    Attributes:
        questions: of the interview, in order. sheet: those that go ahead in writing.
        minutes: estimate of the interview; probing: time for «why?» on top, as a share; opening: minutes.
        nonresponse: the ways not to answer.
    """

    role: str
    channel_id: str
    channel: Bilingual
    vendor: str
    questions: tuple[Question, ...]
    sheet: tuple[Question, ...]
    minutes: float
    probing: float
    opening: float
    nonresponse: tuple[Answer, ...]

    def of_part(self, part: Part) -> tuple[Question, ...]:
        """Return the questions of a part, in order."""
        return tuple(question for question in self.questions if question.part == part)

    def minutes_of(self, part: Part) -> float:
        """Return the time of a part: (1 + probing)·Σ seconds/60 (METHOD §2.1)."""
        return self._minutes(self.of_part(part))

    @property
    def sheet_minutes(self) -> float:
        """Return the time of the sheet that goes ahead."""
        return self._minutes(self.sheet)

    def _minutes(self, questions: Sequence[Question]) -> float:
        return (1 + self.probing) * sum(question.item.seconds for question in questions) / 60


def assemble_guide(
    bank: ItemBank,
    *,
    role: str,
    channel_id: str,
    definition: CaseDefinition,
    words: ProjectWords,
    facts: Sequence[Fact],
    method: Method,
) -> Guide:
    """Assemble the guide of a respondent type about a channel: core items, words filled, in order.

    Order: story, facts, scores, role, conflict, information, reactions, one change; the quiz late (METHOD §2.6).

    Raises:
        InputRefused: the project has not given words or lists that the questions need; or the guide takes more
            than the time allowed: the fault names the items that cost most (METHOD §2.1).
    """
    lists = ProjectLists(bank, definition, words, facts, role, channel_id)
    items = [item for item in bank.items_for(role, core=True) if _is_asked(bank, item, role, lists)]
    faults = [*lists.faults(items), *_too_long(items, method)]
    if faults:
        raise InputRefused(faults)
    asked = {item.id for item in items}
    fillings = _fillings(bank, lists)
    questions = [_question(item, lists, fillings, asked) for item in items]
    interview = [question for question in questions if question.item.mode == "interview"]
    interview.sort(key=lambda question: (PARTS.index(question.part), question.item.scale == "quiz"))
    return Guide(
        role=role,
        channel_id=channel_id,
        channel=fillings["channel"],
        vendor=definition.vendor,
        questions=tuple(interview),
        sheet=tuple(question for question in questions if question.item.mode == "sheet"),
        minutes=_minutes(items, method),
        probing=method.interview_probing,
        opening=method.interview_opening_minutes,
        nonresponse=lists.answers("nonresponse"),
    )


def split_value(question: Question, *, unit_id: str, seed: int) -> float | None:
    """Return the value of {x} that a respondent hears: one of two, by chance; ``None`` where there is none.

    The same seed and respondent give the same value, on every machine and in every order; questions about the same
    lever give the same value to one respondent (METHOD §2.4).
    """
    values = question.shape.split
    if not values:
        return None
    digest = hashlib.sha256(f"{seed}\n{question.shape.lever}\n{unit_id}".encode()).digest()
    return values[digest[0] % len(values)]


def speaks_of_partners(item: Item, bank: ItemBank) -> bool:
    """Tell whether a question to the vendor's people makes sense only of a channel with partners (METHOD §2.5)."""
    mirrored = [bank.item(mirror) for mirror in item.mirrors]
    of_partners = bool(mirrored) and all(set(mirror.roles) <= set(PARTNER_ROLES) for mirror in mirrored)
    return of_partners or item.id in _SPEAKS_OF_PARTNERS


def _is_asked(bank: ItemBank, item: Item, role: str, lists: ProjectLists) -> bool:
    if role != "vendor" or lists.definition.channel(lists.channel_id).reach == "indirect":
        return True
    return not speaks_of_partners(item, bank)


def _question(item: Item, lists: ProjectLists, fillings: Mapping[str, Bilingual], asked: set[str]) -> Question:
    shape = shape_of(item)
    text = Bilingual(item.text_en, item.text_it)
    if item.id in ALONE and ALONE[item.id] not in asked:
        text = both(f"questionnaire.alone_{item.id}", vendor="{vendor}", earnings="{earnings}", x="{x}")
    after = FOLLOWS.get(item.id)
    follows = shape.follow_up is not None
    answers = lists.answers(item.choices, others=follows) if item.choices else ()
    return Question(
        item=item,
        part=_PLACED.get(item.id, _PART_OF.get(item.section, "facts")),
        text=text.filled(fillings),
        shape=shape,
        answers=() if follows else answers,
        follow_up=answers if follows else (),
        extra=lists.answers(shape.extra_choice[1]) if shape.extra_choice else (),
        rotates=any(choice.note.startswith(_ROTATE) for choice in lists.bank.choices_of(item.choices)[:1]),
        after=after if after and after[0] in asked else None,
    )


def _fillings(bank: ItemBank, lists: ProjectLists) -> dict[str, Bilingual]:
    channel = lists.definition.channel(lists.channel_id).name
    vendor = lists.definition.vendor
    filled = {"vendor": Bilingual(vendor, vendor), "channel": Bilingual(channel.en, channel.it)}
    for word in ("category", "flagship", "case"):
        name = getattr(lists.words, word)
        if name is not None:
            filled[word] = Bilingual(name.en, name.it)
    for lexicon, word in (("lex_earnings", "earnings"), ("lex_org", "org")):
        for choice in bank.choices_of(lexicon):
            if choice.code == lists.role:
                filled[word] = Bilingual(choice.label_en, choice.label_it)
    return filled


def _minutes(items: Sequence[Item], method: Method) -> float:
    seconds = sum(item.seconds for item in items if item.mode == "interview")
    return (1 + method.interview_probing) * seconds / 60 + method.interview_opening_minutes


def _too_long(items: Sequence[Item], method: Method) -> Iterator[Fault]:
    minutes = _minutes(items, method)
    if minutes > method.interview_max_minutes:
        asked = sorted((i for i in items if i.mode == "interview"), key=lambda item: -item.seconds)
        costliest = ", ".join(f"{item.id} ({item.seconds} s)" for item in asked[:_COSTLIEST])
        hint = f"{method.interview_max_minutes:g} min – {costliest}"
        yield Fault(ITEMS_FILE, "guide_too_long", value=f"{minutes:.1f} min", hint=hint)
