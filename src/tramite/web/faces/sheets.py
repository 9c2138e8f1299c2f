"""The sheet that goes ahead: its link opens one form, for one person, without an account."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from csp.decorators import csp
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tramite.kernel.errors import TramiteError
from tramite.web.actions.receiving import BODY_FILE
from tramite.web.actions.sheets import open_sheet, sheet_form, take_sheet
from tramite.web.bridge.content import definition_of
from tramite.web.bridge.forms import sheet_for
from tramite.web.models import Invitation
from tramite.web.plain_errors import plain_words
from tramite.web.spoken import page_language
from tramite.web.talk_page import FORM_POLICY, form_words


@require_safe
@never_cache
@csp(FORM_POLICY)  # type: ignore[arg-type]
def sheet(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of a link that is still open."""
    invitation = open_sheet(token)
    sheet_form(invitation)
    vendor = definition_of(invitation.study).vendor
    context = {"vendor": vendor, "until": invitation.sheet_until, "config": _config(invitation, token)}
    return render(request, "tramite/sheet.html", context)


def _config(invitation: Invitation, token: str) -> dict[str, Any]:
    language = invitation.contact.language if invitation.contact else page_language()
    return {
        "user": f"sheet {invitation.sheet_sha256}",
        "study": "",
        "instance": str(uuid5(NAMESPACE_URL, f"tramite:{invitation.sheet_sha256}")),  # the same at every opening
        "corrects": "",
        "xform": reverse("sheet_form", kwargs={"token": token}),
        "who": "",
        "urls": {
            "session": reverse("sheet_session", kwargs={"token": token}),
            "submit": reverse("send_sheet", kwargs={"token": token}),
        },
        "language": language,
        "draft": {"body": "", "revision": 0},
        "words": form_words(),
    }


@require_safe
@never_cache
def sheet_form_page(request: HttpRequest, token: str) -> HttpResponse:
    """Give the form of the sheet: it names nobody but who fills it in."""
    invitation = open_sheet(token)
    xform = sheet_for(sheet_form(invitation), invitation.unit_id)
    return HttpResponse(xform, content_type="text/xml; charset=utf-8")


@require_safe
@never_cache
def sheet_session(request: HttpRequest, token: str) -> HttpResponse:
    """Give the token for what is sent."""
    digest = open_sheet(token).sheet_sha256
    return JsonResponse({"user": f"sheet {digest}", "token": get_token(request)})


@require_POST
def send_sheet(request: HttpRequest, token: str) -> HttpResponse:
    """Take in the filled sheet."""
    body = request.FILES.get(BODY_FILE)
    if body is None:
        return HttpResponseBadRequest()
    try:
        take_sheet(token, body.read())
    except TramiteError as error:
        return plain_words(error)
    return JsonResponse({}, status=201)


urlpatterns = [
    path("sheet/<str:token>/", sheet, name="sheet"),
    path("sheet/<str:token>/form.xml", sheet_form_page, name="sheet_form"),
    path("sheet/<str:token>/session", sheet_session, name="sheet_session"),
    path("sheet/<str:token>/send", send_sheet, name="send_sheet"),
]
