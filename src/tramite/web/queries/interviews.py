"""What was answered, as far as somebody may read it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from tramite.web.models import Answer, Interview, InterviewVersion


def current_answers(interview: Interview, *, without: Collection[str]) -> QuerySet[Answer]:
    """Return the answers of an interview that count, in the order of asking; ``without``: items left out."""
    answers = Answer.objects.filter(version__interview=interview, version__current=True)
    return answers.exclude(item_id__in=without).order_by("position")


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that a version changed; ``None``: there was none, or there is none any more."""

    item_id: str
    key: str
    before: Answer | None
    after: Answer | None


def changes_of(interview: Interview, *, without: Collection[str]) -> list[tuple[InterviewVersion, list[Changed]]]:
    """Return the versions of an interview, the last first, with what each changed; ``without``: no such item."""
    versions = list(interview.versions.select_related("made_by").prefetch_related("answers").order_by("number"))
    said: dict[tuple[str, str], Answer] = {}
    found = []
    for version in versions:
        now = {
            (each.item_id, each.key or ""): each for each in version.answers.all() if each.item_id not in without
        }
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
