"""Channels: the map of who sells to whom, and each channel."""

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

from tramite.kernel.errors import TramiteError
from tramite.store.channel_text import ChannelChange
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.channels import save_channel
from tramite.web.faces.registers.channel_map import draw_map
from tramite.web.models import Channel, Right
from tramite.web.spoken import page_language

END_CUSTOMER = "end-customer"


class ChannelForm(forms.ModelForm[Channel]):
    """A channel, as ``case.toml`` says it."""

    sells_to = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Sells to"))

    class Meta:
        model = Channel
        fields = ("name_it", "name_en", "kind", "reach", "medium", "end_customer", "sells_to")
        labels = {
            "name_it": gettext_lazy("Name in Italian"),
            "name_en": gettext_lazy("Name in English"),
            "kind": gettext_lazy("Kind"),
            "reach": gettext_lazy("Direct or indirect"),
            "medium": gettext_lazy("Where the sale is made"),
            "end_customer": gettext_lazy("End customer"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = page_language()
        others = Channel.objects.filter(study=self.instance.study).exclude(pk=self.instance.pk)
        choices = [(END_CUSTOMER, _("End customers")), *((each.code, each.name(language)) for each in others)]
        self.fields["sells_to"].choices = choices  # type: ignore[attr-defined]

    def change(self) -> ChannelChange:
        """Return what was written, as a change of the text."""
        data = {name: self.cleaned_data[name] for name in ChannelForm.Meta.fields}
        return ChannelChange(**{**data, "sells_to": tuple(data["sells_to"])})


class NewChannelForm(ChannelForm):
    """A channel that is not there yet: its code stands for it in all tables."""

    class Meta(ChannelForm.Meta):
        fields = ("code", *ChannelForm.Meta.fields)  # type: ignore[assignment]
        labels = {"code": gettext_lazy("Code"), **ChannelForm.Meta.labels}
        help_texts = {
            "code": gettext_lazy("It stands for the channel in all tables, and is not changed later: small-shops.")
        }


@needs(Right.READ_REGISTERS)
@require_safe
def channels(request: StudyRequest) -> HttpResponse:
    """Show the map and the list."""
    language = page_language()
    found = list(Channel.objects.filter(study=request.study))
    context = {
        "channels": found,
        "map": draw_map(found, language, title=request.study.title(language)),
    }
    return render(request, "tramite/channels.html", context)


@needs(Right.EDIT_REGISTERS)
def new_channel(request: StudyRequest) -> HttpResponse:
    """Add a channel."""
    made = Channel(study=request.study, sells_to=[END_CUSTOMER])
    return _edited(request, NewChannelForm(request.POST or None, instance=made), title=_("Add a channel"))


@needs(Right.EDIT_REGISTERS)
def channel(request: StudyRequest, code: str) -> HttpResponse:
    """Change a channel."""
    found = get_object_or_404(Channel, study=request.study, code=code)
    return _edited(request, ChannelForm(request.POST or None, instance=found), title=found.name(page_language()))


def _edited(request: StudyRequest, form: ChannelForm, *, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save_channel(form.instance, form.change(), fields=form.changed_data, by=request.user)
        except TramiteError as error:
            form.add_error(None, error.say(page_language()))
        else:
            messages.success(request, _("Saved."))
            return redirect("channels", study=request.study.code)
    context = {"form": form, "title": title, "back": "channels"}
    return render(request, "tramite/form.html", context, status=422 if form.is_bound else 200)


urlpatterns = [
    path("channels/", channels, name="channels"),
    path("channels/of/<slug:code>/", channel, name="channel"),
    path("channels/new/", new_channel, name="new_channel"),
]
