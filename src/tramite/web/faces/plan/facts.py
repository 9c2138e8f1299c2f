"""The statements of the quiz, each with its truth and source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tramite.voices.asking.project_words import FACTS_ASKED
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.registers import remove_fact, save_register_row
from tramite.web.models import Fact, Right
from tramite.web.paging import note_seen
from tramite.web.saving import saved
from tramite.web.spoken import page_language


class FactForm(forms.ModelForm[Fact]):
    """A statement."""

    true = forms.TypedChoiceField(
        choices=[("true", gettext_lazy("true")), ("false", gettext_lazy("false"))],
        coerce=lambda word: word == "true",
        label=gettext_lazy("The statement is"),
    )

    class Meta:
        model = Fact
        fields = ("fact_id", "text_it", "text_en", "true", "source")
        labels = {
            "fact_id": gettext_lazy("Code"),
            "text_it": gettext_lazy("Statement in Italian"),
            "text_en": gettext_lazy("Statement in English"),
            "source": gettext_lazy("Official source"),
        }
        widgets = {
            "text_it": forms.Textarea(attrs={"rows": 3}), "text_en": forms.Textarea(attrs={"rows": 3}),
            "source": forms.TextInput(),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["true"] = "true" if self.instance.true else "false"

    def clean_fact_id(self) -> str:
        """A code stands once."""
        code: str = self.cleaned_data["fact_id"]
        if Fact.objects.filter(study=self.instance.study, fact_id=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This code is taken."))
        return code


@needs(Right.READ_REGISTERS)
@require_safe
def facts(request: StudyRequest) -> HttpResponse:
    """List the statements."""
    rows = list(Fact.objects.filter(study=request.study).order_by("position"))
    language = page_language()
    context = {
        "facts": [(row, row.text_it if language == "it" else row.text_en) for row in rows],
        "asked": FACTS_ASKED, "true": sum(row.true for row in rows), "false": sum(not row.true for row in rows),
    }  # fmt: skip
    return render(request, "tramite/facts.html", context)


@needs(Right.MANAGE_FIELD)
def new_fact(request: StudyRequest) -> HttpResponse:
    """Add a statement."""
    return _edited(request, Fact(study=request.study), _("A new statement"))


@needs(Right.MANAGE_FIELD)
def fact(request: StudyRequest, code: str) -> HttpResponse:
    """Change a statement."""
    found = get_object_or_404(Fact, study=request.study, fact_id=code)
    note_seen(request, found)
    return _edited(request, found, found.fact_id)


@needs(Right.MANAGE_FIELD)
@require_POST
def remove(request: StudyRequest, code: str) -> HttpResponse:
    """Take a statement out of the quiz."""
    remove_fact(get_object_or_404(Fact, study=request.study, fact_id=code), by=request.user)
    messages.success(request, _("Removed."))
    return redirect("facts", study=request.study.code)


def _edited(request: StudyRequest, row: Fact, title: str) -> HttpResponse:
    form = FactForm(request.POST or None, instance=row)

    def save() -> None:
        save_register_row(form.save(commit=False), fields=form.changed_data, by=request.user)

    if request.method == "POST" and form.is_valid() and saved(request, form, save):
        return redirect("facts", study=request.study.code)
    context = {"form": form, "title": title, "back": "facts", "fact": row if row.pk else None}
    return render(request, "tramite/fact.html", context, status=422 if form.is_bound else 200)


urlpatterns = [
    path("plan/facts/", facts, name="facts"),
    path("plan/facts/new/", new_fact, name="new_fact"),
    path("plan/facts/of/<path:code>/remove/", remove, name="remove_fact"),
    path("plan/facts/of/<path:code>/", fact, name="fact"),
]
