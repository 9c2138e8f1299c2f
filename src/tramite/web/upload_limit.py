"""How much somebody may send: told before it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

_MEGABYTE: Final = 1 << 20
OF_A_CASE: Final = 512 * _MEGABYTE
OF_A_PAGE: Final = 16 * _MEGABYTE
OF_A_SUBMISSION: Final = 96 * _MEGABYTE  # of one post: an hour's recording, and the rest
_TAKES_A_CASE: Final = ("new_study", "transfer")


class UploadLimitMiddleware:
    """Refuses a body that is longer than its page takes; only who is logged in may send a whole case."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the length that is declared: the server reads no more than that."""
        limit = _limit(request)
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            words = _("At most %(count)s MB.") % {"count": limit // _MEGABYTE}
            return render(request, "tramite/refused.html", {"words": words}, status=413)
        return self._get_response(request)


def _limit(request: HttpRequest) -> int:
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return OF_A_PAGE
    if name == "device_submission":
        return OF_A_SUBMISSION
    return OF_A_CASE if name in _TAKES_A_CASE and request.user.is_authenticated else OF_A_PAGE
