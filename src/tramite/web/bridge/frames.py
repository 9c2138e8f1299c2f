"""From rows of the database to frames that meet their contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import polars as pl
from django.db.models import Q

from tramite.kernel.contracts import Contract
from tramite.kernel.tables import CONTRACTS
from tramite.store.columns import DTYPES
from tramite.web.bridge.tables import ANSWERS, CHANNEL, NAMES_APART, ROW_MODELS, kept_columns
from tramite.web.models import Answer, RespondentName, Study

_CHUNK: Final = 5000


def table_frame(study: Study, name: str, *, only: Sequence[str] = (), where: Q | None = None) -> pl.DataFrame:
    """Return a table of a study in the order of its rows; every column of its contract, unless told otherwise.

    Args:
        only: columns wanted; of a large study, others cost time. where: rows wanted; of answers all are read.
    """
    contract = CONTRACTS[name]
    if name == ANSWERS:
        return _frame(contract, _answers(study), tuple(contract.by_name))
    columns = tuple(column for column in kept_columns(contract) if not only or column in only)
    lookups = ["channel__code" if column == CHANNEL else column for column in columns]
    rows = ROW_MODELS[name]._default_manager.filter(where or Q(), study=study).order_by("position")
    frame = _frame(contract, rows.values_list(*lookups).iterator(_CHUNK), columns)
    return _named(frame, study, contract) if name in NAMES_APART and not only else frame


def answers_frame(study: Study, interviews: Sequence[str]) -> pl.DataFrame:
    """Return the answers of some interviews, by their ids, that count."""
    contract = CONTRACTS[ANSWERS]
    wanted = Q(version__interview__interview_id__in=interviews)
    return _frame(contract, _answers(study, wanted), tuple(contract.by_name))


def _answers(study: Study, wanted: Q | None = None) -> Iterator[tuple[Any, ...]]:
    answers = Answer.objects.filter(wanted or Q(), version__interview__study=study, version__current=True)
    lookups = ("version__interview__interview_id", "item_id", "key", "number", "text", "missing")
    return answers.order_by("position", "pk").values_list(*lookups).iterator()


def _frame(contract: Contract, rows: Iterable[tuple[Any, ...]], columns: tuple[str, ...]) -> pl.DataFrame:
    schema = {name: DTYPES[contract.by_name[name].kind] for name in columns}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _named(frame: pl.DataFrame, study: Study, contract: Contract) -> pl.DataFrame:
    names = RespondentName.objects.filter(study=study, table=contract.name).values_list("unit_id", "name")
    known = pl.DataFrame(list(names), schema={"unit_id": pl.String(), "name": pl.String()}, orient="row")
    return frame.join(known, on="unit_id", how="left", maintain_order="left").select(list(contract.by_name))
