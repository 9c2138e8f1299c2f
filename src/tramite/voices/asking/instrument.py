"""The exact words that an interview used, kept under a version that ``interviews.version`` names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tramite.kernel.wording import Language
from tramite.voices.asking.guide import Guide, Question
from tramite.voices.asking.project_words import Answer

_WORDING_DIGITS, _VERSION_DIGITS = 6, 8


@dataclass(frozen=True, slots=True)
class Option:
    """One answer as it was offered."""

    code: str
    en: str
    it: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One item as it was read out.

    Attributes:
        wording: version of these words: equal where words and answers are equal, in both languages.
        en, it: question; {x} stands where respondents heard different values (key ``x`` of the answer says which).
        options: answers of its list and of its second questions.
    """

    item_id: str
    wording: str
    construct: str
    scale: str
    mirrors: tuple[str, ...]
    feeds: tuple[str, ...]
    en: str
    it: str
    options: tuple[Option, ...]

    def read_out(self, language: Language, *, x: float | None = None) -> str:
        """Return the question as a respondent heard it.

        Args:
            x: the value of {x} in this interview (key ``x`` of its answer), where the question has one.
        """
        text = self.it if language == "it" else self.en
        return text if x is None else text.replace("{x}", f"{x:g}")


@dataclass(frozen=True, slots=True)
class Instrument:
    """All questions that a respondent type is asked about a channel, in one version."""

    version: str
    role: str
    channel_id: str
    wordings: tuple[Wording, ...]

    def wording(self, item_id: str) -> Wording:
        """Return an item of this version; ``KeyError`` if it was not asked."""
        return {wording.item_id: wording for wording in self.wordings}[item_id]


def instrument_of(guide: Guide) -> Instrument:
    """Return the words of a guide under a version made from them: same words, same version, on every machine."""
    wordings = tuple(_wording(question) for question in (*guide.questions, *guide.sheet))
    digest = _digest([asdict(wording) for wording in wordings], _VERSION_DIGITS)
    return Instrument(f"{guide.role}.{guide.channel_id}.{digest}", guide.role, guide.channel_id, wordings)


def _wording(question: Question) -> Wording:
    item = question.item
    options = tuple(_options(question.answers) + _options(question.follow_up) + _options(question.extra))
    words = [question.text.en, question.text.it, *((o.code, o.en, o.it) for o in options)]
    return Wording(
        item_id=item.id, wording=f"{item.id}.{_digest(words, _WORDING_DIGITS)}", construct=item.construct,
        scale=item.scale, mirrors=item.mirrors, feeds=item.feeds, en=question.text.en, it=question.text.it,
        options=options,
    )  # fmt: skip


def _options(answers: Sequence[Answer]) -> list[Option]:
    return [Option(answer.code, answer.label.en, answer.label.it) for answer in answers]


def _digest(content: object, digits: int) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:digits]
