"""What every page tells the script that looks after this device."""

from __future__ import annotations

from typing import Any

from django import template

from tramite.web.models import User
from tramite.web.talk_page import device_words

register = template.Library()


@register.simple_tag
def device(user: User) -> dict[str, Any]:
    """Return whose page it is, and what is said of interviews that wait on this device."""
    return {"user": user.pk, "words": device_words()}
