"""From rows of the database to frames that meet their contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.tables import CONTRACTS
from tramite.store.columns import DTYPES
from tramite.web.bridge.tables import ANSWERS, CHANNEL, NAMES_APART, ROW_MODELS, kept_columns
from tramite.web.models import Answer, RespondentName, Study


def table_frame(study: Study, name: str) -> pl.DataFrame:
    """Return a table of a study, every column of its contract, in the order of its rows."""
    contract = CONTRACTS[name]
    if name == ANSWERS:
        return _frame(contract, _answers(study), tuple(contract.by_name))
    columns = kept_columns(contract)
    lookups = ["channel__code" if column == CHANNEL else column for column in columns]
    rows = ROW_MODELS[name]._default_manager.filter(study=study).order_by("position").values_list(*lookups)
    frame = _frame(contract, rows.iterator(), columns)
    return _named(frame, study, contract) if name in NAMES_APART else frame


def _answers(study: Study) -> Iterator[tuple[Any, ...]]:
    answers = Answer.objects.filter(version__interview__study=study, version__current=True)
    lookups = ("version__interview__interview_id", "item_id", "key", "number", "text", "missing")
    return answers.order_by("position", "pk").values_list(*lookups).iterator()


def _frame(contract: Contract, rows: Iterable[tuple[Any, ...]], columns: tuple[str, ...]) -> pl.DataFrame:
    schema = {name: DTYPES[contract.by_name[name].kind] for name in columns}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _named(frame: pl.DataFrame, study: Study, contract: Contract) -> pl.DataFrame:
    names = RespondentName.objects.filter(study=study, table=contract.name).values_list("unit_id", "name")
    known = pl.DataFrame(list(names), schema={"unit_id": pl.String(), "name": pl.String()}, orient="row")
    return frame.join(known, on="unit_id", how="left", maintain_order="left").select(list(contract.by_name))
