"""A long list, page by page, found while somebody types."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from tramite.web.access import StudyRequest
from tramite.web.actions.audit import Verb, note

ROWS = 50


def note_seen(request: StudyRequest, row: Model) -> None:
    """Note in the log that somebody opened a row of a register."""
    note(request.user, Verb.SAW, row._meta.model_name or "", str(row), study=request.study)


def note_list_seen(request: StudyRequest, kind: str) -> None:
    """Note in the log that somebody opened a list, or searched in it."""
    searched = ["searched"] if request.GET.get("q") else []  # never the words: they may be a name
    note(request.user, Verb.SAW, f"list of {kind}", study=request.study, fields=searched)


def list_page(request: StudyRequest, template: str, found: QuerySet[Any], **context: object) -> HttpResponse:
    """Show a page of a list; where only the list is asked for, only the list. What is seen is noted in the log.

    Args:
        template: of the whole page; its rows are in ``<template>_rows.html``.
    """
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    note_list_seen(request, found.model._meta.model_name or "")
    name = f"tramite/{template}_rows.html" if request.htmx else f"tramite/{template}.html"
    q = request.GET.get("q", "")
    return render(request, name, {"page": page, "q": q, "rows": f"tramite/{template}_rows.html", **context})
