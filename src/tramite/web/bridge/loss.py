"""What a study would lose if a case took the place of what it holds."""

from __future__ import annotations

from typing import Final

import polars as pl

from tramite.kernel.errors import Fault
from tramite.store.case_content import CaseContent
from tramite.store.export_mark import ANTITRUST, FILE, NAMES, read_mark
from tramite.web.bridge.changes import forms_changed
from tramite.web.bridge.content import apart_in
from tramite.web.bridge.tables import ANSWERS, NAMES_APART
from tramite.web.models import Answer, Customer, Guess, Partner, RespondentName, SampledUnit, Study

_NAMED = (*NAMES_APART, "partners", "customers")
_PLACES: Final = {
    "units_would_be_lost": "voices/sample, voices/frame",
    "guesses_would_be_lost": "voices/interviews",
    "forms_would_change": "voices/questionnaires",
    "entries_would_be_lost": "voices/sample_log",
    "decisions_would_be_lost": "voices/quality_decisions",
}
_TOLD: Final = 10  # codes in one sentence
# Table, column that tells what a person wrote, and what it says.
_ENTRY: Final = ("sample_log", "event", ("entry", "event", "unit_id", "other_id", "reason"))
_DECISION: Final = ("quality_decisions", "decision", ("interview_id", "flag"))


def would_be_lost(study: Study, content: CaseContent) -> list[Fault]:
    """Return what the case was exported without and the study has: names, answers on competition.

    The mark of the export tells. Without a mark, a case that has none of what the study has is taken for such an
    export too.
    """
    left_out = read_mark(content.files[FILE]) if FILE in content.files else frozenset()
    faults = []
    names = _names_held(study)
    if names and (NAMES in left_out or not _has_names(content)):
        faults.append(Fault(FILE, "names_would_be_lost", value=str(names)))
    apart = apart_in(study)
    answers = _answers_held(study, apart)
    if answers and (ANTITRUST in left_out or not _has_answers(content, apart)):
        faults.append(Fault(FILE, "answers_would_be_lost", value=str(answers)))
    return faults


def field_would_lose(study: Study, before: CaseContent, after: CaseContent) -> list[Fault]:
    """Return what the field work would lose: people whom it has begun with, forms that are published, guesses,
    what was written in the log of the sample, flags that were decided.

    Forms count once the field work has begun: with somebody, or on a device that asked for them.
    """
    begun = _begun_with(study)
    gone = {
        unit
        for name in NAMES_APART
        for unit in begun & _ids(before, name, "unit_id") - _ids(after, name, "unit_id")
    }
    guesses = set(Guess.objects.filter(study=study).values_list("interview_id", flat=True))
    unsealed = guesses & _ids(before, "interviews", "interview_id") - _ids(after, "interviews", "interview_id")
    in_use = bool(begun) or study.device_keys.filter(used_at__isnull=False).exists()
    forms = {form.path for form in forms_changed(study, before, after)} if in_use else set()
    found = {
        "units_would_be_lost": gone,
        "guesses_would_be_lost": unsealed,
        "forms_would_change": forms,
        "entries_would_be_lost": _rows(before, *_ENTRY) - _rows(after, *_ENTRY),
        "decisions_would_be_lost": _rows(before, *_DECISION) - _rows(after, *_DECISION),
    }
    return [Fault(_PLACES[kind], kind, value=_some(codes)) for kind, codes in found.items() if codes]


def _begun_with(study: Study) -> set[str]:
    """Return the units that are assigned to somebody, invited, agreed, or whose interview is begun."""
    assigned = SampledUnit.objects.filter(study=study).exclude(assigned_to=None)
    rows = (assigned, study.invitations.all(), study.consents.all(), study.drafts.all())
    return {unit for units in rows for unit in units.values_list("unit_id", flat=True)}


def _ids(content: CaseContent, table: str, column: str) -> set[str]:
    return set(content.tables[table][column]) if table in content.tables else set()


def _rows(content: CaseContent, table: str, written: str, said: tuple[str, ...]) -> set[str]:
    """Return what people wrote in a table, a line each."""
    if table not in content.tables:
        return set()
    rows = content.tables[table].filter(pl.col(written).is_not_null()).select(said).iter_rows()
    return {" ".join(str(value) for value in row if value is not None) for row in rows}


def _some(codes: set[str]) -> str:
    told = ", ".join(sorted(codes)[:_TOLD])
    return f"{told}, … ({len(codes)})" if len(codes) > _TOLD else told


def _names_held(study: Study) -> int:
    named = [model._default_manager.filter(study=study, name__isnull=False) for model in (Partner, Customer)]
    return RespondentName.objects.filter(study=study).count() + sum(rows.count() for rows in named)


def _has_names(content: CaseContent) -> bool:
    tables = [content.tables[name] for name in _NAMED if name in content.tables]
    return any(table["name"].null_count() < table.height for table in tables)


def _answers_held(study: Study, apart: frozenset[str]) -> int:
    return Answer.objects.filter(version__interview__study=study, version__current=True, item_id__in=apart).count()


def _has_answers(content: CaseContent, apart: frozenset[str]) -> bool:
    if ANSWERS not in content.tables:
        return False
    return not content.tables[ANSWERS].filter(pl.col("item_id").is_in(list(apart))).is_empty()
