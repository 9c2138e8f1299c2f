"""Questionnaires of a study: publish them, fill in the words of the project, take forms and guides away."""

from __future__ import annotations

from pathlib import PurePosixPath

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tramite.kernel.errors import TramiteError
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.publishing import ask_to_publish, project_words, save_project_words
from tramite.web.bridge.forms import published_form
from tramite.web.models import CaseFile, PublishedForm, Right
from tramite.web.queries.forms import assigned_units, forms_for
from tramite.web.spoken import page_language

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WordsForm(forms.Form):
    """The words of the project, as TOML."""

    words = forms.CharField(
        label=gettext_lazy("Words of the project"),
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "toml"}),
        max_length=200_000,
    )


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def questionnaires(request: StudyRequest) -> HttpResponse:
    """List the questionnaires; the list asks for itself again while they are being written."""
    template = "questionnaires_rows" if request.htmx else "questionnaires"
    rows = forms_for(request.study, request.user, request.rights)
    return render(request, f"tramite/{template}.html", {"rows": rows})


@needs(Right.MANAGE_FIELD, Right.CONDUCT_INTERVIEWS)
@require_POST
def publish(request: StudyRequest) -> HttpResponse:
    """Have all questionnaires written anew."""
    ask_to_publish(request.study, by=request.user)
    return redirect("questionnaires", study=request.study.code)


@needs(Right.MANAGE_FIELD)
def words(request: StudyRequest) -> HttpResponse:
    """Show and change the words that the project fills into the questions."""
    form = WordsForm(request.POST or None, initial={"words": project_words(request.study)})
    if request.method == "POST" and form.is_valid():
        try:
            save_project_words(request.study, form.cleaned_data["words"], by=request.user)
        except TramiteError as error:
            form.add_error("words", error.say(page_language()))
        else:
            messages.success(request, _("Saved. The questionnaires change once they are published again."))
            return redirect("questionnaires", study=request.study.code)
    return render(request, "tramite/project_words.html", {"form": form}, status=422 if form.is_bound else 200)


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def xform(request: StudyRequest, form: int) -> HttpResponse:
    """Give a form as field tools read it; who may not read names gets those with whom they are to speak."""
    found = _form(request, form)
    names = Right.READ_NAMES in request.rights
    content = published_form(found, None if names else assigned_units(request.study, request.user))
    return _given(request, found, ".xml", content, "text/xml; charset=utf-8")


@needs(Right.MANAGE_FIELD, Right.CONDUCT_INTERVIEWS)
@require_safe
def workbook(request: StudyRequest, form: int) -> HttpResponse:
    """Give a form as the workbook that it was compiled from."""
    return _file(request, _form(request, form), ".xlsx", _XLSX)


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def guide(request: StudyRequest, form: int) -> HttpResponse:
    """Give the interviewer's guide."""
    found = _form(request, form)
    found.path = found.path.replace("-sheet.xml", ".xml")
    return _file(request, found, ".pdf", "application/pdf")


def _form(request: StudyRequest, form: int) -> PublishedForm:
    return get_object_or_404(forms_for(request.study, request.user, request.rights), pk=form)


def _file(request: StudyRequest, form: PublishedForm, suffix: str, media_type: str) -> HttpResponse:
    name = PurePosixPath(form.path).with_suffix(suffix)
    file = get_object_or_404(CaseFile, study=request.study, path=str(name))
    return _given(request, form, suffix, bytes(file.content), media_type)


def _given(
    request: StudyRequest, form: PublishedForm, suffix: str, content: bytes, media_type: str
) -> HttpResponse:
    name = PurePosixPath(form.path).with_suffix(suffix).name
    note(request.user, Verb.SAW, "form", f"{form.form_id}{suffix}", study=request.study)
    headers = {"Content-Disposition": f'attachment; filename="{request.study.code}-{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


urlpatterns = [
    path("questionnaires/", questionnaires, name="questionnaires"),
    path("questionnaires/publish/", publish, name="publish"),
    path("questionnaires/words/", words, name="project_words"),
    path("questionnaires/<int:form>/form.xml", xform, name="xform"),
    path("questionnaires/<int:form>/form.xlsx", workbook, name="xlsform"),
    path("questionnaires/<int:form>/guide.pdf", guide, name="guide"),
]
