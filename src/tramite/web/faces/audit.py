"""The log of who saw and changed what: in a study, and in the installation."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from tramite.web.access import PageRequest, StudyRequest, needs, owners_only
from tramite.web.models import AuditLine, Right

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
    return render(request, "tramite/audit.html", {"page": page, "address": address})


installation_urlpatterns = [path("log/", log, name="log")]
urlpatterns = [path("log/", audit, name="audit")]
