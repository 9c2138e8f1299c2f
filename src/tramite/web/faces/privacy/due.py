"""What is due to be destroyed and when, what was destroyed, what is held."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tramite.web.access import StudyRequest, needs
from tramite.web.actions.privacy.destroying import NAMES, RECORDING
from tramite.web.actions.privacy.due import audio_due, names_due
from tramite.web.actions.privacy.holds import hold, lift
from tramite.web.models import AuditLine, Hold, Right

_SHOWN: Final = 50
_RECENT: Final = timedelta(hours=36)  # it is tried once a day
_LONGEST: Final = 366  # days of a hold: afterwards somebody must give a reason again


class HoldForm(forms.Form):
    """What is to be kept longer, until when, and why."""

    kind = forms.ChoiceField(choices=Hold.Kind.choices, label=gettext_lazy("What is kept longer"))
    until = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("For example a claim that is before a court. Without names."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_until(self) -> date:
        """Take a day in the future, a year ahead at most."""
        until: date = self.cleaned_data["until"]
        if not 0 < (until - timezone.localdate()).days <= _LONGEST:
            raise forms.ValidationError(_("Write a day after today, within a year."))
        return until


@needs(Right.MANAGE_PRIVACY)
def privacy(request: StudyRequest) -> HttpResponse:
    """Show what is due, held and destroyed, and take a hold."""
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        hold(request.study, Hold.Kind(data["kind"]), until=data["until"], reason=data["reason"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("privacy", study=request.study.code)
    today = timezone.localdate()
    log = AuditLine.objects.filter(study=request.study.code, kind__in=(NAMES, RECORDING, "person"))
    context = {
        "form": form,
        "names": [due for due in names_due(request.study, today) if due.anything],
        "audio": audio_due(request.study, today),
        "holds": request.study.holds.filter(lifted_at__isnull=True, until__gte=today).select_related("made_by"),
        "destroyed": log.filter(verb=AuditLine.Verb.REMOVED)[:_SHOWN],
        "failed": log.filter(verb=AuditLine.Verb.FAILED, at__gte=timezone.now() - _RECENT).first(),
        "today": today,
    }
    return render(request, "tramite/privacy.html", context, status=422 if form.is_bound else 200)


@needs(Right.MANAGE_PRIVACY)
@require_POST
def lift_hold(request: StudyRequest, hold: int) -> HttpResponse:
    """End a hold."""
    lift(get_object_or_404(Hold, study=request.study, pk=hold, lifted_at__isnull=True), by=request.user)
    messages.success(request, _("Saved."))
    return redirect("privacy", study=request.study.code)


urlpatterns = [
    path("privacy/", privacy, name="privacy"),
    path("privacy/holds/<int:hold>/lift/", lift_hold, name="lift_hold"),
]
