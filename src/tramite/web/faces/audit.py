"""The log of who saw and changed what in a study."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.models import AuditLine, Right
from tramite.web.models.log_words import field_words, kind_words
from tramite.web.spoken import page_language

_LINES = 100


@needs(Right.READ_AUDIT)
@require_safe
def audit(request: StudyRequest) -> HttpResponse:
    """Show the log, newest first."""
    lines = AuditLine.objects.filter(study=request.study.code)
    page = Paginator(lines, _LINES).get_page(request.GET.get("page"))
    language = page_language()
    told = [
        (line, kind_words(line.kind), [field_words(line.kind, name, language) for name in line.fields])
        for line in page
    ]
    return render(request, "tramite/audit.html", {"page": page, "lines": told})


urlpatterns = [path("log/", audit, name="audit")]
