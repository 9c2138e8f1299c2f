"""The log of who saw and changed what in a study."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.models import AuditLine, Right

_LINES = 100


@needs(Right.READ_AUDIT)
@require_safe
def audit(request: StudyRequest) -> HttpResponse:
    """Show the log, newest first."""
    lines = AuditLine.objects.filter(study=request.study.code)
    page = Paginator(lines, _LINES).get_page(request.GET.get("page"))
    return render(request, "tramite/audit.html", {"page": page})


urlpatterns = [path("log/", audit, name="audit")]
