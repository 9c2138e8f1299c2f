"""Interviews: the list, and what was answered in one."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from tramite.kernel.errors import TramiteError
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.talks import begin_correction, correctable
from tramite.web.bridge.content import sensitive_in, study_words
from tramite.web.models import Answer, Interview, Right
from tramite.web.models.words import WORDS
from tramite.web.paging import list_page, note_seen
from tramite.web.queries.interviews import changes_of, current_answers, level_of, may_read
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
    """Show what was answered, as far as its level lets somebody read it; no answers on competition."""
    found = _visible(request, code)
    items = sensitive_in(request.study)
    may = may_read(request.user, request.rights, items)
    answers = current_answers(found, may)
    words = study_words(request.study, page_language())
    questions = words.questions()
    said = Answer.objects.filter(version__interview=found, version__current=True).values_list("item_id", flat=True)
    hidden = sum(item in items.apart for item in said)
    level = level_of(found.role, found.level)
    note_seen(request, found)
    context = {
        "interview": found,
        "answers": [
            (answer, questions.get(answer.item_id, ""), words.part(answer.item_id, answer.key))
            for answer in answers
        ],
        "hidden": hidden,
        "grouped": len(said) - hidden - len(answers),
        "level": WORDS[level],
        "versions": [
            (version, [(each, words.part(each.item_id, each.key)) for each in changed])
            for version, changed in changes_of(found, may)
        ],
        "correctable": correctable(found, by=request.user, rights=request.rights) is not None,
    }
    return render(request, "tramite/interview.html", context)


@needs(Right.READ_OWN_INTERVIEWS, Right.CONDUCT_INTERVIEWS)
def correct(request: StudyRequest, code: str) -> HttpResponse:
    """Ask why an interview is corrected, and open its form again."""
    found = _visible(request, code)
    submission = correctable(found, by=request.user, rights=request.rights)
    if submission is None:
        raise Http404
    trouble = ""
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "")
            draft = begin_correction(submission, found.unit_id, reason, by=request.user)
            return redirect("talk", study=request.study.code, instance=draft.instance_id)
        except TramiteError as error:
            trouble = error.say(page_language())
    context = {"interview": found, "trouble": trouble}
    return render(request, "tramite/correct.html", context, status=422 if trouble else 200)


def _visible(request: StudyRequest, code: str) -> Interview:
    visible = Interview.objects.filter(study=request.study).visible_to(request.user, request.rights)
    return get_object_or_404(visible.select_related("channel", "study"), interview_id=code)


urlpatterns = [
    path("interviews/", interviews, name="interviews"),
    path("interviews/of/<path:code>/", interview, name="interview"),
    path("interviews/correct/<path:code>/", correct, name="correct_interview"),
]
