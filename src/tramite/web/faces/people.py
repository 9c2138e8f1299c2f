"""Accounts, for owners of the installation; roles in a study."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tramite.web.access import PageRequest, owners_only
from tramite.web.actions.people import hand_over_password, make_account, set_active
from tramite.web.models import User


class AccountForm(forms.ModelForm[User]):
    """What an account begins with."""

    class Meta:
        model = User
        fields = ("email", "name", "is_owner")
        labels = {
            "email": gettext_lazy("E-mail address"),
            "name": gettext_lazy("First and last name"),
            "is_owner": gettext_lazy("Owner of the installation: makes accounts and studies, sees every study"),
        }

    def clean_email(self) -> str:
        """Keep addresses in small letters, so that one person has one account."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("There is an account with this address."))
        return email


@owners_only
def people(request: PageRequest) -> HttpResponse:
    """List the accounts, and make one."""
    form = AccountForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = make_account(data["email"], data["name"], is_owner=data["is_owner"], by=request.user)
        form = AccountForm()
    context = {"people": User.objects.order_by("name", "email"), "form": form, "made": made}
    return render(request, "tramite/people.html", context)


@owners_only
@require_POST
def new_password(request: PageRequest, user: int) -> HttpResponse:
    """Give somebody a new one-time password, shown once."""
    account = get_object_or_404(User, pk=user)
    password = hand_over_password(account, by=request.user)
    context = {
        "people": User.objects.order_by("name", "email"),
        "form": AccountForm(),
        "made": (account, password),
    }
    return render(request, "tramite/people.html", context)


@owners_only
@require_POST
def active(request: PageRequest, user: int) -> HttpResponse:
    """Let somebody in, or shut them out; nobody shuts themselves out."""
    account = get_object_or_404(User, pk=user)
    if account == request.user:
        raise PermissionDenied
    set_active(account, active=not account.is_active, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("people")


urlpatterns = [
    path("people/", people, name="people"),
    path("people/<int:user>/password/", new_password, name="new_password"),
    path("people/<int:user>/active/", active, name="active"),
]
