"""The part of a study that some filled forms touch, as a case of its own, and back (ADR 32)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
from django.db.models import Count, Q

from tramite.store.case_content import CaseContent
from tramite.store.instruments import INSTRUMENTS
from tramite.voices.asking.changes import ITEMS_FILE
from tramite.web.bridge.content import definition_of, field_content
from tramite.web.bridge.frames import answers_frame, table_frame
from tramite.web.bridge.moment import one_moment
from tramite.web.bridge.tables import ANSWERS
from tramite.web.models import Answer, FrameUnit, Interview, Study
from tramite.workflows.submission_parts import JOINED, FormsPart, join_part, part_of_forms

_TABLES: Final = ("frame", "sample", "interviews", ANSWERS)


@dataclass(frozen=True, slots=True)
class FormsTouch:
    """What filled forms say that they touch: ids of forms, theirs and of those that they correct; units."""

    forms: Collection[str]
    units: Collection[str]


@dataclass(slots=True)
class StudyPart:
    """What filled forms touch in a study; all of the field work, where ledger and list of forms differ."""

    study: Study
    touch: FormsTouch
    _part: FormsPart | None = None

    @property
    def whole(self) -> bool:
        """Whether the case is all of the field work."""
        return self._part is None

    @one_moment()
    def content(self) -> CaseContent:
        """Read the part. Files that are made of all forms are there as they were: :meth:`complete` joins them."""
        files = _files(self.study, Q(path__in=(*JOINED, ITEMS_FILE)) | Q(path__startswith=f"{INSTRUMENTS}/"))
        self._part = part_of_forms(files, self.touch.forms)
        if self._part is None:
            return field_content(self.study)
        held = set(self.study.held_tables.values_list("name", flat=True)).intersection(_TABLES)
        return CaseContent(
            text=self.study.definition,
            definition=definition_of(self.study),
            tables={name: self._table(name) for name in _TABLES if name in held},
            files=files,
        )

    def begin(self, path: Path) -> None:
        """Leave in the folder of the case what belongs to the part alone."""
        if self._part is not None:
            self._part.save_ledger(path)

    def complete(self, path: Path) -> None:
        """Join what was made of the part to what the study has of all forms."""
        if self._part is not None:
            join_part(path, self._part, versions=self._versions(), elsewhere=self._answered_elsewhere)

    def _table(self, name: str) -> pl.DataFrame:
        forms, told = list(self._part.forms if self._part else ()), set(self.touch.units)
        talks = Interview.objects.filter(study=self.study, interview_id__in=forms)
        if name == ANSWERS:
            return answers_frame(self.study, forms)
        known = told.union(talks.values_list("unit_id", flat=True))
        if name == "interviews":
            return table_frame(self.study, name, where=Q(interview_id__in=forms) | Q(unit_id__in=known))
        listed = FrameUnit.objects.filter(study=self.study, unit_id__in=told).values_list("unit_id", flat=True)
        if name == "frame" and told.difference(listed):  # who is near the wrong code is to be told
            return table_frame(self.study, name)
        return table_frame(self.study, name, where=Q(unit_id__in=known))

    def _versions(self) -> pl.DataFrame:
        talks = Interview.objects.filter(study=self.study).order_by()
        rows = talks.values_list("role", "channel__code", "version").distinct()
        schema = dict.fromkeys(("role", "channel_id", "version"), pl.String)
        return pl.DataFrame(list(rows), schema=schema, orient="row")

    def _answered_elsewhere(self) -> pl.DataFrame:
        answers = Answer.objects.filter(version__interview__study=self.study, version__current=True, missing=None)
        apart = answers.exclude(version__interview__interview_id__in=list(self._part.forms if self._part else ()))
        of = "version__interview__"
        counted = apart.order_by().values_list(f"{of}role", f"{of}channel__code", "item_id", f"{of}version")
        rows = counted.annotate(answers=Count("version__interview", distinct=True))
        schema = dict.fromkeys(("role", "channel_id", "item_id", "version"), pl.String) | {"answers": pl.Int64}
        return pl.DataFrame(list(rows), schema=schema, orient="row")


def _files(study: Study, wanted: Q) -> dict[str, bytes]:
    return {path: bytes(data) for path, data in study.files.filter(wanted).values_list("path", "content")}
