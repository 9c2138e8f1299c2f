"""What is filled so far of an interview in the browser: saved, set aside, opened again, thrown away."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST

from tramite.web.access import StudyRequest, needs
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.drafts import (
    MAX_DRAFT,
    DraftElsewhere,
    Save,
    open_version,
    save_draft,
    set_aside,
    state_of,
)
from tramite.web.json_reading import read_json
from tramite.web.models import Right
from tramite.web.models.talks import DEVICE_LENGTH, WRITER_LENGTH
from tramite.web.queries.talks import draft_of


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def save_talk(request: StudyRequest, instance: UUID) -> HttpResponse:
    """Keep what is filled so far; where another device went on, tell what that one has."""
    draft = draft_of(request.study, request.user, instance)
    try:
        save, revision = _save_in(request), int(request.POST.get("revision", ""))
    except ValueError:
        return HttpResponseBadRequest()
    try:
        saved = save_draft(draft, save, revision=revision, over=request.POST.get("over") == "yes")
    except DraftElsewhere as error:
        return JsonResponse(state_of(error.draft), status=error.http_status)
    return JsonResponse({"revision": saved})


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def set_talk_aside(request: StudyRequest, instance: UUID) -> HttpResponse:
    """Keep what a device has beside the draft: another version goes on there."""
    draft = draft_of(request.study, request.user, instance)
    try:
        set_aside(draft, _save_in(request))
    except ValueError:
        return HttpResponseBadRequest()
    return JsonResponse({"revision": draft.revision})


def _save_in(request: StudyRequest) -> Save:
    """Return what a page sent.

    Raises:
        ValueError: it is none.
    """
    body, writer = request.POST.get("body", ""), request.POST.get("writer", "")
    beside = read_json(request.POST.get("beside", ""))
    turn = int(request.POST.get("turn", ""))
    fits = 0 < len(body) <= MAX_DRAFT and len(writer) <= WRITER_LENGTH and turn >= 0
    if not fits or not isinstance(beside, dict):
        raise ValueError
    return Save(body, beside, writer, turn, request.POST.get("device", "")[:DEVICE_LENGTH])


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def open_talk_version(request: StudyRequest, instance: UUID, version: int) -> HttpResponse:
    """Go on with a version that was set aside; what stood in its place is set aside."""
    draft = draft_of(request.study, request.user, instance)
    open_version(get_object_or_404(draft.versions, pk=version))
    note(request.user, Verb.CHANGED, "draft", draft.unit_id, study=request.study)
    return redirect("talk", study=request.study.code, instance=draft.instance_id)


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def discard_talk(request: StudyRequest, instance: UUID) -> HttpResponse:
    """Throw a draft away."""
    draft = draft_of(request.study, request.user, instance)
    note(request.user, Verb.REMOVED, "draft", draft.unit_id, study=request.study)
    draft.delete()
    return redirect("talks", study=request.study.code)


urlpatterns = [
    path("talk/<uuid:instance>/draft", save_talk, name="save_talk"),
    path("talk/<uuid:instance>/aside", set_talk_aside, name="set_talk_aside"),
    path("talk/<uuid:instance>/versions/<int:version>", open_talk_version, name="open_talk_version"),
    path("talk/<uuid:instance>/discard", discard_talk, name="discard_talk"),
]
