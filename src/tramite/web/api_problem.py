"""What is wrong with a request of a program, said as ODK Central says it."""

from __future__ import annotations

from django.http import JsonResponse


def problem(status: int, code: float, message: str) -> JsonResponse:
    """Return an answer with a numbered problem; ``code``: as ODK Central numbers it."""
    return JsonResponse({"code": code, "message": message}, status=status)
