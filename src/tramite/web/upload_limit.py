"""How much somebody may send: told before it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from tramite.web.actions.device_keys import key_of
from tramite.web.models import Right, Study, User

_MEGABYTE: Final = 1 << 20
OF_A_CASE: Final = 512 * _MEGABYTE
OF_A_PAGE: Final = 16 * _MEGABYTE
OF_A_STRANGER: Final = 2 * _MEGABYTE
OF_A_SUBMISSION: Final = 96 * _MEGABYTE  # of one post: an hour's recording, and the rest


class UploadLimitMiddleware:
    """Refuses a body that is longer than its page takes of whoever sends it: nothing is read before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the length that is declared: the server reads no more than that."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > OF_A_STRANGER and length > (limit := _limit(request)):
            words = _("At most %(count)s MB.") % {"count": limit // _MEGABYTE}
            return render(request, "tramite/refused.html", {"words": words}, status=413)
        return self._get_response(request)


def _limit(request: HttpRequest) -> int:
    try:
        page = resolve(request.path_info)
    except Resolver404:
        return OF_A_STRANGER
    name, given = page.view_name, page.kwargs
    if name == "device_submission":
        return OF_A_SUBMISSION if key_of(given["token"]) is not None else OF_A_STRANGER
    user = request.user
    if not isinstance(user, User):
        return OF_A_STRANGER
    if name == "new_study":
        return OF_A_CASE if user.is_owner else OF_A_PAGE
    if name == "transfer":
        study = Study.objects.visible_to(user).filter(code=given["study"]).first()
        may = study is not None and Right.TRANSFER_STUDY in study.rights_of(user)
        return OF_A_CASE if may else OF_A_PAGE
    return OF_A_PAGE
