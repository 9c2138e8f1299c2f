"""The interviewer's guide on paper: the brief, the questions, room to write."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from tramite.kernel.errors import TramiteError
from tramite.kernel.figures import figure
from tramite.kernel.wording import Language, Phrase, phrase, say
from tramite.reports.rendering import css_string
from tramite.voices.asking.bank_check import OWN_PEOPLE
from tramite.voices.asking.bilingual import Bilingual
from tramite.voices.asking.brief import Brief, Level
from tramite.voices.asking.guide import PARTS, Guide, Question, split_value
from tramite.voices.asking.item_shape import LEADERS, LOW_SCORE, PARTIES
from tramite.voices.asking.project_words import Answer

_LONG_LIST = 7  # a longer list stands in two columns
_LINE, _BOX = 140, 6  # letters that two short lines hold; room of a box and its space
TIPS = ("probes", "silence", "defence", "promise", "selling", "shares", "certainty", "lists")
_NEVER = ("union", "health", "colleagues")
COMPETITION = ("prices", "customers", "rivals")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """What a printed guide shows.

    Attributes:
        level: what is promised to the respondent. brief: of one respondent; ``None`` for a guide for all.
        purpose: read out first. direct: the vendor also sells to end customers itself. k: smallest group shown.
        seed: of the case: the same {x} and order of cards as in the electronic form.
    """

    guide: Guide
    version: str
    level: Level
    purpose: Bilingual
    direct: bool
    k: int
    seed: int
    brief: Brief | None = None

    def x_of(self, question: Question) -> str:
        """Return what stands for {x}: the respondent's value, or both where nobody is named."""
        if self.brief is not None:
            return f"{split_value(question, unit_id=self.brief.unit_id, seed=self.seed):g}"
        return " / ".join(f"{value:g}" for value in question.shape.split)

    def text(self, question: Question, language: Language) -> str:
        """Return the words of a question as they are read out."""
        words = question.text.say(language)
        return words.replace("{x}", self.x_of(question)) if question.shape.split else words

    def shown(self, question: Question) -> Sequence[Answer]:
        """Return the answers in the order of this respondent: shuffled where the bank rotates them."""
        if self.brief is None or not question.rotates:
            return question.answers
        unit = self.brief.unit_id
        return sorted(question.answers, key=lambda a: _mixed(f"{self.seed}\n{question.item.id}\n{unit}\n{a.code}"))


def render_guide(page: GuidePage, language: Language) -> str:
    """Write a guide as one self-contained HTML page for A4 paper, in a language."""
    guide = page.guide

    def words(key: str, **params: object) -> str:
        return say(f"questionnaire.{key}", language, **{"vendor": guide.vendor, "k": page.k, **params})

    parts = [part for part in PARTS if guide.of_part(part)]
    role = words(f"role_{guide.role}")
    return _environment().get_template("guide.html.j2").render(
        page=page, guide=guide, language=language, say=words, parts=parts, role=role,
        channel=guide.channel.say(language), facts=facts_of(page, role, language), tips=TIPS, never=never_of(page),
        competition=COMPETITION if page.direct else (), minutes=_minutes(language),
        scale=_scale, leaders=LEADERS, parties=PARTIES, low=LOW_SCORE, long_list=_LONG_LIST,
        short=lambda answers: sum(len(answer.label.say(language)) + _BOX for answer in answers) <= _LINE,
        longest=max([guide.opening, *(guide.minutes_of(part) for part in parts)]),
        side="vendor" if guide.role == "vendor" else "partner", may_choose=guide.role not in OWN_PEOPLE,
        running=css_string(" · ".join(_running(page, role, language))), page_word=css_string(words("guide_page")),
    )  # fmt: skip


def guide_pdf(page: GuidePage, language: Language) -> bytes:
    """Return a guide as PDF: fonts inside, nothing fetched from anywhere.

    Raises:
        TramiteError: Pango, which sets the type, is not on this machine.
    """
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]  # noqa: PLC0415 - most of a second
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise TramiteError("no_pango") from error

    html = HTML(string=render_guide(page, language), url_fetcher=URLFetcher(allowed_protocols=()))
    return bytes(html.write_pdf(pdf_tags=True))


def _mixed(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _running(page: GuidePage, role: str, language: Language) -> list[str]:
    who = [page.brief.unit_id] if page.brief else []
    return [page.guide.vendor, role, page.guide.channel.say(language), *who, page.version]


def facts_of(page: GuidePage, role: str, language: Language) -> list[tuple[str, str]]:
    """Return what the registers say of the respondent, label and value; what they do not say is left out."""
    brief = page.brief
    if brief is None:
        return []
    found: list[tuple[str, Phrase | str | None]] = [
        ("fact_name", brief.name), ("fact_unit", brief.unit_id), ("fact_role", role),
        ("fact_channel", page.guide.channel.say(language)), ("fact_segment", brief.segment),
        ("fact_area", ", ".join(filter(None, (brief.area, brief.country))) or None),
        ("fact_since", str(brief.since.year) if brief.since else None),
        ("fact_size", phrase(f"questionnaire.size_{brief.size}") if brief.size else None),
        ("fact_status", phrase("questionnaire.status_lost") if brief.lost else None),
    ]  # fmt: skip
    return [
        (say(f"questionnaire.{key}", language), value.say(language) if isinstance(value, Phrase) else value)
        for key, value in found
        if value is not None
    ]


def never_of(page: GuidePage) -> tuple[str, ...]:
    return (*_NEVER, "staying") if page.level == "c" and page.guide.role != "vendor" else _NEVER


def _minutes(language: Language) -> Callable[[float], str]:
    return lambda value: figure(round(value * 2) / 2, "score", language).removesuffix(".0").removesuffix(",0")


def _scale(question: Question) -> str:
    """Return which block of the template draws the answer."""
    scale = question.item.scale
    names = {"0-10": "score", "1-5": "list", "juster": "list", "choice": "list", "multi": "marks",
             "share100": "shares", "grid-share": "grid_shares", "grid-who": "grid_who", "grid-0-10": "grid_scores",
             "best-worst": "cards"}  # fmt: skip
    return names.get(scale, scale)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("tramite.reports", "html"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
