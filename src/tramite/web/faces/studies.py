"""The studies of whoever is logged in: open one, take one in, give one out, say who does what in it."""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import messages
from django.core.validators import FileExtensionValidator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from tramite.kernel.errors import TramiteError
from tramite.web.access import PageRequest, StudyRequest, any_account, needs, owners_only
from tramite.web.actions.imports import LARGE, ask_for_import
from tramite.web.actions.people import RolesApart, set_roles
from tramite.web.actions.studies import export_study, import_again, import_study
from tramite.web.models import CaseImport, Membership, Right, Role, Study, User
from tramite.web.queries.counts import count_study
from tramite.web.spoken import page_language

_IMPORTS: Final = 20


class ImportForm(forms.Form):
    """A case folder, as a ZIP."""

    archive = forms.FileField(
        label=gettext_lazy("ZIP of the case folder"),
        validators=[FileExtensionValidator(["zip"])],
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
    )


class NewStudyForm(ImportForm):
    """A new study."""

    code = forms.SlugField(
        max_length=60,
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("Letters, digits and hyphens; it stands in addresses."),
    )
    field_order = ("code", "archive")


@any_account
@require_safe
def studies(request: PageRequest) -> HttpResponse:
    """List the studies in which somebody has a role."""
    return render(request, "tramite/studies.html", {"studies": Study.objects.visible_to(request.user)})


@owners_only
def new_study(request: PageRequest) -> HttpResponse:
    """Take in a case folder as a new study."""
    form = NewStudyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        archive, code = form.cleaned_data["archive"], form.cleaned_data["code"]
        try:
            if archive.size > LARGE:
                ask_for_import(code, archive, language=page_language(), by=request.user)
                return redirect("imports")
            study = import_study(code, archive, file=archive.name, by=request.user)
        except TramiteError as error:
            form.add_error(None, error.say(page_language()))
        else:
            messages.success(request, _("The study was taken in."))
            return redirect("study", study=study.code)
    status = 422 if form.is_bound else 200
    return render(request, "tramite/new_study.html", {"form": form}, status=status)


@any_account
@require_safe
def imports(request: PageRequest) -> HttpResponse:
    """Show the large cases that somebody sent, and how far each is; asked by htmx, the list alone."""
    rows = list(CaseImport.objects.filter(asked_by=request.user)[:_IMPORTS])
    under_way = any(each.under_way for each in rows)
    name = "tramite/imports_rows.html" if request.htmx else "tramite/imports.html"
    return render(request, name, {"rows": rows, "under_way": under_way})


@needs(Right.OPEN_STUDY)
@require_safe
def overview(request: StudyRequest) -> HttpResponse:
    """Show what a study holds."""
    held = [right.label for right in Right if right in request.rights]
    return render(request, "tramite/study.html", {"counts": count_study(request.study), "held": held})


@needs(Right.TRANSFER_STUDY)
def transfer(request: StudyRequest) -> HttpResponse:
    """Offer the case folder to take away, and take another in its place."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        archive = form.cleaned_data["archive"]
        try:
            if archive.size > LARGE:
                study = request.study
                ask_for_import(study.code, archive, study=study, language=page_language(), by=request.user)
                return redirect("imports")
            import_again(request.study, archive, file=archive.name, by=request.user)
        except TramiteError as error:
            form.add_error(None, error.say(page_language()))
        else:
            messages.success(request, _("The study holds what the case folder said."))
            return redirect("study", study=request.study.code)
    return render(request, "tramite/transfer.html", {"form": form}, status=422 if form.is_bound else 200)


@needs(Right.TRANSFER_STUDY)
@require_POST
def export(request: StudyRequest) -> HttpResponse:
    """Give out the case folder, as far as whoever asks may see it."""
    data = export_study(request.study, request.rights, by=request.user)
    headers = {"Content-Disposition": f'attachment; filename="{request.study.code}.zip"'}
    return HttpResponse(data, content_type="application/zip", headers=headers)


class RolesForm(forms.Form):
    """Somebody's roles in a study."""

    user = forms.ModelChoiceField(User.objects.filter(is_active=True), label=gettext_lazy("Person"))
    roles = forms.MultipleChoiceField(
        choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False, label=gettext_lazy("Roles")
    )


@needs(Right.MANAGE_PEOPLE)
def members(request: StudyRequest) -> HttpResponse:
    """Show who does what in a study, and change it."""
    form = RolesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        roles = [Role(role) for role in form.cleaned_data["roles"]]
        try:
            set_roles(request.study, form.cleaned_data["user"], roles, by=request.user)
        except RolesApart as error:
            messages.error(request, error.say(page_language()))
            return redirect("members", study=request.study.code)
        said = ngettext("%(count)s role saved.", "%(count)s roles saved.", len(roles))
        messages.success(request, said % {"count": len(roles)})
        return redirect("members", study=request.study.code)
    held = Membership.objects.filter(study=request.study).select_related("user").order_by("user__name", "role")
    return render(request, "tramite/members.html", {"form": form, "memberships": held})


urlpatterns = [
    path("", studies, name="studies"),
    path("new/", new_study, name="new_study"),
    path("imports/", imports, name="imports"),
]
study_urlpatterns = [
    path("", overview, name="study"),
    path("transfer/", transfer, name="transfer"),
    path("transfer/export/", export, name="export"),
    path("members/", members, name="members"),
]
