"""The interview in the browser: whom to interview, the form with its brief."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from uuid import UUID

from csp.decorators import csp
from django.http import HttpResponse, JsonResponse
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
from tramite.web.actions.drafts import state_of
from tramite.web.actions.talks import MODES, begin_talk, take_along
from tramite.web.bridge.briefs import brief_for
from tramite.web.bridge.content import definition_of
from tramite.web.bridge.forms import form_for
from tramite.web.models import Draft, FrameUnit, Interview, Right
from tramite.web.models.words import WORDS
from tramite.web.paging import list_page
from tramite.web.queries.field import names_of
from tramite.web.queries.talks import draft_of, respondents_for
from tramite.web.spoken import page_language
from tramite.web.talk_page import FORM_POLICY, form_words, list_words

# Of the page of an interview: it opens without a connection even where it was never opened with one.
_FILES: Final = (
    "tramite/tramite.css", "tramite/talk.css", "tramite/interview/interview.css", "tramite/interview/interview.js",
    "tramite/interview/site.js",
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
        "words": list_words(),
        "pages": [_address(request, name, draft) for draft in drafts for name in ("talk", "talk_form")]
        + [static(file) for file in _FILES],
    }
    modes = [(mode, WORDS[mode]) for mode in MODES]
    begun = [(draft, names.get(draft.unit_id, "")) for draft in drafts]
    published = request.study.forms.filter(current=True).exists()
    return list_page(request, "talks", found, drafts=begun, modes=modes, config=config, published=published)


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
@require_POST
def take_talks(request: StudyRequest) -> HttpResponse:
    """Begin the interviews that come next: the list keeps their pages on the device."""
    take_along(request.study, by=request.user, rights=request.rights)
    return redirect("talks", study=request.study.code)


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
@never_cache
@csp(FORM_POLICY)  # type: ignore[arg-type]
def talk(request: StudyRequest, instance: UUID) -> HttpResponse:
    """Show the form of an interview, with what the interviewer must know beside it."""
    draft = draft_of(request.study, request.user, instance)
    note(request.user, Verb.SAW, "draft", draft.unit_id, study=request.study)
    brief, trouble = None, ""
    try:
        brief = brief_for(request.study, draft.unit_id, page_language())
    except TramiteError as error:
        trouble = error.say(page_language())
    most = definition_of(request.study).method.interview_max_minutes
    context = {
        "draft": draft, "versions": draft.versions.all(), "brief": brief, "trouble": trouble, "most": most,
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
        "urls": {
            "session": reverse("talk_session", kwargs={"study": study}),
            "draft": _address(request, "save_talk", draft),
            "aside": _address(request, "set_talk_aside", draft),
            "submit": reverse("submission", kwargs={"study": study}),
            "files": _address(request, "talk_files", draft),
        },
        "language": page_language(),
        "most": most,
        "pages": [reverse("talks", kwargs={"study": study}), _address(request, "talk_form", draft)],
        "draft": state_of(draft),
        "words": form_words(),
    }


def _device(request: StudyRequest) -> dict[str, Any]:
    study = request.study.code
    return {
        "user": request.user.pk,
        "who": request.user.name,
        "study": study,
        "urls": {"session": reverse("talk_session", kwargs={"study": study})},
        "worker": reverse("talk_worker", kwargs={"study": study}),
    }


def _address(request: StudyRequest, name: str, draft: Draft) -> str:
    return reverse(name, kwargs={"study": request.study.code, "instance": draft.instance_id})


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
@never_cache
def talk_form(request: StudyRequest, instance: UUID) -> HttpResponse:
    """Give the form of an interview: it names nobody but who is interviewed."""
    draft = draft_of(request.study, request.user, instance)
    held = Interview.objects.filter(study=request.study, conducted_by=request.user, interviewer__isnull=False)
    known = held.order_by("position").values_list("interviewer", flat=True).last()
    xform = form_for(draft, interviewer=known or request.user.name)
    return HttpResponse(xform, content_type="text/xml; charset=utf-8")


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
@never_cache
def talk_session(request: StudyRequest) -> HttpResponse:
    """Tell the page who is logged in now, the token for what it sends (a page that was kept has an old one), and
    which interviews are begun here.
    """
    begun = Draft.objects.filter(study=request.study, user=request.user).values_list("instance_id", flat=True)
    return JsonResponse({"user": request.user.pk, "token": get_token(request), "begun": list(map(str, begun))})


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def talk_worker(request: StudyRequest) -> HttpResponse:
    """Give the script that opens these pages without a connection: its address says for which pages."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8", headers=headers)


urlpatterns = [
    path("talk/", talks, name="talks"),
    path("talk/begin", begin, name="begin_talk"),
    path("talk/take", take_talks, name="take_talks"),
    path("talk/session", talk_session, name="talk_session"),
    path("talk/worker.js", talk_worker, name="talk_worker"),
    path("talk/<uuid:instance>/", talk, name="talk"),
    path("talk/<uuid:instance>/form.xml", talk_form, name="talk_form"),
]
