"""Whether the server answers and reaches its database: for whoever watches over it."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """Say ``ok``."""
    connection.ensure_connection()
    return HttpResponse("ok\n", content_type="text/plain")
