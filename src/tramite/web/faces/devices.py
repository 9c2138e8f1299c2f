"""Keys of interviewers' devices."""

from __future__ import annotations

from typing import cast

import segno
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tramite.web.access import StudyRequest, needs
from tramite.web.actions.device_keys import collect_settings, make_key, revoke
from tramite.web.models import DeviceKey, Right, User
from tramite.web.queries.people import interviewers_of
from tramite.web.spoken import page_language


class KeyForm(forms.Form):
    """Whose device gets a key."""

    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Interviewer"))
    name = forms.CharField(
        max_length=100,
        label=gettext_lazy("Device"),
        help_text=gettext_lazy("So that a lost one is found in this list: «Anna's tablet»."),
    )

    def __init__(self, request: StudyRequest, *, filled: bool) -> None:
        super().__init__(request.POST if filled else None, initial={"user": request.user})
        cast("forms.ModelChoiceField[User]", self.fields["user"]).queryset = _holders(request)


@needs(Right.CONDUCT_INTERVIEWS)
def devices(request: StudyRequest) -> HttpResponse:
    """List the keys of devices, and make one; its secret is shown once."""
    form = KeyForm(request, filled=request.method == "POST")
    made = None
    if request.method == "POST" and form.is_valid():
        user = form.cleaned_data["user"]
        key, secret = make_key(request.study, user, form.cleaned_data["name"], by=request.user)
        address = request.build_absolute_uri(reverse("device_forms", kwargs={"token": secret}))
        address = address.removesuffix("/formList")
        settings = collect_settings(address, request.study.title(page_language()))
        picture = segno.make(settings, error="l", micro=False).svg_data_uri(scale=4, border=4)
        made = {"key": key, "address": address, "picture": picture}
        form = KeyForm(request, filled=False)
    keys = DeviceKey.objects.filter(study=request.study, user__in=_holders(request)).select_related("user")
    context = {"form": form, "made": made, "keys": keys}
    return render(request, "tramite/devices.html", context, status=422 if form.errors else 200)


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def take_back(request: StudyRequest, key: int) -> HttpResponse:
    """Take a key back: one's own, or as who runs the field work."""
    found = get_object_or_404(DeviceKey, study=request.study, pk=key)
    if found.user != request.user and Right.MANAGE_FIELD not in request.rights:
        raise PermissionDenied
    revoke(found, by=request.user)
    return redirect("devices", study=request.study.code)


def _holders(request: StudyRequest) -> QuerySet[User]:
    """Return those whose keys somebody may see and make: an interviewer their own."""
    held = interviewers_of(request.study)
    return held if Right.MANAGE_FIELD in request.rights else held.filter(pk=request.user.pk)


urlpatterns = [
    path("devices/", devices, name="devices"),
    path("devices/<int:key>/revoke/", take_back, name="revoke_key"),
]
