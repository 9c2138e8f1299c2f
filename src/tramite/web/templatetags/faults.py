"""Say in the language of the page what was kept out of a filled form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from tramite.kernel.errors import Fault
from tramite.web.spoken import page_language

register = template.Library()


@register.filter
def said(faults: Iterable[Mapping[str, Any]], apart: Collection[str]) -> list[str]:
    """Return a sentence for each fault; ``apart``: items whose answers are told to the clean team alone."""
    return [_said(fault, apart) for fault in faults]


def _said(fault: Mapping[str, Any], apart: Collection[str]) -> str:
    item = str(fault["item"])
    if item in apart:
        return _("%(item)s: an answer on competition, told to the clean team alone") % {"item": item}
    told = Fault("", str(fault["kind"]), column=fault["column"], value=fault["value"], hint=str(fault["hint"]))
    where = " = ".join(part for part in (told.column, told.value) if part)
    return f"{where}: {told.expected(page_language())}" if where else told.expected(page_language())
