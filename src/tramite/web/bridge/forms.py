"""Forms of a study: every version that is published stays, and is given out prepared for one interview."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from functools import partial
from typing import Final

from django.core.cache import cache

from tramite.kernel.errors import CaseNotFound
from tramite.store.xforms import form_identity, listing, prepared, without_names
from tramite.voices.asking.form_names import INTERVIEWER, MODE, UNIT
from tramite.web.models import Draft, FormVersion, PublishedForm, RespondentName, Study

FOLDER: Final = "voices/questionnaires/"
_KEPT: Final = 7 * 24 * 3600  # seconds


def keep_forms(study: Study, files: Mapping[str, bytes]) -> None:
    """Keep the forms among files that are published: what is filled in a version can be opened in it again."""
    for path, content in files.items():
        if path.startswith(FOLDER) and path.endswith(".xml"):
            keep_form(study, content, file=path)


def keep_form(study: Study, content: bytes, *, file: str) -> FormVersion:
    """Keep a form, unless this version is kept."""
    found = form_identity(content, file=file)
    kept, _ = FormVersion.objects.get_or_create(
        study=study, form_id=found.form_id, version=found.version, defaults={"content": content}
    )
    return kept


def forget_names(study: Study, units: Collection[str]) -> None:
    """List some units by their code alone in all versions of all forms; devices are told that forms changed."""
    for form in FormVersion.objects.filter(study=study):
        content = without_names(bytes(form.content), units, file=form.form_id)
        if content != form.content:
            form.content = content
            form.save(update_fields=["content"])
    files = dict(study.files.filter(path__startswith=FOLDER).values_list("path", "content"))
    for published in PublishedForm.objects.filter(study=study, path__in=files):
        published.md5 = hashlib.md5(files[published.path], usedforsecurity=False).hexdigest()
        published.save(update_fields=["md5"])


def current_form(study: Study, *, role: str, channel_id: int, kind: PublishedForm.Kind) -> FormVersion:
    """Return the form that a respondent type of a channel is asked with today.

    Raises:
        CaseNotFound: none is published.
    """
    published = PublishedForm.objects.filter(
        study=study, role=role, channel_id=channel_id, kind=kind, current=True
    ).first()
    file = None if published is None else study.files.filter(path=published.path).first()
    if published is None or file is None:
        raise CaseNotFound("form_not_published", role=role)
    return keep_form(study, bytes(file.content), file=published.path)


def published_form(form: PublishedForm, units: Collection[str] | None) -> bytes:
    """Return a published form as it is given to somebody.

    Args:
        units: who may be listed in it; ``None``: all.

    Raises:
        CaseNotFound: its file is no longer there.
    """
    file = form.study.files.filter(path=form.path).first()
    if file is None:
        raise CaseNotFound("form_not_published", role=form.role)
    content = bytes(file.content)
    return content if units is None else listing(content, units, file=form.path)


def published_hash(form: PublishedForm, units: Collection[str] | None) -> str:
    """Return the MD5 of a published form as it is given to somebody: by it their device sees that it changed."""
    if units is None:
        return form.md5
    listed = hashlib.sha256("\n".join(sorted(units)).encode()).hexdigest()
    return str(cache.get_or_set(f"form-{form.md5}-{listed}", partial(_md5, form, units), _KEPT))


def _md5(form: PublishedForm, units: Collection[str]) -> str:
    return hashlib.md5(published_form(form, units), usedforsecurity=False).hexdigest()


def form_for(draft: Draft, *, interviewer: str) -> bytes:
    """Return the form of a draft: who, by whom and how are filled in, and nobody else is listed."""
    values = {UNIT: draft.unit_id, INTERVIEWER: interviewer, MODE: draft.mode or ""}
    return prepared(bytes(draft.form.content), values, file=draft.form.form_id)


def sheet_for(form: FormVersion, unit_id: str) -> bytes:
    """Return the sheet for a respondent: it names nobody else, and does not ask what is known."""
    named = RespondentName.objects.filter(study=form.study, table="frame", unit_id=unit_id).first()
    values = {UNIT: unit_id, MODE: PublishedForm.Kind.SHEET.value}
    label = unit_id if named is None else named.name
    known = (UNIT, INTERVIEWER, MODE)
    return prepared(bytes(form.content), values, file=form.form_id, label=label, unasked=known)
