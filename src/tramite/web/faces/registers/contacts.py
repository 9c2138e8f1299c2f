"""Contacts: people to speak with, and the firms where they work."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tramite.kernel.wording import LANGUAGES
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.contacts import PositionEntry, save_contact
from tramite.web.models import Contact, Firm, Right, Study
from tramite.web.models.words import worded
from tramite.web.paging import list_page, note_seen
from tramite.web.queries.registers import contacts_found
from tramite.web.spoken import page_language

_OFFERED: Final = 500  # firms, while a code is written


class ContactForm(forms.Form):
    """A person."""

    code = forms.CharField(max_length=200, label=gettext_lazy("Code"))
    name = forms.CharField(max_length=300, label=gettext_lazy("First and last name"))
    email = forms.EmailField(required=False, label=gettext_lazy("E-mail address"))
    telephone = forms.CharField(required=False, max_length=40, label=gettext_lazy("Telephone"))
    language = forms.ChoiceField(choices=worded(LANGUAGES), label=gettext_lazy("Language"))

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._contact = contact
        self.fields["code"].disabled = contact.pk is not None

    def clean_code(self) -> str:
        """Give a code to one person alone."""
        code: str = self.cleaned_data["code"]
        same = Contact.objects.filter(study=self._contact.study, code=code)
        if same.exclude(pk=self._contact.pk).exists():
            raise forms.ValidationError(_("This code is taken."))
        return code


class PositionForm(forms.Form):
    """A firm in which a person works: one that is there, or a new one."""

    code = forms.CharField(
        max_length=200, label=gettext_lazy("Code of the firm"), widget=forms.TextInput(attrs={"list": "firms"})
    )
    name = forms.CharField(required=False, max_length=300, label=gettext_lazy("Company name (of a new firm)"))
    job = forms.CharField(required=False, max_length=200, label=gettext_lazy("Job"))

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._study = study

    def clean(self) -> dict[str, Any]:
        """Take the code of a firm that is there, or the name of a new one."""
        data = super().clean() or {}
        code, name = data.get("code"), data.get("name")
        firm = Firm.objects.filter(study=self._study, code=code).first()
        if code and firm is None and not name:
            self.add_error("name", _("There is no firm with this code yet: write its name."))
        if firm is not None and name and name != firm.name:
            words = _("The firm with this code is “%(name)s”. Its name is changed on its own page.")
            self.add_error("name", words % {"name": firm.name})
        return data


class PositionForms(forms.BaseFormSet[PositionForm]):
    """The firms of a person, each once."""

    def clean(self) -> None:
        """Refuse a firm that stands there twice."""
        codes = [each["code"] for each in _said(self) if "code" in each]
        if len(set(codes)) < len(codes):
            raise forms.ValidationError(_("A firm stands here twice."))


def _said(firms: forms.BaseFormSet[PositionForm]) -> list[dict[str, Any]]:
    """Return what was written of firms, without rows that are empty or taken out."""
    data = [form.cleaned_data for form in firms.forms if hasattr(form, "cleaned_data")]
    return [each for each in data if each and not each.get("DELETE")]


_Positions = forms.formset_factory(PositionForm, formset=PositionForms, extra=1, can_delete=True, max_num=20)


@needs(Right.READ_REGISTERS, Right.READ_NAMES)
@require_safe
def contacts(request: StudyRequest) -> HttpResponse:
    """List contacts, as far as they are searched for."""
    return list_page(request, "contacts", contacts_found(request.study, request.GET.get("q", "")))


@needs(Right.EDIT_REGISTERS, Right.READ_NAMES)
def new_contact(request: StudyRequest) -> HttpResponse:
    """Add a contact."""
    return _edited(request, Contact(study=request.study))


@needs(Right.EDIT_REGISTERS, Right.READ_NAMES)
def contact(request: StudyRequest, code: str) -> HttpResponse:
    """Change a contact."""
    found = get_object_or_404(Contact, study=request.study, code=code)
    note_seen(request, found)
    return _edited(request, found)


def _edited(request: StudyRequest, found: Contact) -> HttpResponse:
    data = request.POST or None
    form = ContactForm(data, initial=_person(found), contact=found)
    firms = _Positions(data, initial=_firms(found), form_kwargs={"study": request.study}, prefix="firms")
    if request.method == "POST" and form.is_valid() and firms.is_valid():
        said = dict(form.cleaned_data)
        found.code, found.language = said.pop("code"), said.pop("language")
        positions = [PositionEntry(each["code"], each["name"], each["job"]) for each in _said(firms)]
        save_contact(found, **said, positions=positions, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("contacts", study=request.study.code)
    known = Firm.objects.filter(study=request.study)[:_OFFERED]
    context = {"form": form, "firms": firms, "contact": found if found.pk else None, "known": known}
    return render(request, "tramite/contact.html", context, status=422 if form.is_bound else 200)


def _person(contact: Contact) -> dict[str, Any]:
    if contact.pk is None:
        return {"language": page_language()}
    known = contact.personal
    person = {"name": known.name, "email": known.email, "telephone": known.telephone}
    return {"code": contact.code, "language": contact.language, **person}


def _firms(contact: Contact) -> list[dict[str, Any]]:
    if contact.pk is None:
        return []
    positions = contact.positions.select_related("firm")
    return [{"code": each.firm.code, "name": each.firm.name, "job": each.job} for each in positions]


urlpatterns = [
    path("contacts/", contacts, name="contacts"),
    path("contacts/new/", new_contact, name="new_contact"),
    path("contacts/of/<path:code>/", contact, name="contact"),
]
