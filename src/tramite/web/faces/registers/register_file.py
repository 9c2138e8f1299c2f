"""Partners and customers from a file: see what it would add and change, then take it in."""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import messages
from django.core.validators import FileExtensionValidator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tramite.kernel.errors import TramiteError
from tramite.kernel.tables import CONTRACTS
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.register_files import preview_register_file, take_register_file
from tramite.web.bridge.register_file import RegisterFile
from tramite.web.models import Right
from tramite.web.spoken import page_language

_SHOWN: Final = 100  # rows of a preview


class RegisterFileForm(forms.Form):
    """Rows of a register, as CSV or XLSX."""

    rows = forms.FileField(
        label=gettext_lazy("CSV or XLSX file"),
        validators=[FileExtensionValidator(["csv", "xlsx"])],
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


@needs(Right.EDIT_REGISTERS, Right.READ_NAMES)
def register_file(request: StudyRequest, table: str) -> HttpResponse:
    """Show what a file would do; or take it in."""
    form = RegisterFileForm(request.POST or None, request.FILES or None)
    found: RegisterFile | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["rows"]
        given = (request.study, table, file.name, file.read())
        try:
            if "preview" in request.POST:
                found = preview_register_file(*given)
            else:
                taken = take_register_file(*given, by=request.user)
                counts = {"added": len(taken.added), "changed": len(taken.changed)}
                messages.success(request, _("Rows added: %(added)s; changed: %(changed)s.") % counts)
                return redirect(table, study=request.study.code)
        except TramiteError as error:
            form.add_error(None, error.say(page_language()))
    context = {
        "form": form, "table": table, "found": found, "columns": CONTRACTS[table].columns,
        "added": found.codes[:_SHOWN] if found else [], "changed": found.changed[:_SHOWN] if found else [],
    }  # fmt: skip
    if request.htmx:  # which swaps in no answer that is an error
        return render(request, "tramite/register_preview.html", context)
    return render(request, "tramite/register_file.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("partners/file/", register_file, {"table": "partners"}, name="partners_file"),
    path("customers/file/", register_file, {"table": "customers"}, name="customers_file"),
]
