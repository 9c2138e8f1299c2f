"""Dossiers: have one made, see how far it is, read it."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from tramite.kernel.wording import LANGUAGES
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.dossiers import ask_for_dossier
from tramite.web.models import Dossier, DossierFile, Right
from tramite.web.spoken import page_language
from tramite.workflows.dossier_stages import STAGES

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The page of a dossier is one file: its style stands in it, it runs nothing and loads nothing.
_ONE_FILE = {
    "default-src": [NONE], "style-src": ["'unsafe-inline'"], "img-src": ["data:"], "base-uri": [NONE],
    "form-action": [NONE], "frame-ancestors": [NONE],
}  # fmt: skip


@needs(Right.READ_DOSSIER)
@require_safe
def dossiers(request: StudyRequest) -> HttpResponse:
    """List the dossiers of a study."""
    return render(request, "tramite/dossiers.html", _listed(request))


@needs(Right.READ_DOSSIER)
@require_safe
def progress(request: StudyRequest) -> HttpResponse:
    """Show the list alone: it asks for itself again while something is in the making."""
    return render(request, "tramite/dossiers_rows.html", _listed(request))


def _listed(request: StudyRequest) -> dict[str, object]:
    rows = [
        (each, 0 if each.stage not in STAGES else STAGES.index(each.stage) + 1)
        for each in Dossier.objects.filter(study=request.study).select_related("asked_by")[:30]
    ]
    under_way = any(each.under_way for each, _stage in rows)
    return {"rows": rows, "under_way": under_way, "stages": len(STAGES)}


@needs(Right.MAKE_DOSSIER)
@require_POST
def make(request: StudyRequest) -> HttpResponse:
    """Put a dossier on the list of work."""
    chosen = request.POST.get("language")
    language = next((word for word in LANGUAGES if word == chosen), page_language())
    ask_for_dossier(request.study, language, by=request.user)
    if request.htmx:
        return render(request, "tramite/dossiers_rows.html", _listed(request))
    return redirect("dossiers", study=request.study.code)


@needs(Right.READ_DOSSIER)
@require_safe
@csp(_ONE_FILE)  # type: ignore[arg-type]
def page(request: StudyRequest, dossier: int) -> HttpResponse:
    """Show the page of a dossier."""
    return HttpResponse(_file(request, dossier, "dossier.html"), content_type="text/html; charset=utf-8")


@needs(Right.READ_DOSSIER)
@require_safe
def workbook(request: StudyRequest, dossier: int) -> HttpResponse:
    """Give the workbook of a dossier."""
    name = f"{request.study.code}-{dossier}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(_file(request, dossier, "dossier.xlsx"), content_type=_XLSX, headers=headers)


def _file(request: StudyRequest, dossier: int, name: str) -> bytes:
    found = get_object_or_404(Dossier, study=request.study, pk=dossier)
    file = DossierFile.objects.filter(dossier=found, name=name).first()
    if file is None:
        raise Http404
    note(request.user, Verb.SAW, name, str(dossier), study=request.study)
    return bytes(file.content)


urlpatterns = [
    path("dossiers/", dossiers, name="dossiers"),
    path("dossiers/progress/", progress, name="progress"),
    path("dossiers/make/", make, name="make_dossier"),
    path("dossiers/<int:dossier>/", page, name="dossier"),
    path("dossiers/<int:dossier>/workbook/", workbook, name="workbook"),
]
