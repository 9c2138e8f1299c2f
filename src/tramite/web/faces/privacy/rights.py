"""Rights of people: what is held about somebody, erasure, consent taken back."""

from __future__ import annotations

import json

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.privacy.rights import erase, withdraw_consent
from tramite.web.bridge.about import Held, held_about
from tramite.web.bridge.content import apart_in, question_words
from tramite.web.models import Answer, Right
from tramite.web.queries.subjects import Subject, find_subject
from tramite.web.spoken import page_language


class ErasureForm(forms.Form):
    """Which talks are theirs, and that erasing is meant."""

    interviews = forms.MultipleChoiceField(
        label=gettext_lazy("Interviews that are theirs"), required=False, widget=forms.CheckboxSelectMultiple
    )
    code = forms.CharField(label=gettext_lazy("To erase, write the code again"))

    def __init__(self, *args: object, subject: Subject, **kwargs: object) -> None:
        talks = subject.interviews().values_list("interview_id", "date")
        choices = [(code, f"{code} · {day.isoformat()}") for code, day in talks]
        initial = {"interviews": [] if subject.others else [code for code, _label in choices]}
        super().__init__(*args, **{**kwargs, "initial": initial})  # type: ignore[arg-type]
        self._code = subject.code
        field = self.fields["interviews"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type
        field.choices = choices

    def clean_code(self) -> str:
        """Take only the code of this person."""
        if self.cleaned_data["code"] != self._code:
            raise forms.ValidationError(_("This is not the code of this person."))
        return self._code


@needs(Right.MANAGE_PRIVACY, Right.READ_NAMES)
@require_safe
def subject(request: StudyRequest) -> HttpResponse:
    """Ask for a code, and show what is held about whoever has it."""
    code = request.GET.get("code", "").strip()
    found = find_subject(request.study, code) if code else None
    context: dict[str, object] = {"code": code, "subject": found}
    if found is not None:
        context |= _shown(request, found) | {"form": ErasureForm(subject=found)}
    return render(request, "tramite/subject.html", context, status=404 if code and found is None else 200)


@needs(Right.MANAGE_PRIVACY, Right.READ_NAMES)
@require_safe
def held(request: StudyRequest, code: str) -> HttpResponse:
    """Give what is held about a person, as JSON, to be handed to them."""
    found = _subject(request, code)
    told = {
        "code": found.code,
        "left_out": _left_out(found),
        "held": {each.title: list(each.rows) for each in _tables(request, found)},
    }
    note(request.user, Verb.EXPORTED, "person", found.code, study=request.study)
    headers = {"Content-Disposition": f'attachment; filename="{slugify(found.code) or "person"}.json"'}
    text = json.dumps(told, ensure_ascii=False, indent=2)
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@needs(Right.MANAGE_PRIVACY, Right.READ_NAMES)
@require_POST
def erase_subject(request: StudyRequest, code: str) -> HttpResponse:
    """Erase a person."""
    found = _subject(request, code)
    form = ErasureForm(request.POST, subject=found)
    if not form.is_valid():
        context = {"code": code, "subject": found, "form": form, **_shown(request, found)}
        return render(request, "tramite/subject.html", context, status=422)
    erase(found, form.cleaned_data["interviews"], by=request.user)
    messages.success(request, _("Erased."))
    return redirect("privacy", study=request.study.code)


@needs(Right.MANAGE_PRIVACY, Right.READ_NAMES)
@require_POST
def withdraw(request: StudyRequest, code: str) -> HttpResponse:
    """Take note that somebody takes back their consent."""
    found = _subject(request, code)
    withdraw_consent(found, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(reverse("subject", args=[request.study.code]) + f"?code={code}")


def _subject(request: StudyRequest, code: str) -> Subject:
    found = find_subject(request.study, code)
    if found is None:
        raise Http404
    return found


def _tables(request: StudyRequest, found: Subject) -> tuple[Held, ...]:
    words = question_words(request.study, page_language())
    return held_about(found, words=words, apart=apart_in(request.study))


def _shown(request: StudyRequest, found: Subject) -> dict[str, object]:
    note(request.user, Verb.SAW, "person", found.code, study=request.study)
    tables = [(each.title, list(each.rows[0]), [list(row.values()) for row in each.rows])
              for each in _tables(request, found)]  # fmt: skip
    return {"tables": tables, "left_out": _left_out(found)}


def _left_out(found: Subject) -> int:
    apart = apart_in(found.study)
    return Answer.objects.filter(version__interview__in=found.interviews(), item_id__in=apart).count()


urlpatterns = [
    path("privacy/person/", subject, name="subject"),
    path("privacy/person/of/<path:code>/held.json", held, name="held"),
    path("privacy/person/of/<path:code>/erase/", erase_subject, name="erase_subject"),
    path("privacy/person/of/<path:code>/withdraw/", withdraw, name="withdraw"),
]
