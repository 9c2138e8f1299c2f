"""The desk: how the field work stands, and the small acts that move it."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.quality import ask_to_check, newest_version
from tramite.web.bridge.content import definition_of
from tramite.web.bridge.field_picture import STATES, FieldPicture, field_picture
from tramite.web.faces.field.flags import flags_changed, flags_shown
from tramite.web.faces.field.own import part_of
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
from tramite.web.models import AuditLine, Channel, Right, SampledUnit
from tramite.web.paging import ROWS, note_list_seen
from tramite.web.queries.field import names_of
from tramite.web.queries.people import interviewers_of
from tramite.web.spoken import page_language


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def desk(request: StudyRequest) -> HttpResponse:
    """Show how the field work stands; an interviewer sees their own part."""
    part = part_of(request)
    picture = field_picture(request.study, part)
    note(request.user, Verb.SAW, "desk", study=request.study)
    if picture.unchecked:  # of what came with a whole case nobody has asked yet
        ask_to_check(request.study)
    context = {
        "own": part is not None, **_shown(request, picture), **_units(request, picture), **flags_shown(request),
    }  # fmt: skip
    return render(request, "tramite/desk.html", context)


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def desk_part(request: StudyRequest) -> HttpResponse:
    """Show the numbers, states and flags again, if any has changed since; the desk asks every few seconds."""
    if request.GET.get("mark") == _mark(request):
        return HttpResponse(status=204)
    part = part_of(request)
    picture = field_picture(request.study, part)
    context = {
        "own": part is not None, "again": True, **_shown(request, picture), **flags_changed(request),
        **_units(request, picture, named=False),
    }  # fmt: skip
    return render(request, "tramite/desk_part.html", context)


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def desk_units(request: StudyRequest) -> HttpResponse:
    """Show those who were drawn, in one state or all."""
    note_list_seen(request, "sampledunit")
    picture = field_picture(request.study, part_of(request))
    return render(request, "tramite/desk_units.html", _units(request, picture))


def _mark(request: StudyRequest) -> str:
    """Return what changes whenever something was done in the study or an interview came in."""
    changes = AuditLine.objects.filter(study=request.study.code).exclude(verb__in=(Verb.SAW, Verb.EXPORTED))
    last = changes.order_by("-pk").values_list("pk", flat=True).first()
    study = request.study
    quality = (newest_version(study), study.checked_version, study.checking_trouble)
    seen = (last, quality, request.user.pk, page_language())
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def _shown(request: StudyRequest, picture: FieldPicture) -> dict[str, Any]:
    language, currency = page_language(), definition_of(request.study).currency
    channels = _channels(request)
    across, quotas = quota_rows(picture.quotas)
    budget = picture.budget
    return {
        "picture": picture, "mark": _mark(request),
        "counts": [(STATE_WORDS[state], count) for state, count in picture.counts.items()],
        "sides": side_rows(picture, language),
        "quotas": quotas, "quota_channels": [channels.get(code, code) for code in across],
        "shown_states": [STATE_WORDS[state] for state in SHOWN],
        "channels_title": _("Channels"), "channel_word": _("Channel"),
        "interviewers_title": _("Interviewers"), "interviewer_word": _("Interviewer"),
        "reasons": [(reason or _("not noted"), count) for reason, count in picture.state.reasons.items()],
        "interviewers": group_rows(picture.interviewers, {**picture.people, "": _("nobody yet")}, language),
        "channels": group_rows(picture.channels, channels, language),
        "costs": [] if budget is None else cost_rows(budget.planned, language, currency),
        "budget": None if budget is None else budget_words(budget, language, currency),
    }  # fmt: skip


def _units(request: StudyRequest, picture: FieldPicture, *, named: bool = True) -> dict[str, Any]:
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip().lower()
    chosen = picture.drawn.filter(pl.col("state") == state) if state else picture.drawn
    found = _holding(request, chosen, words) if words else chosen["unit_id"].to_list()
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    names = names_of(request.study, list(page)) if named else {}
    shown = chosen.filter(pl.col("unit_id").is_in(list(page)))
    units = SampledUnit.objects.filter(study=request.study, unit_id__in=list(page)).select_related("assigned_to")
    page.object_list = unit_rows(shown, {unit.unit_id: unit for unit in units}, names, _channels(request))
    return {
        "page": page, "state": state, "q": request.GET.get("q", ""),
        "more": f"&{urlencode({'state': state})}#units",
        "states": [(each, STATE_WORDS[each]) for each in STATES],
        "team": list(interviewers_of(request.study)) if named else [],
    }  # fmt: skip


def _holding(request: StudyRequest, units: pl.DataFrame, words: str) -> list[str]:
    """Return the units whose code, name or stratum holds the words."""
    names = names_of(request.study, units["unit_id"].to_list())
    rows = units.select("unit_id", "stratum").iter_rows()
    return [unit for unit, stratum in rows if words in f"{unit} {names.get(unit, '')} {stratum}".lower()]


def _channels(request: StudyRequest) -> dict[str, str]:
    return {each.code: each.name(page_language()) for each in Channel.objects.filter(study=request.study)}


urlpatterns = [
    path("field/", desk, name="desk"),
    path("field/part/", desk_part, name="desk_part"),
    path("field/units/", desk_units, name="desk_units"),
]
