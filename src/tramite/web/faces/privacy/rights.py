"""Rights of people: what is held about somebody, erasure, consent taken back."""

from __future__ import annotations

import json
from typing import Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.privacy.rights import erase, withdraw_consent
from tramite.web.bridge.about import Held, held_about
from tramite.web.bridge.content import apart_in, files_with_customers, study_words
from tramite.web.models import Answer, Right
from tramite.web.queries.subjects import Kind, Piece, Subject, find_subject
from tramite.web.spoken import page_language

_KINDS: Final[dict[Kind, Promise]] = {
    Kind.INTERVIEW: gettext_lazy("Interview"),
    Kind.FORM: gettext_lazy("Filled form that is in no interview"),
    Kind.DRAFT: gettext_lazy("Draft"),
    Kind.INVITATION: gettext_lazy("Invitation without a contact"),
    Kind.CONSENT: gettext_lazy("Consent without a contact"),
    Kind.NAME: gettext_lazy("Name of the respondent"),
}


class TheirsForm(forms.Form):
    """What of all that stands under their codes is theirs."""

    theirs = forms.MultipleChoiceField(
        label=gettext_lazy("What is theirs"),
        help_text=gettext_lazy(
            "Chosen is what is known to be theirs. The rest may be of a colleague: ask before you choose it."
        ),
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: object, subject: Subject, **kwargs: object) -> None:
        pieces = subject.pieces()
        initial = {"theirs": [piece.mark for piece in pieces if piece.known]}
        super().__init__(*args, **{**kwargs, "initial": initial})  # type: ignore[arg-type]
        field = self.fields["theirs"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type
        field.choices = [(piece.mark, _words(piece)) for piece in pieces]
        if not pieces:
            del self.fields["theirs"]


class ErasureForm(TheirsForm):
    """What is theirs, and that erasing is meant."""

    code = forms.CharField(label=gettext_lazy("To erase, write the code again"), required=False)

    def __init__(self, *args: object, subject: Subject, **kwargs: object) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        self._code = subject.code

    def clean_code(self) -> str:
        """Take only the code of this person."""
        if self.cleaned_data["code"] != self._code:
            raise forms.ValidationError(_("This is not the code of this person."))
        return self._code


def _words(piece: Piece) -> str:
    day = "" if piece.day is None else f" · {date_format(piece.day, 'SHORT_DATE_FORMAT')}"
    return f"{_KINDS[piece.kind]} {piece.code}{day}"


@needs(Right.MANAGE_PRIVACY, Right.READ_NAMES)
@require_safe
def subject(request: StudyRequest) -> HttpResponse:
    """Ask for a code, and show what is held about whoever has it."""
    code = request.GET.get("code", "").strip()
    found = find_subject(request.study, code) if code else None
    if found is None:
        return render(request, "tramite/subject.html", {"code": code}, status=404 if code else 200)
    return _page(request, found, ErasureForm(subject=found))


@needs(Right.MANAGE_PRIVACY, Right.READ_NAMES)
@require_POST
def held(request: StudyRequest, code: str) -> HttpResponse:
    """Give what is held about a person, as JSON, to be handed to them."""
    found = _chosen(request, _subject(request, code), TheirsForm)
    if isinstance(found, HttpResponse):
        return found
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
    found = _chosen(request, _subject(request, code), ErasureForm)
    if isinstance(found, HttpResponse):
        return found
    erase(found, by=request.user)
    messages.success(request, _("Erased."))
    return redirect("privacy", study=request.study.code)


@needs(Right.MANAGE_PRIVACY, Right.READ_NAMES)
@require_POST
def withdraw(request: StudyRequest, code: str) -> HttpResponse:
    """Take note that somebody takes back their consent."""
    found = _chosen(request, _subject(request, code), TheirsForm)
    if isinstance(found, HttpResponse):
        return found
    withdraw_consent(found, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(reverse("subject", args=[request.study.code], query={"code": code}))


def _chosen(request: StudyRequest, found: Subject, kind: type[TheirsForm]) -> Subject | HttpResponse:
    """Return a person with what was chosen as theirs, or the page that says what is wrong."""
    form = kind(request.POST, subject=found)
    if not form.is_valid():
        return _page(request, found, form)
    return found.only(form.cleaned_data.get("theirs", ()))


def _subject(request: StudyRequest, code: str) -> Subject:
    found = find_subject(request.study, code)
    if found is None:
        raise Http404
    return found


def _page(request: StudyRequest, found: Subject, form: TheirsForm) -> HttpResponse:
    note(request.user, Verb.SAW, "person", found.code, study=request.study)
    tables = [(each.title, list(each.rows[0]), [list(row.values()) for row in each.rows])
              for each in _tables(request, found)]  # fmt: skip
    context = {
        "code": found.code,
        "subject": found,
        "form": form,
        "tables": tables,
        "left_out": _left_out(found),
        "ledgers": files_with_customers(request.study),
    }
    return render(request, "tramite/subject.html", context, status=422 if form.is_bound else 200)


def _tables(request: StudyRequest, found: Subject) -> tuple[Held, ...]:
    words = study_words(request.study, page_language()).questions()
    return held_about(found, words=words, apart=apart_in(request.study))


def _left_out(found: Subject) -> int:
    apart = apart_in(found.study)
    return Answer.objects.filter(version__interview__in=found.interviews(), item_id__in=apart).count()


urlpatterns = [
    path("privacy/person/", subject, name="subject"),
    path("privacy/person/of/<path:code>/held.json", held, name="held"),
    path("privacy/person/of/<path:code>/erase/", erase_subject, name="erase_subject"),
    path("privacy/person/of/<path:code>/withdraw/", withdraw, name="withdraw"),
]
