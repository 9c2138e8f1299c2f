"""The record of processing (art. 30 GDPR) of a study, as a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST

from tramite.kernel.wording import LANGUAGES
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.audit import Verb, note
from tramite.web.bridge.processing import processing_of
from tramite.web.models import ProcessingNotes, Right
from tramite.web.spoken import page_language


class NotesForm(forms.ModelForm[ProcessingNotes]):
    """What only people know of the processing."""

    class Meta:
        model = ProcessingNotes
        fields = ("controller", "dpo", "processors", "transfers", "measures")
        labels = {
            "controller": gettext_lazy("Controller: name and contact details, and representative"),
            "dpo": gettext_lazy("Data protection officer"),
            "processors": gettext_lazy("Processors: agency, host of the server"),
            "transfers": gettext_lazy("Transfers outside the European Union, with their safeguards"),
            "measures": gettext_lazy("Other security measures"),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in fields}


@needs(Right.MANAGE_PRIVACY)
def record(request: StudyRequest) -> HttpResponse:
    """Write down what only people know, and offer the document."""
    notes, _made = ProcessingNotes.objects.get_or_create(study=request.study)
    form = NotesForm(request.POST or None, instance=notes)
    if request.method == "POST" and form.is_valid():
        form.save()
        note(request.user, Verb.CHANGED, "record of processing", study=request.study, fields=form.changed_data)
        messages.success(request, _("Saved."))
        return redirect("record", study=request.study.code)
    return render(request, "tramite/record.html", {"form": form}, status=422 if form.is_bound else 200)


@needs(Right.MANAGE_PRIVACY)
@require_POST
def record_file(request: StudyRequest) -> HttpResponse:
    """Give the document, in one of the languages."""
    chosen = request.POST.get("language")
    language = next((word for word in LANGUAGES if word == chosen), page_language())
    notes = ProcessingNotes.objects.filter(study=request.study).first() or ProcessingNotes(study=request.study)
    with override(language):
        facts: dict[str, Any] = {"processing": processing_of(request.study), "notes": notes, "language": language}
        context = facts | {"study": request.study, "today": timezone.localdate()}
        page = render_to_string("tramite/record_file.html", context)
    note(request.user, Verb.EXPORTED, "record of processing", study=request.study)
    name = f"{request.study.code}-record-{language}.html"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(page, content_type="text/html; charset=utf-8", headers=headers)


urlpatterns = [
    path("privacy/record/", record, name="record"),
    path("privacy/record/file/", record_file, name="record_file"),
]
