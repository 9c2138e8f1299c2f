"""Partners: search, add, change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.bridge.ingested import ingested_files
from tramite.web.faces.registers.row_form import RegisterForm, edited
from tramite.web.models import Channel, Partner, Right
from tramite.web.paging import list_page, note_seen
from tramite.web.queries.registers import partners_found
from tramite.web.spoken import page_language


class PartnerForm(RegisterForm[Partner]):
    """A partner."""

    class Meta:
        model = Partner
        fields = (
            "partner_id", "name", "channel", "role", "segment_id", "area", "country", "vat_number", "since",
            "active", "category_sales",
        )  # fmt: skip
        labels = {
            "partner_id": gettext_lazy("Code"),
            "name": gettext_lazy("Company name"),
            "channel": gettext_lazy("Channel"),
            "role": gettext_lazy("Respondent type"),
            "segment_id": gettext_lazy("Segment"),
            "area": gettext_lazy("Sales area"),
            "country": gettext_lazy("Country (ISO 3166)"),
            "vat_number": gettext_lazy("VAT number"),
            "since": gettext_lazy("Partner since"),
            "active": gettext_lazy("Still enrolled"),
            "category_sales": gettext_lazy("Yearly sales of the category, all suppliers"),
        }
        widgets = RegisterForm.widgets("name", "area", "country", "vat_number")

    code_field = "partner_id"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = page_language()
        field = self.fields["channel"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        field.queryset = Channel.objects.filter(study=self.instance.study)
        field.label_from_instance = lambda channel: channel.name(language)  # type: ignore[method-assign, assignment]


@needs(Right.READ_REGISTERS)
@require_safe
def partners(request: StudyRequest) -> HttpResponse:
    """List partners, as far as they are searched for."""
    chosen = request.GET.get("channel", "")
    names = Right.READ_NAMES in request.rights
    found = partners_found(request.study, request.GET.get("q", ""), chosen, names=names)
    language = page_language()
    channels = [(each.code, each.name(language)) for each in Channel.objects.filter(study=request.study)]
    ingested = ingested_files(request.study, "partners")
    return list_page(request, "partners", found, channels=channels, chosen=chosen, ingested=ingested)


@needs(Right.EDIT_REGISTERS, Right.READ_NAMES)
def new_partner(request: StudyRequest) -> HttpResponse:
    """Add a partner."""
    form = PartnerForm(request.POST or None, instance=Partner(study=request.study))
    return edited(request, form, _("A new partner"), back="partners")


@needs(Right.EDIT_REGISTERS, Right.READ_NAMES)
def partner(request: StudyRequest, code: str) -> HttpResponse:
    """Change a partner."""
    found = get_object_or_404(Partner, study=request.study, partner_id=code)
    note_seen(request, found)
    form = PartnerForm(request.POST or None, instance=found)
    return edited(request, form, found.name or found.partner_id, back="partners")


urlpatterns = [
    path("partners/", partners, name="partners"),
    path("partners/new/", new_partner, name="new_partner"),
    path("partners/of/<path:code>/", partner, name="partner"),
]
