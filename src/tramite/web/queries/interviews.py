"""What was answered, as far as somebody may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from tramite.voices.asking.bank_check import OWN_PEOPLE
from tramite.web.models import Answer, Interview, InterviewVersion, Right, User


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Items of a bank that not everybody may read.

    Attributes:
        apart: on competition. grouped: all whose answers are reported for groups only; ``apart`` among them.
    """

    apart: frozenset[str]
    grouped: frozenset[str]


def may_read(user: User, rights: frozenset[Right], items: Sensitive) -> Q:
    """Return which answers somebody may read one by one (METHOD §3.3, §4.9, §4.10; ADR 38).

    Nobody reads single answers on competition. Who carries out the study reads all others, as does an interviewer
    what they have heard. Anybody else is as the vendor: interviews of level a alone, which is never assumed and
    never of an employee, and of them no item that is for groups only.
    """
    anyone = ~Q(item_id__in=items.apart)
    if Right.READ_SINGLE_ANSWERS in rights:
        return anyone
    own = Q(version__interview__conducted_by=user)
    named = Q(version__interview__level="a") & ~Q(version__interview__role__in=OWN_PEOPLE)
    return anyone & (own | (named & ~Q(item_id__in=items.grouped)))


def level_of(role: str, stated: str | None) -> str:
    """Return what was promised: as stated, else c to employees and the vendor's people, b to all others."""
    return stated or ("c" if role in OWN_PEOPLE else "b")


def current_answers(interview: Interview, may: Q) -> QuerySet[Answer]:
    """Return the answers of an interview that count, in the order of asking; ``may``: of :func:`may_read`."""
    answers = Answer.objects.filter(version__interview=interview, version__current=True)
    return answers.filter(may).order_by("position")


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that a version changed; ``None``: there was none, or there is none any more."""

    item_id: str
    key: str
    before: Answer | None
    after: Answer | None


def changes_of(interview: Interview, may: Q) -> list[tuple[InterviewVersion, list[Changed]]]:
    """Return the versions of an interview, the last first, with what each changed; ``may``: as above."""
    answers = Prefetch("answers", queryset=Answer.objects.filter(may))
    versions = list(interview.versions.select_related("made_by").prefetch_related(answers).order_by("number"))
    said: dict[tuple[str, str], Answer] = {}
    found = []
    for version in versions:
        now = {(each.item_id, each.key or ""): each for each in version.answers.all()}
        changed = [
            Changed(item, key, said.get((item, key)), now.get((item, key)))
            for item, key in sorted({**said, **now})
            if _value(said.get((item, key))) != _value(now.get((item, key)))
        ]
        found.append((version, changed if version.number > 1 else []))
        said = now
    return found[::-1]


def _value(answer: Answer | None) -> object:
    return None if answer is None else (answer.number, answer.text, answer.missing)
