"""Interviews: the list, and what was answered in one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.bridge.content import apart_in, question_words
from tramite.web.models import Interview, Right
from tramite.web.paging import list_page, note_seen
from tramite.web.queries.interviews import current_answers
from tramite.web.spoken import page_language


@needs(Right.READ_OWN_INTERVIEWS)
@require_safe
def interviews(request: StudyRequest) -> HttpResponse:
    """List the interviews that somebody may read."""
    found = Interview.objects.filter(study=request.study).visible_to(request.user, request.rights)
    return list_page(request, "interviews", found.select_related("channel").order_by("position"))


@needs(Right.READ_OWN_INTERVIEWS)
@require_safe
def interview(request: StudyRequest, code: str) -> HttpResponse:
    """Show what was answered; answers on competition only to the clean team."""
    visible = Interview.objects.filter(study=request.study).visible_to(request.user, request.rights)
    found = get_object_or_404(visible.select_related("channel"), interview_id=code)
    apart = frozenset() if Right.READ_ANTITRUST in request.rights else apart_in(request.study)
    answers = current_answers(found, without=apart)
    words = question_words(request.study, page_language())
    hidden = found.versions.get(current=True).answers.filter(item_id__in=apart).count()
    note_seen(request, found)
    context = {
        "interview": found,
        "answers": [(answer, words.get(answer.item_id, "")) for answer in answers],
        "hidden": hidden,
        "channel": found.channel.name(page_language()),
    }
    return render(request, "tramite/interview.html", context)


urlpatterns = [
    path("interviews/", interviews, name="interviews"),
    path("interviews/of/<path:code>/", interview, name="interview"),
]
