"""What ODK Collect, and every tool that speaks OpenRosa, asks of the server; access by the key in the address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tramite.kernel.errors import Fault, TramiteError
from tramite.web.access import DeviceRequest, device_only
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.receiving import BODY_FILE, Received, SubmissionRefused, receive
from tramite.web.bridge.forms import published_form, published_hash
from tramite.web.models import CaseFile, PublishedForm, Submission
from tramite.web.openrosa_xml import ListedFile, ListedForm, form_list, manifest, message, with_headers
from tramite.web.queries.forms import forms_for, units_for
from tramite.web.spoken import page_language

_INCOMPLETE = "*isIncomplete*"


@device_only
@require_safe
def forms(request: DeviceRequest) -> HttpResponse:
    """List the forms that the holder of the key may fill."""
    found = forms_for(request.study, request.user, request.rights)
    wanted = request.GET.get("formID")
    if wanted:
        found = found.filter(form_id=wanted)
    units = units_for(request.study, request.user, request.rights)
    return form_list(
        ListedForm(
            form_id=form.form_id, name=form.title, version=form.version, md5=published_hash(form, units),
            address=_address(request, "device_form", form=form.form_id),
            manifest=_address(request, "device_manifest", form=form.form_id),
        )
        for form in found
    )  # fmt: skip


@device_only
@require_safe
def form(request: DeviceRequest, form: str) -> HttpResponse:
    """Give a form: it lists those with whom the holder of the key is to speak."""
    found = _form(request, form)
    note(request.user, Verb.SAW, "form", form, study=request.study)
    content = published_form(found, units_for(request.study, request.user, request.rights))
    return with_headers(HttpResponse(content, content_type="text/xml; charset=utf-8"))


@device_only
@require_safe
def form_manifest(request: DeviceRequest, form: str) -> HttpResponse:
    """List the files that a form needs."""
    files = CaseFile.objects.filter(study=request.study, path__startswith=_media(_form(request, form)))
    return manifest(
        ListedFile(
            name=PurePosixPath(file.path).name,
            md5=hashlib.md5(file.content, usedforsecurity=False).hexdigest(),
            address=_address(request, "device_file", form=form, name=PurePosixPath(file.path).name),
        )
        for file in files
    )


@device_only
@require_safe
def form_file(request: DeviceRequest, form: str, name: str) -> HttpResponse:
    """Give a file that a form needs."""
    file = get_object_or_404(CaseFile, study=request.study, path=_media(_form(request, form)) + name)
    return with_headers(HttpResponse(bytes(file.content), content_type="application/octet-stream"))


@device_only
@require_http_methods(["HEAD", "POST"])
def submission(request: DeviceRequest) -> HttpResponse:
    """Keep a filled form and the files that come with it."""
    if request.method == "HEAD":  # a client asks whether, and how, it may post
        return with_headers(HttpResponse(status=204))
    try:
        body, files = _sent(request)
        complete = request.POST.get(_INCOMPLETE, "").lower() != "yes"
        received = receive(request.study, body, files, complete=complete, by=request.user)
    except TramiteError as error:
        return message(error.say(page_language()), error.http_status)
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return message(_("The filled form did not arrive whole. Send it again."), 400)
    return message(" ".join(_told(received)), 201)


def _told(received: Received) -> Iterator[str]:
    yield _("The form has arrived.") if received.new else _("The form had arrived before.")
    if received.submission is not None and received.submission.state == Submission.State.HELD:
        yield _("Its respondent is not assigned to you: who runs the field work decides whether it counts.")
    if received.unkept:
        yield _("The recording was not kept: nobody noted that the respondent agreed to it.")


def _sent(request: DeviceRequest) -> tuple[bytes, dict[str, bytes]]:
    """Return the filled form and the files that came with it, by name."""
    sent = [(part, file) for part, files in request.FILES.lists() for file in files]
    bodies = [file.read() for part, file in sent if part == BODY_FILE]
    if len(bodies) != 1:
        raise SubmissionRefused([Fault(BODY_FILE, "required")])
    files: dict[str, bytes] = {}
    for part, file in sent:
        if part != BODY_FILE:
            name = file.name or part
            if name in files:
                raise SubmissionRefused([Fault(name, "attachment_twice")])
            files[name] = file.read()
    return bodies[0], files


def _form(request: DeviceRequest, form_id: str) -> PublishedForm:
    found = forms_for(request.study, request.user, request.rights).filter(form_id=form_id).first()
    if found is None:
        raise Http404
    return found


def _media(form: PublishedForm) -> str:
    return f"{PurePosixPath(form.path).with_suffix('')}-media/"


def _address(request: DeviceRequest, page: str, **parts: str) -> str:
    return request.build_absolute_uri(reverse(page, kwargs={"token": request.token, **parts}))


urlpatterns = [
    path("formList", forms, name="device_forms"),
    path("forms/<str:form>.xml", form, name="device_form"),
    path("manifest/<str:form>", form_manifest, name="device_manifest"),
    path("media/<str:form>/<str:name>", form_file, name="device_file"),
    path("submission", submission, name="device_submission"),
]
