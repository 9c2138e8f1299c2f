"""The interviewer's guide without its questions, in words: what to know and to heed during one interview."""

from __future__ import annotations

from dataclasses import dataclass

from tramite.kernel.wording import Language, say
from tramite.reports.guide_page import COMPETITION, TIPS, GuidePage, facts_of, never_of
from tramite.voices.asking.guide import PARTS


@dataclass(frozen=True, slots=True)
class InterviewBrief:
    """What stands beside the form during an interview (METHOD §4.5), in one language.

    Attributes:
        facts: of the registers, about the respondent: label and value. read_out: why one is interviewed.
        level: what is promised. tips: how to conduct it. pursue: items to probe when the score is low.
        never, competition: what is not asked. parts: what comes when: title and minutes.
        minutes: of the whole.
    """

    facts: tuple[tuple[str, str], ...]
    read_out: str
    level: str
    tips: tuple[str, ...]
    pursue: tuple[tuple[str, str], ...]
    never: tuple[str, ...]
    competition: tuple[str, ...]
    parts: tuple[tuple[str, float], ...]
    minutes: float


def interview_brief(page: GuidePage, language: Language) -> InterviewBrief:
    """Write the brief of a guide in a language."""
    guide = page.guide

    def words(key: str) -> str:
        return say(f"questionnaire.{key}", language, vendor=guide.vendor, k=page.k)

    return InterviewBrief(
        facts=tuple(facts_of(page, words(f"role_{guide.role}"), language)),
        read_out=page.purpose.say(language),
        level=words(f"guide_level_{page.level}"),
        tips=tuple(words(f"tip_{tip}") for tip in TIPS),
        pursue=tuple((each.item.id, page.text(each, language)) for each in guide.questions if each.probe),
        never=tuple(words(f"never_{each}") for each in never_of(page)),
        competition=tuple(words(f"competition_{each}") for each in COMPETITION) if page.direct else (),
        parts=tuple((words(f"part_{part}"), guide.minutes_of(part)) for part in PARTS if guide.of_part(part)),
        minutes=guide.minutes,
    )
