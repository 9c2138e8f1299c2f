"""Contacts: people to speak with, the firms where they work, and what those firms are to us."""

from __future__ import annotations

from typing import Any

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
from tramite.web.actions.registers import FirmEntry, save_contact
from tramite.web.models import Contact, Customer, FirmRole, Partner, Position, Right, Study
from tramite.web.models.words import worded
from tramite.web.paging import list_page, note_seen
from tramite.web.queries.registers import contacts_found


class ContactForm(forms.Form):
    """A person."""

    code = forms.CharField(max_length=200, label=gettext_lazy("Code"))
    name = forms.CharField(max_length=300, label=gettext_lazy("First and last name"))
    email = forms.EmailField(required=False, label=gettext_lazy("E-mail address"))
    telephone = forms.CharField(required=False, max_length=40, label=gettext_lazy("Telephone"))
    language = forms.ChoiceField(choices=worded(LANGUAGES), label=gettext_lazy("Language"))


class FirmForm(forms.Form):
    """A firm in which a person works."""

    code = forms.CharField(max_length=200, label=gettext_lazy("Code of the firm"))
    name = forms.CharField(max_length=300, label=gettext_lazy("Company name"))
    job = forms.CharField(required=False, max_length=200, label=gettext_lazy("Job"))
    partner_id = forms.CharField(required=False, label=gettext_lazy("It is the partner (code)"))
    customer_id = forms.CharField(required=False, label=gettext_lazy("It is the customer (code)"))
    competitor = forms.BooleanField(required=False, label=gettext_lazy("It competes with us"))

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._study = study

    def clean_partner_id(self) -> str:
        """Take only partners that are there."""
        code: str = self.cleaned_data["partner_id"]
        if code and not Partner.objects.filter(study=self._study, partner_id=code).exists():
            raise forms.ValidationError(_("There is no partner with this code."))
        return code

    def clean_customer_id(self) -> str:
        """Take only customers that are there."""
        code: str = self.cleaned_data["customer_id"]
        if code and not Customer.objects.filter(study=self._study, customer_id=code).exists():
            raise forms.ValidationError(_("There is no customer with this code."))
        return code


FirmForms = forms.formset_factory(FirmForm, extra=1, can_delete=True, max_num=20)


@needs(Right.READ_REGISTERS, Right.READ_NAMES)
@require_safe
def contacts(request: StudyRequest) -> HttpResponse:
    """List contacts, as far as they are searched for."""
    return list_page(request, "contacts", contacts_found(request.study, request.GET.get("q", "")))


@needs(Right.EDIT_REGISTERS, Right.READ_NAMES)
def new_contact(request: StudyRequest) -> HttpResponse:
    """Add a contact."""
    return _edited(request, None)


@needs(Right.EDIT_REGISTERS, Right.READ_NAMES)
def contact(request: StudyRequest, code: str) -> HttpResponse:
    """Change a contact."""
    found = get_object_or_404(Contact, study=request.study, code=code)
    note_seen(request, found)
    return _edited(request, found)


def _edited(request: StudyRequest, found: Contact | None) -> HttpResponse:
    data = request.POST or None
    form = ContactForm(data, initial=_person(found))
    if found is not None:
        form.fields["code"].disabled = True
    firms = FirmForms(data, initial=_firms(found), form_kwargs={"study": request.study}, prefix="firms")
    if request.method == "POST" and form.is_valid() and firms.is_valid():
        entries = [
            FirmEntry(**{name: value for name, value in each.items() if name != "DELETE"})
            for each in firms.cleaned_data
            if each and not each.get("DELETE")
        ]
        save_contact(request.study, firms=entries, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("contacts", study=request.study.code)
    context = {"form": form, "firms": firms, "contact": found}
    return render(request, "tramite/contact.html", context, status=422 if form.is_bound else 200)


def _person(contact: Contact | None) -> dict[str, Any]:
    if contact is None:
        return {}
    known = contact.personal
    person = {"name": known.name, "email": known.email, "telephone": known.telephone}
    return {"code": contact.code, "language": contact.language, **person}


def _firms(contact: Contact | None) -> list[dict[str, Any]]:
    if contact is None:
        return []
    return [_firm(each) for each in contact.positions.select_related("firm").prefetch_related("firm__roles")]


def _firm(position: Position) -> dict[str, Any]:
    rows = {role.kind: role.row_code or "" for role in position.firm.roles.all()}
    return {
        "code": position.firm.code,
        "name": position.firm.name,
        "job": position.job,
        "partner_id": rows.get(FirmRole.Kind.PARTNER, ""),
        "customer_id": rows.get(FirmRole.Kind.CUSTOMER, ""),
        "competitor": FirmRole.Kind.COMPETITOR in rows,
    }


urlpatterns = [
    path("contacts/", contacts, name="contacts"),
    path("contacts/new/", new_contact, name="new_contact"),
    path("contacts/of/<path:code>/", contact, name="contact"),
]
