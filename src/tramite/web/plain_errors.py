"""A user's error is told in a sentence, with its status, and without a traceback."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import reselect, reswap, retarget

from tramite.kernel.errors import TramiteError
from tramite.web.spoken import page_language


class PlainErrorMiddleware:
    """Turns an error of the program that a user can mend into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Tell the error; any other is left to Django."""
        if not isinstance(exception, TramiteError):
            return None
        words, part = exception.say(page_language()), getattr(request, "htmx", False)
        # Of a part of a page the browser shows no answer that tells an error.
        status = 200 if part else exception.http_status
        answer = render(request, "tramite/refused.html", {"words": words}, status=status)
        return reswap(retarget(reselect(answer, "#main"), "#main"), "outerHTML") if part else answer
