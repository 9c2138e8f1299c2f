"""What was answered, as far as somebody may read it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from tramite.web.models import Answer, Interview


def current_answers(interview: Interview, *, without: Collection[str]) -> QuerySet[Answer]:
    """Return the answers of an interview that count, in the order of asking; ``without``: items left out."""
    answers = Answer.objects.filter(version__interview=interview, version__current=True)
    return answers.exclude(item_id__in=without).order_by("position")
