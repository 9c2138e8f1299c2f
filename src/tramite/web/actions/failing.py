"""What is told where the program itself fails in the background."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override


def went_wrong(language: str) -> str:
    """Say that something went wrong in the program, to somebody who did nothing wrong."""
    with override(language):
        return _("Something went wrong in the program. Whoever runs the server finds the details in its log.")
