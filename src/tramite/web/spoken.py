"""The language of the page, as the workflows know it."""

from __future__ import annotations

from django.utils.translation import get_language

from tramite.kernel.wording import Language


def page_language() -> Language:
    """Return the language in which the page is written."""
    return "en" if (get_language() or "it").startswith("en") else "it"
