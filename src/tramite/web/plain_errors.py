"""A user's error is told in a sentence, with its status, and without a traceback."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import reselect, reswap, retarget

from tramite.kernel.errors import Fault, InputRefused, TramiteError
from tramite.web.spoken import page_language

_ZERO: Final = re.compile(r"\bNUL\b|\\u0000")  # as PostgreSQL and its driver tell of it
_ZERO_CHARACTER: Final = InputRefused([Fault("HTTP", "zero_character")])


class PlainErrorMiddleware:
    """Turns an error of the program that a user can mend into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Tell the error; any other is left to Django."""
        if isinstance(exception, (DataError, ValueError)) and _ZERO.search(str(exception)):
            exception = _ZERO_CHARACTER
        return _told(exception, request) if isinstance(exception, TramiteError) else None


def plain_words(error: TramiteError) -> HttpResponse:
    """Return an error as a sentence alone, for a script that shows it."""
    words = error.say(page_language())
    return HttpResponse(words, status=error.http_status, content_type="text/plain; charset=utf-8")


def _told(error: TramiteError, request: HttpRequest) -> HttpResponse:
    part = getattr(request, "htmx", False)
    # Of a part of a page the browser shows no answer that tells an error.
    status = 200 if part else error.http_status
    answer = render(request, "tramite/refused.html", {"words": error.say(page_language())}, status=status)
    return reswap(retarget(reselect(answer, "#main"), "#main"), "outerHTML") if part else answer
