"""The log of who saw and changed what: in a study, and in the installation."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from tramite.web.access import PageRequest, StudyRequest, needs, owners_only
from tramite.web.models import AuditLine, Right
from tramite.web.models.log_words import field_words, kind_words
from tramite.web.spoken import page_language

_LINES = 100


@needs(Right.READ_AUDIT)
@require_safe
def audit(request: StudyRequest) -> HttpResponse:
    """Show the log, newest first."""
    return _log(request, request.study.code, reverse("audit", kwargs={"study": request.study.code}))


@owners_only
@require_safe
def log(request: PageRequest) -> HttpResponse:
    """Show what belongs to no study: log-ins, accounts, second factors, tokens."""
    return _log(request, "", reverse("log"))


def _log(request: PageRequest, study: str, address: str) -> HttpResponse:
    page = Paginator(AuditLine.objects.filter(study=study), _LINES).get_page(request.GET.get("page"))
    language = page_language()
    told = [
        (line, kind_words(line.kind), [field_words(line.kind, name, language) for name in line.fields])
        for line in page
    ]
    return render(request, "tramite/audit.html", {"page": page, "lines": told, "address": address})


installation_urlpatterns = [path("log/", log, name="log")]
urlpatterns = [path("log/", audit, name="audit")]
