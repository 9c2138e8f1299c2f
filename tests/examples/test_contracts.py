"""Every table of the example keeps its contract."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pytest

from tramite.kernel.case import CaseDefinition
from tramite.kernel.contracts import Column, Kind
from tramite.kernel.tables import CONTRACTS

DTYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.INTEGER: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.MONEY: pl.Decimal(18, 4),
    Kind.DATE: pl.Date(),
    Kind.MONTH: pl.Date(),
    Kind.FLAG: pl.Boolean(),
}
TABLES = (
    "partners", "customers", "products", "sell_in", "sell_out", "costs", "ledger", "budgets", "terms",
    "frame", "sample", "interviews", "responses", "facts",
)  # fmt: skip


def _known(column: Column, tables: Mapping[str, pl.DataFrame], example: CaseDefinition) -> set[str] | None:
    """Return the values that a column may refer to; ``None`` where it refers to nothing, or to no table here."""
    if column.refers_to is None:
        return set(column.allowed) or None
    table, _, name = column.refers_to.partition(".")
    if table == "case":
        return {entry.id for entry in getattr(example, name)}
    return set(tables[table][name]) if table in tables else None


def test_example_has_exactly_these_tables(tables: Mapping[str, pl.DataFrame]) -> None:
    assert sorted(tables) == sorted(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_table_keeps_its_contract(name: str, tables: Mapping[str, pl.DataFrame], example: CaseDefinition) -> None:
    contract, frame = CONTRACTS[name], tables[name]
    key = [column for column in contract.key if column in frame.columns]
    broken = []
    if frame.select(key).is_duplicated().any():
        broken.append("key")
    for column in contract.columns:
        if column.name not in frame.columns:
            if column.required:
                broken.append(f"{column.name} is missing")
            continue
        values = frame[column.name]
        if values.dtype != DTYPES[column.kind]:
            broken.append(f"{column.name} is {values.dtype}")
        if column.required and values.null_count():
            broken.append(f"{column.name} has empty cells")
        known = _known(column, tables, example)
        if known is not None and not set(values.drop_nulls()) <= known:
            broken.append(f"{column.name} has unknown values")
        numbers = values.drop_nulls()
        if (column.low is not None and (numbers < column.low).any()) or (
            column.high is not None and (numbers > column.high).any()
        ):
            broken.append(f"{column.name} is out of range")
        if column.kind is Kind.MONTH and not (numbers.dt.day() == 1).all():
            broken.append(f"{column.name} is not the first of a month")
    assert broken == []
    assert [column for column in frame.columns if column not in contract.by_name] == []
