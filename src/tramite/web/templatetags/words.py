"""What codes are called on a page, in its language."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from tramite.web.models import Channel
from tramite.web.models.words import WORDS
from tramite.web.spoken import page_language

register = template.Library()


@register.filter
def in_words(code: str) -> str | Promise:
    """Return what a code of the case format is called."""
    return WORDS.get(code, code)


@register.filter
def called(channel: Channel) -> str:
    """Return the name of a channel."""
    return channel.name(page_language())
