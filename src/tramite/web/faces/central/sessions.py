"""Log in as a program, see who one is, log out; and the description of the interface."""

from __future__ import annotations

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tramite.web.access import ProgramRequest, programs
from tramite.web.actions.api_tokens import OF_A_LOG_IN, TooManyTries, end_token_of, log_in, make_token
from tramite.web.api_problem import problem
from tramite.web.faces.central.description import DESCRIPTION
from tramite.web.json_reading import read_json
from tramite.web.plain_text import is_plain

_TOO_MANY = "Too many attempts. Wait a minute."


@csrf_exempt
@require_http_methods(["POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Give a token for an address and a password; throttled as log-ins in a browser are."""
    given = _credentials(request.body)
    if given is None:
        return problem(400, 400.2, "Expected JSON with the texts email and password.")
    email, password = given
    if not consume(request, action="login"):
        return problem(429, 429.1, _TOO_MANY)
    try:
        user = log_in(request, email, password)
    except TooManyTries:
        return problem(429, 429.1, _TOO_MANY)
    if user is None:
        return problem(401, 401.2, "Could not authenticate with the provided credentials.")
    token, until = make_token(user, "", OF_A_LOG_IN)
    return JsonResponse({"token": token, "createdAt": timezone.now().isoformat(), "expiresAt": until.isoformat()})


def _credentials(body: bytes) -> tuple[str, str] | None:
    try:
        given = read_json(body)
        email, password = given["email"], given["password"]
    except (ValueError, KeyError, TypeError):
        return None
    whole = isinstance(email, str) and isinstance(password, str) and is_plain(email + password)
    return (email, password) if whole else None


@programs()
@require_http_methods(["DELETE"])
def log_out(request: ProgramRequest) -> HttpResponse:
    """End the token that is shown."""
    end_token_of(request.token)
    return JsonResponse({"success": True})


@programs()
@require_safe
def current_user(request: ProgramRequest) -> HttpResponse:
    """Say whose token it is."""
    user = request.user
    joined = user.joined_at.isoformat()
    return JsonResponse(
        {"id": user.pk, "type": "user", "email": user.email, "displayName": str(user), "createdAt": joined}
    )


@programs()
@require_safe
def openapi(request: ProgramRequest) -> HttpResponse:
    """Give the description of the interface."""
    return JsonResponse(DESCRIPTION)


urlpatterns = [
    path("sessions", sessions, name="api_sessions"),
    path("sessions/current", log_out, name="api_log_out"),
    path("users/current", current_user, name="api_user"),
    path("openapi.json", openapi, name="api_openapi"),
]
