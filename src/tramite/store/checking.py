"""Check the rows of a table against its contract: every fault is told, faulty rows are kept aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.contracts import Column, Contract
from tramite.kernel.errors import Fault
from tramite.store.columns import DTYPES, WrittenColumns, read_columns
from tramite.store.duplicates import as_given, duplicates
from tramite.store.findings import REFUSED_BECAUSE, ROW, Finding, faults_of, reasons
from tramite.store.raw import RawTable
from tramite.store.references import KnownIds, ids_of_case, reference_findings
from tramite.store.values import Values
from tramite.store.walk import Walk


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table whose rows all meet their contract.

    Attributes:
        file: where it was read.
        frame: all columns of the contract, in its order and types; those that the file has not are null.
        rows: their row number in the file.
        refused: the other rows as they stand in the file (text), with their ``row`` number there and
            ``refused_because``, in the language of the case.
        findings: what is wrong, with every row; ``at`` counts the rows as read.
        faults: the same to be told, in the order of the rows.
        ids: for each column that is a key by itself, its values: what other tables may refer to.
    """

    name: str
    file: str
    frame: pl.DataFrame
    rows: pl.Series
    refused: pl.DataFrame
    findings: tuple[Finding, ...]
    faults: tuple[Fault, ...]
    ids: Mapping[str, KnownIds]


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """Rows of a table, or of a piece of one, that meet their contract.

    Attributes:
        frame, rows, findings: as of :class:`CheckedTable`.
        at: positions of the other rows, ascending. typed: all rows, as far as their values can be read.
    """

    frame: pl.DataFrame
    rows: pl.Series
    findings: tuple[Finding, ...]
    at: pl.Series
    typed: pl.DataFrame


def check_table(
    raw: RawTable, *, definition: CaseDefinition, known: Mapping[str, KnownIds] | None = None
) -> CheckedTable:
    """Check a whole table.

    Args, checks: as :func:`check_rows`.
    """
    checked = check_rows(raw, definition=definition, known=known, walk=Walk())
    contract, why = raw.contract, reasons(checked.findings, definition.language)
    refused = raw.frame[checked.at]
    ids = {
        f"{contract.name}.{name}": KnownIds(checked.frame[name], checked.typed[name][checked.at].drop_nulls())
        for name in (contract.key if len(contract.key) == 1 else ())
    }
    return CheckedTable(
        name=contract.name,
        file=raw.file,
        frame=checked.frame,
        rows=checked.rows,
        refused=refused.select(as_given(column) for column in refused).with_columns(
            raw.rows.gather(checked.at).alias(ROW), why[REFUSED_BECAUSE].alias(REFUSED_BECAUSE)
        ),
        findings=checked.findings,
        faults=faults_of(checked.findings, file=raw.file, rows=raw.rows),
        ids=ids,
    )


def check_rows(
    raw: RawTable, *, definition: CaseDefinition, known: Mapping[str, KnownIds] | None, walk: Walk
) -> CheckedRows:
    """Check required values, kinds, allowed values, ranges, keys and references, in one pass over the columns.

    Args:
        definition: gives the channels, lines and segments that may be named, and the language of the reasons.
        known: ids of the tables that are there, by ``table.column``; a reference to another table is not checked.
        walk: what is known of the rest of the file, where ``raw`` is a piece of it.
    """
    contract = raw.contract
    written = WrittenColumns.of(raw)
    columns = read_columns(raw, written, walk.ways(raw, written))
    unread = {finding.column for finding in raw.findings}
    findings = list(raw.findings)
    readable = pl.repeat(True, raw.frame.height, eager=True)
    for finding in raw.findings:
        if finding.column is None:
            readable = readable.scatter(finding.at, False)
    targets = {**ids_of_case(definition), **(known or {})}
    for column in contract.columns:
        if column.name in columns:
            given = raw.frame[column.name]
            held = _held(raw, column.name) if column.name in unread else given.is_not_null()
            hints = walk.hints.setdefault(column.name, {})
            for finding in _column_findings(columns[column.name], as_given(given), held, column, targets, hints):
                findings += finding.only(readable)
    for finding in duplicates(contract, columns, raw, walk):
        findings += finding.only(readable)
    order = told_in_order(contract)
    findings.sort(key=lambda finding: order.index(finding.column) if finding.column in order else len(order))
    return _checked(raw, columns, findings)


def told_in_order(contract: Contract) -> tuple[str | None, ...]:
    """Return the columns in the order in which faults of a row are told: the row itself first, its key last."""
    return (None, *contract.by_name)


def _held(raw: RawTable, name: str) -> pl.Series:
    """Tell where a column holds something, be it an unreadable cell."""
    held = raw.frame[name].is_not_null()
    for finding in raw.findings:
        if finding.column == name:
            held = held.scatter(finding.at, True)
    return held


def _column_findings(
    read: Values,
    given: pl.Series,
    held: pl.Series,
    column: Column,
    targets: Mapping[str, KnownIds],
    hints: dict[str, str],
) -> Iterator[Finding]:
    name, values = column.name, read.values
    if column.required:
        yield from Finding.where(~held, kind="required", column=name, values=given)
    for problem in read.problems:
        yield from Finding.where(problem.mask, kind=problem.kind, column=name, values=given, hint=problem.hint)
    if column.allowed:
        wrong = values.is_not_null() & ~values.is_in(column.allowed)
        hint = ", ".join(column.allowed)
        yield from Finding.where(wrong, kind="not_allowed", column=name, values=given, hint=hint)
    if column.low is not None:
        yield from Finding.where(
            values < column.low, kind="below", column=name, values=given, hint=f"{column.low:g}"
        )
    if column.high is not None:
        yield from Finding.where(
            values > column.high, kind="above", column=name, values=given, hint=f"{column.high:g}"
        )
    if column.refers_to is not None and column.refers_to in targets:
        yield from reference_findings(values, column=column, known=targets[column.refers_to], hints=hints)


def _checked(raw: RawTable, columns: Mapping[str, Values], findings: list[Finding]) -> CheckedRows:
    height = raw.frame.height
    typed = pl.DataFrame(
        [
            columns[column.name].values.alias(column.name)
            if column.name in columns
            else pl.repeat(None, height, dtype=DTYPES[column.kind], eager=True).alias(column.name)
            for column in raw.contract.columns
        ]
    )
    if not findings:
        return CheckedRows(typed, raw.rows, (), pl.Series([], dtype=pl.UInt32), typed)
    at = pl.concat([finding.at.cast(pl.UInt32) for finding in findings]).unique().sort()
    kept = pl.repeat(True, height, eager=True).scatter(at, False)
    return CheckedRows(typed.filter(kept), raw.rows.filter(kept), tuple(findings), at, typed)
