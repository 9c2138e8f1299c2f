"""The interview in the browser: whom to interview, the form with its brief, drafts, what is sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from csp.decorators import csp
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

import tramite.web
from tramite.kernel.errors import TramiteError
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.receiving import BODY_FILE
from tramite.web.actions.talks import MAX_DRAFT, begin_talk, save_draft, take_talk
from tramite.web.bridge.briefs import brief_for
from tramite.web.bridge.content import definition_of
from tramite.web.bridge.forms import form_for
from tramite.web.models import Draft, FrameUnit, Interview, Right
from tramite.web.models.words import WORDS
from tramite.web.paging import list_page
from tramite.web.queries.field import names_of
from tramite.web.queries.talks import respondents_for
from tramite.web.spoken import page_language
from tramite.web.talk_page import FORM_POLICY, form_words, outbox_words

MODES: Final = ("in_person", "video", "phone")
# Of the page of an interview: it opens without a connection even where it was never opened with one.
_FILES: Final = (
    "tramite/tramite.css", "tramite/talk.css", "tramite/interview/interview.css", "tramite/interview/interview.js",
    "tramite/interview/leaving.js",
)  # fmt: skip
_WORKER: Final = Path(tramite.web.__file__).parent / "static" / "tramite" / "interview" / "worker.js"


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def talks(request: StudyRequest) -> HttpResponse:
    """List whom somebody may interview, and what they have begun."""
    found = respondents_for(request.study, request.user, request.rights, request.GET.get("q", "").strip())
    drafts = list(Draft.objects.filter(study=request.study, user=request.user).select_related("replaces"))
    names = names_of(request.study, [draft.unit_id for draft in drafts])
    config = _device(request) | {
        "words": outbox_words(),
        "pages": [_address(request, name, draft) for draft in drafts for name in ("talk", "talk_form")]
        + [static(file) for file in _FILES],
    }
    modes = [(mode, WORDS[mode]) for mode in MODES]
    begun = [(draft, names.get(draft.unit_id, "")) for draft in drafts]
    return list_page(request, "talks", found, drafts=begun, modes=modes, config=config)


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def begin(request: StudyRequest) -> HttpResponse:
    """Begin an interview, or go on with it."""
    mode = request.POST.get("mode", "")
    may = respondents_for(request.study, request.user, request.rights, "")
    unit = get_object_or_404(FrameUnit, pk__in=may.values("pk"), unit_id=request.POST.get("unit", ""))
    draft = begin_talk(request.study, unit, mode if mode in MODES else MODES[0], by=request.user)
    return redirect("talk", study=request.study.code, instance=draft.instance_id)


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
@never_cache
@csp(FORM_POLICY)  # type: ignore[arg-type]
def talk(request: StudyRequest, instance: UUID) -> HttpResponse:
    """Show the form of an interview, with what the interviewer must know beside it."""
    draft = _mine(request, instance)
    note(request.user, Verb.SAW, "draft", draft.unit_id, study=request.study)
    brief, trouble = None, ""
    try:
        brief = brief_for(request.study, draft.unit_id, page_language())
    except TramiteError as error:
        trouble = error.say(page_language())
    most = definition_of(request.study).method.interview_max_minutes
    context = {
        "draft": draft, "brief": brief, "trouble": trouble, "most": most,
        "name": names_of(request.study, [draft.unit_id]).get(draft.unit_id, ""),
        "config": _config(request, draft, most),
    }  # fmt: skip
    return render(request, "tramite/talk.html", context)


def _config(request: StudyRequest, draft: Draft, most: float) -> dict[str, Any]:
    study = request.study.code
    return _device(request) | {
        "instance": str(draft.instance_id),
        "corrects": draft.replaces.instance_id if draft.replaces else "",
        "xform": _address(request, "talk_form", draft),
        "draftUrl": _address(request, "save_talk", draft),
        "submitUrl": reverse("submission", kwargs={"study": study}),
        "language": page_language(),
        "most": most,
        "pages": [reverse("talks", kwargs={"study": study}), _address(request, "talk_form", draft)],
        "draft": draft.beside
        | {"body": draft.body, "revision": draft.revision, "at": int(draft.saved_at.timestamp() * 1000)},
        "words": form_words(),
    }


def _device(request: StudyRequest) -> dict[str, Any]:
    study = request.study.code
    return {
        "user": request.user.pk,
        "study": study,
        "sessionUrl": reverse("talk_session", kwargs={"study": study}),
        "worker": reverse("talk_worker", kwargs={"study": study}),
    }


def _address(request: StudyRequest, name: str, draft: Draft) -> str:
    return reverse(name, kwargs={"study": request.study.code, "instance": draft.instance_id})


def _mine(request: StudyRequest, instance: UUID) -> Draft:
    drafts = Draft.objects.select_related("form", "replaces")
    return get_object_or_404(drafts, study=request.study, user=request.user, instance_id=instance)


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
@never_cache
def talk_form(request: StudyRequest, instance: UUID) -> HttpResponse:
    """Give the form of an interview: it names nobody but who is interviewed."""
    draft = _mine(request, instance)
    held = Interview.objects.filter(study=request.study, conducted_by=request.user, interviewer__isnull=False)
    known = held.order_by("position").values_list("interviewer", flat=True).last()
    xform = form_for(draft, interviewer=known or request.user.name)
    return HttpResponse(xform, content_type="text/xml; charset=utf-8")


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def save_talk(request: StudyRequest, instance: UUID) -> HttpResponse:
    """Keep what is filled so far."""
    draft = _mine(request, instance)
    body = request.POST.get("body", "")
    try:
        beside = json.loads(request.POST.get("beside", "{}"))
        revision = int(request.POST.get("revision", ""))
    except ValueError:
        return HttpResponseBadRequest()
    if len(body) > MAX_DRAFT or not isinstance(beside, dict):
        return HttpResponseBadRequest()
    return JsonResponse({"revision": save_draft(draft, body, beside, revision=revision)})


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def discard_talk(request: StudyRequest, instance: UUID) -> HttpResponse:
    """Throw a draft away."""
    draft = _mine(request, instance)
    note(request.user, Verb.REMOVED, "draft", draft.unit_id, study=request.study)
    draft.delete()
    return redirect("talks", study=request.study.code)


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def submission(request: StudyRequest) -> HttpResponse:
    """Take in an interview that was filled here."""
    files = {name: file.read() for name, file in request.FILES.items() if isinstance(file, UploadedFile)}
    body = files.pop(BODY_FILE, None)
    try:
        recording = json.loads(request.POST.get("recording", "null"))
    except ValueError:
        return HttpResponseBadRequest()
    if body is None or not isinstance(recording, (dict, type(None))):
        return HttpResponseBadRequest()
    complete = "*isIncomplete*" not in request.POST
    try:
        take_talk(request.study, body, files, complete=complete, recording=recording, by=request.user)
    except TramiteError as error:
        words = error.say(page_language())
        return HttpResponse(words, status=error.http_status, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=201)


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
@never_cache
def talk_session(request: StudyRequest) -> HttpResponse:
    """Tell the page who is logged in now, and the token for what it sends: a page that was kept has an old one."""
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def talk_worker(request: StudyRequest) -> HttpResponse:
    """Give the script that opens these pages without a connection: its address says for which pages."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8", headers=headers)


urlpatterns = [
    path("talk/", talks, name="talks"),
    path("talk/begin", begin, name="begin_talk"),
    path("talk/session", talk_session, name="talk_session"),
    path("talk/worker.js", talk_worker, name="talk_worker"),
    path("talk/<uuid:instance>/", talk, name="talk"),
    path("talk/<uuid:instance>/form.xml", talk_form, name="talk_form"),
    path("talk/<uuid:instance>/draft", save_talk, name="save_talk"),
    path("talk/<uuid:instance>/discard", discard_talk, name="discard_talk"),
    path("submission", submission, name="submission"),
]
