"""Filled forms that came in: whether their answers are in the tables, and if not, why."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.actions.taking_in import accept, ask_to_take_in_again
from tramite.web.bridge.content import apart_in
from tramite.web.models import PublishedForm, Right, Submission
from tramite.web.paging import list_page


@needs(Right.MANAGE_FIELD)
@require_safe
def received(request: StudyRequest) -> HttpResponse:
    """List the filled forms, newest first, of all states or of one."""
    found = Submission.objects.filter(study=request.study).select_related("received_from", "interview")
    titles = PublishedForm.objects.filter(study=request.study, form_id=OuterRef("form_id")).values("title")
    found = found.defer("body").annotate(title=Subquery(titles[:1]))
    chosen = request.GET.get("state", "")
    if chosen in Submission.State.values:
        found = found.filter(state=chosen)
    apart = apart_in(request.study)
    context = {"chosen": chosen, "states": Submission.State.choices, "trouble": request.study.taking_in_trouble}
    return list_page(request, "received", found, apart=apart, **context)


@needs(Right.MANAGE_FIELD)
@require_POST
def read_again(request: StudyRequest) -> HttpResponse:
    """Read once more what was kept out."""
    ask_to_take_in_again(request.study)
    messages.success(request, _("The forms that were kept out are being read again."))
    return redirect("received", study=request.study.code)


@needs(Right.MANAGE_FIELD)
@require_POST
def accept_form(request: StudyRequest, form: int) -> HttpResponse:
    """Accept a form whose respondent is not assigned to who sent it."""
    held = Submission.objects.filter(study=request.study, state=Submission.State.HELD)
    accept(get_object_or_404(held, pk=form), by=request.user)
    messages.success(request, _("The form is accepted, and its answers are being taken in."))
    return redirect("received", study=request.study.code)


urlpatterns = [
    path("received/", received, name="received"),
    path("received/<int:form>/accept/", accept_form, name="accept_form"),
    path("received/again/", read_again, name="read_again"),
]
