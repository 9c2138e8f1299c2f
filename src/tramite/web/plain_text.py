"""Text that no database keeps is refused wherever it stands: in an address, a query, a field of a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from tramite.web.api_problem import problem


class PlainTextMiddleware:
    """Answers 400 to characters of code 0, and to halves of a pair of UTF-16, which are no characters.

    Fields of forms are looked at once it is known who may send them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the address and the query."""
        if all(map(is_plain, chain([request.path_info], _texts(request.GET)))):
            return self._get_response(request)
        return _refused(request)

    def process_view(self, request: HttpRequest, *called: Any) -> HttpResponse | None:
        """Look at the fields of a form; of those of a device no field is kept, and its page says what is wrong."""
        if request.path_info.startswith("/key/"):
            return None
        return None if all(map(is_plain, _texts(request.POST))) else _refused(request)


def is_plain(text: str) -> bool:
    """Tell whether a text holds nothing but characters that every database keeps."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _texts(fields: QueryDict) -> Iterable[str]:
    return chain.from_iterable((name, *map(str, values)) for name, values in fields.lists())


def _refused(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/v1/"):
        return problem(400, 400.2, "Expected text without characters of code 0.")
    words = _("There is a character in it that is no text (code 0, or half of one).")
    return render(request, "tramite/refused.html", {"words": words}, status=400)
