"""From frames that meet their contract to rows of the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.tables import CONTRACTS
from tramite.web.bridge.tables import ANSWERS, CHANNEL, NAMES_APART, ROW_MODELS, kept_columns
from tramite.web.models import Answer, Channel, HeldTable, Interview, InterviewVersion, RespondentName, Study, User
from tramite.web.models.fields import CODE_LENGTH

BATCH = 1000


def save_tables(study: Study, tables: Mapping[str, pl.DataFrame], *, by: User | None) -> None:
    """Write tables as the rows of a study that has none of them yet; run it in a transaction.

    Raises:
        InputRefused: ids that are longer than the database keeps. Nothing is written.
    """
    check_lengths(tables)
    channels = dict(Channel.objects.filter(study=study).values_list("code", "pk"))
    HeldTable.objects.bulk_create(HeldTable(study=study, name=name) for name in tables)
    for name in ROW_MODELS:
        if name in tables:
            _save_rows(study, name, tables[name], channels)
    if ANSWERS in tables:
        _save_answers(study, tables[ANSWERS], by)


def _save_rows(study: Study, name: str, frame: pl.DataFrame, channels: Mapping[str, int]) -> None:
    model = ROW_MODELS[name]
    columns = kept_columns(CONTRACTS[name])
    rows = []
    for position, row in enumerate(frame.select(columns).iter_rows(named=True)):
        rows.append(model(study=study, position=position, **row_fields(row, channels)))
    model._default_manager.bulk_create(rows, batch_size=BATCH)
    if name in NAMES_APART:
        named = frame.select("unit_id", "name").drop_nulls().iter_rows()
        names = [RespondentName(study=study, table=name, unit_id=unit, name=words) for unit, words in named]
        RespondentName.objects.bulk_create(names, batch_size=BATCH)


def row_fields(row: Mapping[str, Any], channels: Mapping[str, int]) -> dict[str, Any]:
    """Return a row of a table as fields of its model; ``channels``: keys of the channels of the study, by code."""
    channel = row.get(CHANNEL)
    return {**row, CHANNEL: channels[channel]} if channel is not None else dict(row)


def _save_answers(study: Study, frame: pl.DataFrame, by: User | None) -> None:
    interviews = dict(Interview.objects.filter(study=study).values_list("interview_id", "pk"))
    versions = InterviewVersion.objects.bulk_create(
        [InterviewVersion(interview_id=pk, number=1, made_by=by) for pk in interviews.values()], batch_size=BATCH
    )
    version_of = dict(zip(interviews, versions, strict=True))
    answers = []
    for position, row in enumerate(frame.iter_rows(named=True)):
        version = version_of[row.pop("interview_id")]
        answers.append(Answer(version=version, position=position, **row))
    Answer.objects.bulk_create(answers, batch_size=BATCH)


def check_lengths(tables: Mapping[str, pl.DataFrame]) -> None:
    """Check that ids fit into the database.

    Raises:
        InputRefused: all that do not.
    """
    faults = [fault for name, frame in tables.items() for fault in _too_long(name, frame)]
    if faults:
        raise InputRefused(faults)


def _too_long(name: str, frame: pl.DataFrame) -> Iterator[Fault]:
    """Yield a fault for each id that is too long to be indexed."""
    for column in CONTRACTS[name].columns:
        is_id = column.name in CONTRACTS[name].key or column.name.endswith("_id")
        if is_id and frame.schema[column.name] == pl.String:
            for row in (frame[column.name].str.len_chars() > CODE_LENGTH).fill_null(False).arg_true():
                yield Fault(name, "id_too_long", row + 2, column.name, hint=str(CODE_LENGTH))
