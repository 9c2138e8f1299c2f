"""The desk: how the field work stands, and the small acts that move it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tramite.kernel.errors import TramiteError
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.quality import check_quality, decide_flag, newest_version
from tramite.web.bridge.content import definition_of
from tramite.web.bridge.field_picture import STATES, FieldPicture, UnitLine, field_picture
from tramite.web.faces.field.forms import DecisionForm
from tramite.web.faces.field.own import names_for, part_of
from tramite.web.faces.field.words import (
    SHOWN,
    STATE_WORDS,
    budget_words,
    cost_rows,
    group_rows,
    quota_rows,
    side_rows,
    unit_rows,
)
from tramite.web.models import AuditLine, Channel, QualityDecision, Right
from tramite.web.queries.field import decisions_to_take, field_team
from tramite.web.spoken import page_language

ROWS = 50


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def desk(request: StudyRequest) -> HttpResponse:
    """Show how the field work stands; an interviewer sees their own part."""
    picture = field_picture(request.study, part_of(request))
    note(request.user, Verb.SAW, "desk", study=request.study)
    context = {**_shown(request, picture), **_units(request, picture), **_flags(request)}
    return render(request, "tramite/desk.html", context)


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def desk_part(request: StudyRequest) -> HttpResponse:
    """Show the numbers again, if anything has changed since; the desk asks every few seconds."""
    if request.GET.get("mark") == _mark(request):
        return HttpResponse(status=204)
    return render(
        request, "tramite/desk_part.html", _shown(request, field_picture(request.study, part_of(request)))
    )


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def desk_units(request: StudyRequest) -> HttpResponse:
    """Show those who were drawn, in one state or all."""
    picture = field_picture(request.study, part_of(request))
    return render(request, "tramite/desk_units.html", _units(request, picture))


@needs(Right.MANAGE_FIELD)
@require_POST
def check(request: StudyRequest) -> HttpResponse:
    """Check the quality of the interviews now."""
    trouble = ""
    try:
        check_quality(request.study, by=request.user)
    except TramiteError as error:
        trouble = error.say(page_language())
    request.study.refresh_from_db()
    if request.htmx:
        return render(request, "tramite/desk_flags.html", {**_flags(request), "trouble": trouble})
    return redirect("desk", study=request.study.code)


@needs(Right.MANAGE_FIELD)
@require_POST
def decide(request: StudyRequest, flag: int) -> HttpResponse:
    """Decide what was noticed in an interview."""
    row = get_object_or_404(QualityDecision, study=request.study, pk=flag)
    form = DecisionForm(request.POST)
    if form.is_valid():
        decide_flag(row, form.cleaned_data["decision"], form.cleaned_data["reason"], by=request.user)
    if request.htmx:
        return render(request, "tramite/desk_flag.html", {"each": row, "form": form})
    return redirect("desk", study=request.study.code)


def _mark(request: StudyRequest) -> str:
    """Return what changes whenever something was done in the study or an interview came in."""
    changes = AuditLine.objects.filter(study=request.study.code).exclude(verb__in=(Verb.SAW, Verb.EXPORTED))
    last = changes.order_by("-pk").values_list("pk", flat=True).first()
    seen = (last, newest_version(request.study), request.study.checked_version, request.user.pk, page_language())
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def _shown(request: StudyRequest, picture: FieldPicture) -> dict[str, Any]:
    language, currency = page_language(), definition_of(request.study).currency
    channels = {each.code: each.name(language) for each in Channel.objects.filter(study=request.study)}
    across, quotas = quota_rows(picture.quotas)
    return {
        "picture": picture, "mark": _mark(request), "own": part_of(request) is not None,
        "counts": [(STATE_WORDS[state], count) for state, count in picture.counts.items()],
        "sides": side_rows(picture, language),
        "quotas": quotas, "quota_channels": [channels.get(code, code) for code in across],
        "shown_states": [STATE_WORDS[state] for state in SHOWN],
        "channels_title": _("Channels"), "channel_word": _("Channel"),
        "interviewers_title": _("Interviewers"), "interviewer_word": _("Interviewer"),
        "reasons": [(reason or _("not noted"), count) for reason, count in picture.state.reasons.items()],
        "interviewers": group_rows(picture.interviewers, {"": _("nobody yet")}, language),
        "channels": group_rows(picture.channels, channels, language),
        "costs": cost_rows(picture.budget.planned, language, currency),
        "budget": budget_words(picture, language, currency),
    }  # fmt: skip


def _units(request: StudyRequest, picture: FieldPicture) -> dict[str, Any]:
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip().lower()
    chosen = [line for line in picture.lines if not state or line.state == state]
    names = names_for(request, [line.unit.unit_id for line in chosen])
    found = [line for line in chosen if not words or _holds(line, names, words)]
    channels = {each.code: each.name(page_language()) for each in Channel.objects.filter(study=request.study)}
    page = Paginator(unit_rows(found, names, channels), ROWS).get_page(request.GET.get("page"))
    return {
        "page": page, "state": state, "q": request.GET.get("q", ""),
        "states": [(each, STATE_WORDS[each]) for each in STATES], "team": list(field_team(request.study)),
    }  # fmt: skip


def _holds(line: UnitLine, names: dict[str, str], words: str) -> bool:
    return words in f"{line.unit.unit_id} {names.get(line.unit.unit_id, '')} {line.stratum}".lower()


def _flags(request: StudyRequest) -> dict[str, Any]:
    if Right.MANAGE_FIELD not in request.rights:
        return {"flags": []}
    rows = decisions_to_take(request.study)
    return {"flags": [(row, DecisionForm()) for row in rows]}


urlpatterns = [
    path("field/", desk, name="desk"),
    path("field/part/", desk_part, name="desk_part"),
    path("field/units/", desk_units, name="desk_units"),
    path("field/check/", check, name="check_quality"),
    path("field/flags/<int:flag>/", decide, name="decide_flag"),
]
