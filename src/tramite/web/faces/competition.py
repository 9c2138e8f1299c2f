"""Answers on competition, for the clean team: what groups of firms say, by channel."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.actions.audit import Verb, note
from tramite.web.bridge.content import field_content, study_words
from tramite.web.models import Right
from tramite.web.spoken import page_language
from tramite.workflows.transfer import read_from


@needs(Right.READ_ANTITRUST)
@require_safe
def competition(request: StudyRequest) -> HttpResponse:
    """Show the groups; what one firm said is shown to nobody."""
    from tramite.workflows.competition import competition_groups  # noqa: PLC0415 - all analyses, when asked

    language = page_language()
    words = study_words(request.study, language)
    questions = words.questions()
    channels = {channel.code: channel.name(language) for channel in request.study.channels.all()}
    groups = [
        {
            "item": group.item.id,
            "question": questions.get(group.item.id, ""),
            "side": group.side,
            "channel": channels.get(group.channel, group.channel),
            "part": words.part(group.item.id, group.key),
            "value": None if group.estimate is None else group.estimate.say(language),
        }
        for group in read_from(field_content(request.study), competition_groups)
    ]
    note(request.user, Verb.SAW, "answers on competition", study=request.study)
    return render(request, "tramite/competition.html", {"groups": groups})


urlpatterns = [path("competition/", competition, name="competition")]
