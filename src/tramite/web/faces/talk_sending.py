"""An interview that was filled in the browser comes in: its answers first, its files afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_POST

from tramite.kernel.errors import TramiteError
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.drafts import Seen
from tramite.web.actions.receiving import BODY_FILE
from tramite.web.actions.talks import take_files, take_talk
from tramite.web.json_reading import read_json
from tramite.web.models import Right, Submission
from tramite.web.plain_errors import plain_words


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def submission(request: StudyRequest) -> HttpResponse:
    """Take in an interview that was filled here."""
    try:
        files, recording = _sent(request)
        seen = _seen(request)
    except (AttributeError, KeyError, TypeError, ValueError):
        return HttpResponseBadRequest()
    body = files.pop(BODY_FILE, None)
    if body is None:
        return HttpResponseBadRequest()
    complete = "*isIncomplete*" not in request.POST
    try:
        take_talk(request.study, body, files, complete=complete, recording=recording, by=request.user, seen=seen)
    except TramiteError as error:
        return plain_words(error)
    return JsonResponse({}, status=201)


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def talk_files(request: StudyRequest, instance: UUID) -> HttpResponse:
    """Take in files of an interview that one sent before, from this device or another."""
    sent = Submission.objects.filter(study=request.study, received_from=request.user)
    submission = get_object_or_404(sent, instance_id=str(instance))
    try:
        files, recording = _sent(request)
        take_files(submission, files, recording=recording, by=request.user)
    except ValueError:
        return HttpResponseBadRequest()
    except TramiteError as error:
        return plain_words(error)
    return JsonResponse({}, status=201)


def _sent(request: StudyRequest) -> tuple[dict[str, bytes], dict[str, Any] | None]:
    """Return the files that came, by name, and how the respondent agreed to be recorded.

    Raises:
        ValueError: what is told of that is none.
    """
    files = {name: file.read() for name, file in request.FILES.items() if isinstance(file, UploadedFile)}
    recording = read_json(request.POST.get("recording", "null"))
    if not isinstance(recording, (dict, type(None))):
        raise ValueError
    return files, recording


def _seen(request: StudyRequest) -> Seen | None:
    """Return which saves went into what came; ``None``: it does not tell."""
    told = read_json(request.POST.get("seen", "null"))
    return (
        None if told is None else Seen(int(told["revision"]), {str(k): int(v) for k, v in told["writers"].items()})
    )


urlpatterns = [
    path("submission", submission, name="submission"),
    path("talk/<uuid:instance>/files", talk_files, name="talk_files"),
]
