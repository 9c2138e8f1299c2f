"""A study in the field: forms are published, and filled ones can be had (answers are invented)."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.utils import timezone
from lxml import etree  # type: ignore[import-untyped]

from tests.voices.asking.questionnaire_project import form_for, guide_for
from tests.workflows.field_case import CHANNEL, UNITS, new_field_case
from tests.workflows.form_filler import Form
from tramite.store.xlsform import compiled, workbook_of
from tramite.voices.asking.guide import Guide
from tramite.voices.asking.instrument import instrument_of
from tramite.voices.asking.questionnaire import Unit
from tramite.web.actions.studies import import_study
from tramite.web.models import CaseFile, Channel, PublishedForm, Study, User

CODE = "field"
ROLE = "branch"  # of the shortest form
FORM_ID = f"tramite-interview-{ROLE}-{CHANNEL}"


def _guide() -> Guide:
    return guide_for(ROLE, CHANNEL)


@cache
def xform() -> str:
    """Return the form of a respondent type, compiled."""
    units = tuple(Unit(unit) for unit in UNITS[ROLE])
    return compiled(workbook_of(form_for(_guide(), units=units)))


@cache
def _filler() -> Form:
    return Form(xform())


@cache
def _answers(seed: int, unit: str, consent: str) -> bytes:
    return bytes(etree.tostring(_filler().fill(seed, unit=unit, consent=consent)))


def filled(seed: int = 0, *, replaces: str = "", unit: str = "", consent: str = "yes") -> tuple[str, bytes]:
    """Return the instance id and the XML of a filled form; ``replaces``: the id of one that it corrects."""
    form = etree.fromstring(_answers(seed, unit or UNITS[ROLE][seed % len(UNITS[ROLE])], consent))
    meta, instance = form.find("meta"), str(uuid4())
    meta.find("instanceID").text = f"uuid:{instance}"
    if replaces:
        etree.SubElement(meta, "deprecatedID").text = f"uuid:{replaces}"
    return instance, etree.tostring(form, xml_declaration=True, encoding="UTF-8")


def new_field_study(folder: Path, *, by: User, code: str = CODE) -> Study:
    """Make the study, with one form published."""
    study = import_study(code, new_field_case(folder, instruments=[instrument_of(_guide())]), by=by)
    path, content = f"voices/questionnaires/{ROLE}-{CHANNEL}.xml", xform().encode()
    CaseFile.objects.create(study=study, path=path, content=content)
    PublishedForm.objects.create(
        study=study, form_id=FORM_ID, kind="interview", role=ROLE, path=path, title="Intervista", version="v1",
        channel=Channel.objects.get(study=study, code=CHANNEL), minutes=30.0, published_at=timezone.now(),
        md5=hashlib.md5(content).hexdigest(),  # noqa: S324
    )  # fmt: skip
    return study
