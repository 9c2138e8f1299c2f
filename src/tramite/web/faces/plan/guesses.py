"""Guesses of the vendor's people, sealed before results are seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tramite.kernel.case import Channel
from tramite.kernel.errors import TramiteError
from tramite.voices.asking.guessing import SCORES, guessed_items
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.guessing import seal_guesses
from tramite.web.bridge.content import definition_of, question_bank, study_words
from tramite.web.models import Guess, Right
from tramite.web.paging import note_list_seen
from tramite.web.queries.plan import own_people
from tramite.web.spoken import page_language
from tramite.workflows.guesses import GuessSheet


class GuessForm(forms.Form):
    """What somebody guesses of a channel: a score for each question, or none."""

    unit = forms.ChoiceField(label=gettext_lazy("Who guesses"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        self.items: list[tuple[str, str, tuple[int, int]]] = kwargs.pop("items")
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ChoiceField(choices=[("", "—"), *people], label=self.fields["unit"].label)
        for item, words, (low, high) in self.items:
            choices = [("", "—"), *((str(score), str(score)) for score in range(low, high + 1))]
            self.fields[item] = forms.ChoiceField(choices=choices, required=False, label=words)

    @property
    def answers(self) -> dict[str, float]:
        """Return the scores that were given."""
        return {item: float(score) for item, _words, _scale in self.items if (score := self.cleaned_data[item])}


@needs(Right.GIVE_GUESSES)
def guesses(request: StudyRequest) -> HttpResponse:
    """Show one's own guesses, and seal new ones."""
    definition, language = definition_of(request.study), page_language()
    channels = {channel.id: channel for channel in definition.selling_channels}
    chosen = channels.get(request.GET.get("channel", "")) or next(iter(channels.values()), None)
    form = None if chosen is None else _form(request, chosen)
    trouble = ""
    if request.method == "POST" and form is not None and chosen is not None and form.is_valid():
        sheet = GuessSheet(form.cleaned_data["unit"], chosen.id, form.answers)
        try:
            seal_guesses(request.study, sheet, by=request.user)
        except TramiteError as error:
            trouble = error.say(language)
        else:
            messages.success(request, _("Your guesses are sealed. Nobody can change them any more."))
            return redirect("guesses", study=request.study.code)
    words = study_words(request.study, language).questions()
    own = Guess.objects.filter(study=request.study, author=request.user).order_by("-sealed_at", "item_id")
    context = {
        "form": form, "chosen": chosen, "trouble": trouble,
        "channels": [(each.id, each.name.say(language)) for each in channels.values()],
        "sealed": [(each, words.get(each.item_id, "")) for each in own],
        "people": len(own_people(request.study, names=False)),
    }  # fmt: skip
    return render(
        request, "tramite/guesses.html", context, status=422 if trouble or request.method == "POST" else 200
    )


def _form(request: StudyRequest, channel: Channel) -> GuessForm:
    words = study_words(request.study, page_language()).questions()
    bank = question_bank(request.study)
    items = [
        (item.id, words[item.id].replace("{channel}", channel.name.say(page_language())), SCORES[item.scale])
        for item in guessed_items(bank, channel)
    ]
    named = Right.READ_NAMES in request.rights
    people = own_people(request.study, names=named)
    if named and request.method == "GET":
        note_list_seen(request, "vendor")
    return GuessForm(request.POST or None, people=people, items=items)


urlpatterns = [path("plan/guesses/", guesses, name="guesses")]
