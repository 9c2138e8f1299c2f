"""Firms: where contacts work, and what each is to us."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.actions.contacts import save_firm
from tramite.web.models import Customer, Firm, FirmRole, Partner, Right
from tramite.web.paging import list_page, note_seen
from tramite.web.queries.registers import firms_found

_Row = TypeVar("_Row", bound=Model)
_ONE_A_LINE = gettext_lazy("Codes, one on each line")


def _codes(label: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})
    return forms.CharField(required=False, label=label, help_text=_ONE_A_LINE, widget=widget)


class FirmForm(forms.ModelForm[Firm]):
    """A firm: it may be several partners, several customers, and a competitor, at once."""

    partners = _codes(gettext_lazy("It is these partners"))
    customers = _codes(gettext_lazy("It is these customers"))
    competitor = forms.BooleanField(required=False, label=gettext_lazy("It competes with us"))

    class Meta:
        model = Firm
        fields = ("name", "vat_number")
        labels = {"name": gettext_lazy("Company name"), "vat_number": gettext_lazy("VAT number")}

    def clean_partners(self) -> list[str]:
        """Take only partners that are there."""
        return self._known("partners", Partner, "partner_id", _("There is no partner with the code %(codes)s."))

    def clean_customers(self) -> list[str]:
        """Take only customers that are there."""
        return self._known(
            "customers", Customer, "customer_id", _("There is no customer with the code %(codes)s.")
        )

    def _known(self, field: str, model: type[_Row], key: str, words: str) -> list[str]:
        codes = list(dict.fromkeys(self.cleaned_data[field].split("\n")))
        codes = [code.strip() for code in codes if code.strip()]
        rows = model._default_manager.filter(study=self.instance.study, **{f"{key}__in": codes})
        unknown = sorted(set(codes).difference(rows.values_list(key, flat=True)))
        if unknown:
            raise forms.ValidationError(words, params={"codes": ", ".join(unknown)})
        return codes


@needs(Right.READ_REGISTERS, Right.READ_NAMES)
@require_safe
def firms(request: StudyRequest) -> HttpResponse:
    """List firms, as far as they are searched for."""
    return list_page(request, "firms", firms_found(request.study, request.GET.get("q", "")))


@needs(Right.EDIT_REGISTERS, Right.READ_NAMES)
def firm(request: StudyRequest, code: str) -> HttpResponse:
    """Change a firm."""
    found = get_object_or_404(Firm, study=request.study, code=code)
    note_seen(request, found)
    title = found.name
    form = FirmForm(request.POST or None, instance=found, initial=_roles(found))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("partners", "customers", "competitor")}
        save_firm(form.save(commit=False), **said, fields=form.changed_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("firms", study=request.study.code)
    context = {"form": form, "title": title, "back": "firms"}
    return render(request, "tramite/form.html", context, status=422 if form.is_bound else 200)


def _roles(firm: Firm) -> dict[str, Any]:
    kinds = {"partners": FirmRole.Kind.PARTNER, "customers": FirmRole.Kind.CUSTOMER}
    roles = list(firm.roles.order_by("row_code"))
    codes = {name: [role.row_code or "" for role in roles if role.kind == kind] for name, kind in kinds.items()}
    competitor = any(role.kind == FirmRole.Kind.COMPETITOR for role in roles)
    return {name: "\n".join(held) for name, held in codes.items()} | {"competitor": competitor}


urlpatterns = [
    path("contacts/firms/", firms, name="firms"),
    path("contacts/firms/of/<path:code>/", firm, name="firm"),
]
