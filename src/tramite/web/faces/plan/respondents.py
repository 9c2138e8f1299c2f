"""Who could be asked, one by one: those whom the books know, and those whom somebody adds."""

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

from tramite.kernel.tables import ROLES
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.respondents import RespondentDrawn, remove_respondent, save_respondent
from tramite.web.models import Channel, FrameUnit, Right
from tramite.web.models.words import worded
from tramite.web.paging import list_page, note_seen
from tramite.web.queries.plan import is_drawn, name_of, respondents_found
from tramite.web.saving import saved
from tramite.web.spoken import page_language

_FROM_BOOKS = ("status", "revenue", "contribution", "potential")  # kept up to date by the draw


class RespondentForm(forms.ModelForm[FrameUnit]):
    """Somebody who could be asked."""

    name = forms.CharField(required=False, max_length=300, label=gettext_lazy("Name"))

    class Meta:
        model = FrameUnit
        fields = ("unit_id", "role", "channel", "status", "area", "revenue", "contribution", "potential")
        labels = {
            "unit_id": gettext_lazy("Code"),
            "role": gettext_lazy("Respondent type"),
            "channel": gettext_lazy("Channel"),
            "status": gettext_lazy("They buy from us"),
            "area": gettext_lazy("Sales area"),
            "revenue": gettext_lazy("Net sales of the last 12 months"),
            "contribution": gettext_lazy("Gross margin of a year"),
            "potential": gettext_lazy("Attainable yearly sales"),
        }
        widgets = {"area": forms.TextInput()}

    field_order = ("unit_id", "name", "role", "channel", "status", "area", "revenue", "contribution", "potential")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row, language = self.instance, page_language()
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ModelChoiceField)  # noqa: S101 - tells the type
        channel.queryset = Channel.objects.filter(study=row.study)
        channel.label_from_instance = lambda each: each.name(language)  # type: ignore[method-assign, assignment]
        for name in ("role", "status"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
            given: Any = field.choices
            field.choices = [("", "—"), *worded(code for code, _ in given if code)]
        held = () if row.pk is None else ("unit_id", *(_FROM_BOOKS if row.origin == "books" else ()))
        self.drawn = row.pk is not None and is_drawn(row)
        drawn = ("role", "channel") if self.drawn else ()
        for name in ("revenue", "contribution", "potential"):
            self.fields[name].required = False
        for name in (*held, *drawn):
            self.fields[name].disabled = True
        if row.pk is not None:
            self.initial["name"] = name_of(row)

    def clean_area(self) -> str | None:
        """Empty text is nothing."""
        return self.cleaned_data["area"] or None

    def clean_unit_id(self) -> str:
        """A code stands once."""
        code: str = self.cleaned_data["unit_id"]
        if FrameUnit.objects.filter(study=self.instance.study, unit_id=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This code is taken."))
        return code


@needs(Right.MANAGE_FIELD, Right.READ_NAMES)
@require_safe
def respondents(request: StudyRequest) -> HttpResponse:
    """List who could be asked, as far as they are searched for."""
    chosen = request.GET.get("role", "")
    found = respondents_found(request.study, request.GET.get("q", ""), chosen)
    return list_page(request, "respondents", found, roles=worded(ROLES), chosen=chosen)


@needs(Right.MANAGE_FIELD, Right.READ_NAMES)
def new_respondent(request: StudyRequest) -> HttpResponse:
    """Add somebody who could be asked."""
    return _edited(request, FrameUnit(study=request.study), _("Somebody new who could be asked"))


@needs(Right.MANAGE_FIELD, Right.READ_NAMES)
def respondent(request: StudyRequest, code: str) -> HttpResponse:
    """Change somebody who could be asked."""
    found = get_object_or_404(FrameUnit, study=request.study, unit_id=code)
    note_seen(request, found)
    return _edited(request, found, found.unit_id)


@needs(Right.MANAGE_FIELD, Right.READ_NAMES)
@require_POST
def remove(request: StudyRequest, code: str) -> HttpResponse:
    """Take somebody off the list."""
    found = get_object_or_404(FrameUnit, study=request.study, unit_id=code)
    try:
        remove_respondent(found, by=request.user)
    except RespondentDrawn:
        messages.error(request, _("Whoever was drawn, or comes from the books, stays on the list."))
        return redirect("respondent", study=request.study.code, code=code)
    messages.success(request, _("Removed."))
    return redirect("respondents", study=request.study.code)


def _edited(request: StudyRequest, row: FrameUnit, title: str) -> HttpResponse:
    form = RespondentForm(request.POST or None, instance=row)

    def save() -> None:
        name = form.cleaned_data["name"]
        save_respondent(form.save(commit=False), name=name, fields=form.changed_data, by=request.user)

    if request.method == "POST" and form.is_valid() and saved(request, form, save):
        return redirect("respondents", study=request.study.code)
    removable = row.pk is not None and row.origin != "books" and not form.drawn
    context = {"form": form, "title": title, "removable": removable, "row": row}
    return render(request, "tramite/respondent.html", context, status=422 if form.is_bound else 200)


urlpatterns = [
    path("plan/respondents/", respondents, name="respondents"),
    path("plan/respondents/new/", new_respondent, name="new_respondent"),
    path("plan/respondents/of/<path:code>/remove/", remove, name="remove_respondent"),
    path("plan/respondents/of/<path:code>/", respondent, name="respondent"),
]
