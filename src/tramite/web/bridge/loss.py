"""What a study would lose if a case took the place of what it holds."""

from __future__ import annotations

import polars as pl

from tramite.kernel.errors import Fault
from tramite.store.case_content import CaseContent
from tramite.store.export_mark import ANTITRUST, FILE, NAMES, read_mark
from tramite.web.bridge.content import apart_in
from tramite.web.bridge.tables import ANSWERS, NAMES_APART
from tramite.web.models import Answer, Customer, Partner, RespondentName, Study

_NAMED = (*NAMES_APART, "partners", "customers")


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
