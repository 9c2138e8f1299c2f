"""The flags of the desk: what waits for a person, and what of it changed since it was shown."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from tramite.web.access import StudyRequest, needs
from tramite.web.actions.quality import ask_to_check, decide_flag
from tramite.web.faces.field.forms import DecisionForm
from tramite.web.models import QualityDecision, Right
from tramite.web.paging import ROWS
from tramite.web.queries.field import decisions_to_take


def flags_shown(request: StudyRequest) -> dict[str, Any]:
    """Return a page of the flags that wait for a person; what is decided makes room for the next."""
    if Right.MANAGE_FIELD not in request.rights:
        return {"flags": []}
    page = Paginator(decisions_to_take(request.study), ROWS).get_page(request.GET.get("flags"))
    return {"flags": [(row, DecisionForm()) for row in page], "flag_page": page}


def flags_changed(request: StudyRequest) -> dict[str, Any]:
    """Return which rows of flags come, change and go, of those that a page shows.

    The page tells each that it shows as ``<key>-<decision>``. All others stay as they are: somebody may be writing
    in them.
    """
    if Right.MANAGE_FIELD not in request.rights:
        return {}
    shown = dict(known.partition("-")[::2] for known in request.GET.getlist("shown"))
    waiting = {str(row.pk): row for row in decisions_to_take(request.study).filter(pk__in=_keys(shown))}
    context = flags_shown(request)
    return {
        "flag_page": context["flag_page"],
        "come": [(row, form) for row, form in context["flags"] if str(row.pk) not in shown],
        "changed": [(row, DecisionForm()) for key, row in waiting.items() if shown[key] != (row.decision or "")],
        "gone": [key for key in _keys(shown) if key not in waiting],
    }


def _keys(shown: dict[str, str]) -> list[str]:
    return [key for key in shown if key.isascii() and key.isdigit() and len(key) < 19]


@needs(Right.MANAGE_FIELD)
@require_POST
def check(request: StudyRequest) -> HttpResponse:
    """Have the quality of the interviews checked, also where a check was stopped."""
    ask_to_check(request.study, again=True)
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


urlpatterns = [
    path("field/check/", check, name="check_quality"),
    path("field/flags/<int:flag>/", decide, name="decide_flag"),
]
