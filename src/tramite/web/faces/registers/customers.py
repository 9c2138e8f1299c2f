"""End customers: search, add, change."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.bridge.ingested import ingested_files
from tramite.web.faces.registers.row_form import RegisterForm, edited
from tramite.web.models import Customer, Right
from tramite.web.paging import list_page, note_seen
from tramite.web.queries.registers import customers_found


class CustomerForm(RegisterForm[Customer]):
    """An end customer."""

    class Meta:
        model = Customer
        fields = (
            "customer_id", "name", "kind", "segment_id", "area", "country", "vat_number", "email_domain",
            "address", "postcode", "city", "since",
        )  # fmt: skip
        labels = {
            "customer_id": gettext_lazy("Code"),
            "name": gettext_lazy("Name"),
            "kind": gettext_lazy("Business or consumer"),
            "segment_id": gettext_lazy("Segment"),
            "area": gettext_lazy("Sales area"),
            "country": gettext_lazy("Country (ISO 3166)"),
            "vat_number": gettext_lazy("VAT number"),
            "email_domain": gettext_lazy("Domain of the e-mail address"),
            "address": gettext_lazy("Address"),
            "postcode": gettext_lazy("Postcode"),
            "city": gettext_lazy("City"),
            "since": gettext_lazy("First purchase"),
        }
        widgets = RegisterForm.widgets(
            "name", "area", "country", "vat_number", "email_domain", "address", "postcode", "city"
        )

    code_field = "customer_id"


@needs(Right.READ_REGISTERS)
@require_safe
def customers(request: StudyRequest) -> HttpResponse:
    """List customers, as far as they are searched for."""
    names = Right.READ_NAMES in request.rights
    found = customers_found(request.study, request.GET.get("q", ""), names=names)
    return list_page(request, "customers", found, ingested=ingested_files(request.study, "customers"))


@needs(Right.EDIT_REGISTERS, Right.READ_NAMES)
def new_customer(request: StudyRequest) -> HttpResponse:
    """Add a customer."""
    form = CustomerForm(request.POST or None, instance=Customer(study=request.study))
    return edited(request, form, _("A new customer"), back="customers")


@needs(Right.EDIT_REGISTERS, Right.READ_NAMES)
def customer(request: StudyRequest, code: str) -> HttpResponse:
    """Change a customer."""
    found = get_object_or_404(Customer, study=request.study, customer_id=code)
    note_seen(request, found)
    form = CustomerForm(request.POST or None, instance=found)
    return edited(request, form, found.name or found.customer_id, back="customers")


urlpatterns = [
    path("customers/", customers, name="customers"),
    path("customers/new/", new_customer, name="new_customer"),
    path("customers/of/<path:code>/", customer, name="customer"),
]
