"""A study of the database as a case of the workflows, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import polars as pl
from django.db import transaction
from django.db.models import QuerySet

from tramite.kernel.case import CaseDefinition
from tramite.kernel.wording import Language
from tramite.reports.answer_words import part_of, question_of
from tramite.store.case_content import CaseContent
from tramite.store.definition import parse_definition
from tramite.store.export_mark import ANTITRUST, NAMES, mark_of, read_mark
from tramite.store.export_mark import FILE as MARK
from tramite.voices.asking.bank import ItemBank
from tramite.voices.asking.changes import ITEMS_FILE
from tramite.voices.estimation.answers import ANTITRUST as ANTITRUST_ITEM
from tramite.web.bridge.forms import keep_forms
from tramite.web.bridge.frames import table_frame
from tramite.web.bridge.moment import one_moment
from tramite.web.bridge.rows import save_tables
from tramite.web.bridge.tables import ANSWERS
from tramite.web.bridge.without_names import files_without_names, tables_without_names
from tramite.web.models import CaseFile, Channel, Right, Study, User
from tramite.web.queries.interviews import Sensitive
from tramite.workflows.transfer import case_bank, items_apart

# Files that may hold answers, or words of them, beside the table of answers.
_ANSWERS_TOO = (
    "fieldwork/", "simulated/", "coding/", "quality/", "voices/codings", "voices/proposals", "voices/responses",
)  # fmt: skip
_BUYERS = ("links", "link_decisions", "sell_out", "deals")  # tables of the books that name customers by code


def study_content(study: Study) -> CaseContent:
    """Return the whole case that a study keeps, as it stands at one moment."""
    return _content(study, study.files.all())


def field_content(study: Study) -> CaseContent:
    """Return the part of a case that the field work needs: everything but the books' own files."""
    return _content(study, study.files.exclude(path__startswith="books/"))


@one_moment()
def _content(study: Study, files: QuerySet[CaseFile]) -> CaseContent:
    return CaseContent(
        text=study.definition,
        definition=definition_of(study),
        tables={name: table_frame(study, name) for name in study.held_tables.values_list("name", flat=True)},
        files={path: bytes(content) for path, content in files.values_list("path", "content")},
    )


def content_for(study: Study, rights: frozenset[Right]) -> CaseContent:
    """Return the part of a case that somebody may take away.

    Without the right to names, columns of names, addresses and remarks are empty, and only files go out that hold
    none (:mod:`~tramite.web.bridge.without_names`). Without the right to answers on competition these
    are left out, with every file that may repeat them. ``export.toml`` says what was left out.
    """
    content = study_content(study)
    tables, files = dict(content.tables), dict(content.files)
    left_out = set[str]()
    if Right.READ_NAMES not in rights:
        left_out.add(NAMES)
        mark = {MARK: files[MARK]} if MARK in files else {}
        tables, files = tables_without_names(tables), files_without_names(files) | mark
    if Right.READ_ANTITRUST not in rights:
        left_out.add(ANTITRUST)
        apart = apart_in(study)
        if ANSWERS in tables:
            tables[ANSWERS] = tables[ANSWERS].filter(~pl.col("item_id").is_in(list(apart)))
        if "quality_decisions" in tables:
            names_one = pl.col("evidence").str.contains_any(sorted(apart))
            told = pl.when(names_one.fill_null(value=False)).then(None).otherwise("evidence").alias("evidence")
            tables["quality_decisions"] = tables["quality_decisions"].with_columns(told)
        files = {path: data for path, data in files.items() if not path.startswith(_ANSWERS_TOO)}
    if left_out:
        files[MARK] = mark_of(left_out | (read_mark(files[MARK]) if MARK in files else set()))
    return CaseContent(content.text, content.definition, tables, files)


def apart_in(study: Study) -> frozenset[str]:
    """Return the items of a study whose answers are for the clean team alone."""
    return items_apart(_bank_files(study))


def files_with_customers(study: Study) -> list[str]:
    """Return the files of the books that may hold people row by row, as they came or as they were ingested."""
    names = study.files.filter(path__startswith="books/").values_list("path", flat=True)
    return [path for path in names if "customers" in path or PurePosixPath(path).stem in _BUYERS]


def sensitive_in(study: Study) -> Sensitive:
    """Return the items of a study that not everybody may read one by one."""
    sensitive = {item.id: item.sensitive for item in question_bank(study).items if item.sensitive}
    apart = frozenset(item for item, kind in sensitive.items() if kind == ANTITRUST_ITEM)
    return Sensitive(apart, frozenset(sensitive))


@dataclass(frozen=True, slots=True)
class StudyWords:
    """What the questions of a study, and the parts of their answers, are called in a language."""

    bank: ItemBank
    definition: CaseDefinition
    language: Language

    def questions(self) -> dict[str, str]:
        """Return what each item asks."""
        return {item.id: question_of(item, self.bank, self.definition, self.language) for item in self.bank.items}

    def part(self, item_id: str, key: str | None) -> str:
        """Name a part of an answer: a code of the bank's lists, or of the case's own."""
        if not key or item_id not in self.bank:
            return key or ""
        return part_of(self.bank.item(item_id), key, self.bank, self.definition, self.language)


def study_words(study: Study, language: Language) -> StudyWords:
    """Return the words of a study in a language."""
    return StudyWords(question_bank(study), definition_of(study), language)


def question_bank(study: Study) -> ItemBank:
    """Return the bank by which a study asks."""
    return case_bank(_bank_files(study))


def _bank_files(study: Study) -> dict[str, bytes]:
    return {path: bytes(data) for path, data in study.files.filter(path=ITEMS_FILE).values_list("path", "content")}


def definition_of(study: Study) -> CaseDefinition:
    """Return what ``case.toml`` of a study says."""
    return parse_definition(study.definition)


def save_content(study: Study, content: CaseContent, *, by: User | None) -> None:
    """Write a whole case into a study that is empty; run it in a transaction."""
    save_channels(study, content.definition)
    save_tables(study, content.tables, by=by)
    save_files(study, content.files)


def save_channels(study: Study, definition: CaseDefinition) -> None:
    """Write what ``case.toml`` says of channels as rows; a channel that is there already is brought up to date."""
    for position, channel in enumerate(definition.channels):
        Channel.objects.update_or_create(
            study=study,
            code=channel.id,
            defaults={
                "position": position, "name_en": channel.name.en, "name_it": channel.name.it, "kind": channel.kind,
                "reach": channel.reach, "medium": channel.medium, "end_customer": channel.end_customer,
                "sells_to": list(channel.sells_to),
            },
        )  # fmt: skip


@transaction.atomic
def save_files(study: Study, files: Mapping[str, bytes]) -> None:
    """Keep files of a study, but of forms every version stays; one at the same path goes, and its key with it.

    By the keys of files one sees that books have changed (:func:`~tramite.web.bridge.brings.books_seal`).
    """
    keep_forms(study, files)
    study.files.filter(path__in=files).delete()
    CaseFile.objects.bulk_create(
        CaseFile(study=study, path=path, content=content) for path, content in files.items()
    )
