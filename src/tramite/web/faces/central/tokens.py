"""Tokens for one's own programs: make one, end one."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tramite.web.access import PageRequest, any_account
from tramite.web.actions.api_tokens import OF_A_PROGRAM, end_token, make_token
from tramite.web.models import ApiToken


class TokenForm(forms.Form):
    """What a token is for."""

    name = forms.CharField(max_length=100, label=gettext_lazy("What it is for"))


@any_account
def tokens(request: PageRequest) -> HttpResponse:
    """List one's tokens, and make one, shown once."""
    form = TokenForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        made, _until = make_token(request.user, form.cleaned_data["name"], OF_A_PROGRAM)
        form = TokenForm()
    held = request.user.api_tokens.filter(expires_at__gt=timezone.now())
    context = {"tokens": held, "form": form, "made": made, "days": OF_A_PROGRAM.days}
    return render(request, "tramite/tokens.html", context)


@any_account
@require_POST
def end(request: PageRequest, token: int) -> HttpResponse:
    """End one of one's tokens."""
    end_token(get_object_or_404(ApiToken, pk=token, user=request.user))
    messages.success(request, _("Saved."))
    return redirect("tokens")


urlpatterns = [
    path("account/tokens/", tokens, name="tokens"),
    path("account/tokens/<int:token>/end/", end, name="end_token"),
]
