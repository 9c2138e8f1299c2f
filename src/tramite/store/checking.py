"""Check the rows of a table against its contract: every fault is told, faulty rows are kept aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.contracts import Column
from tramite.kernel.errors import Fault
from tramite.kernel.wording import Language
from tramite.store.columns import DTYPES, read_columns
from tramite.store.duplicates import as_given, duplicates
from tramite.store.findings import REFUSED_BECAUSE, ROW, Finding, faults_of, reasons
from tramite.store.raw import RawTable
from tramite.store.references import KnownIds, reference_findings
from tramite.store.values import Values


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


def check_table(
    raw: RawTable,
    *,
    definition: CaseDefinition,
    known: Mapping[str, KnownIds] | None = None,
    taken: pl.DataFrame | None = None,
) -> CheckedTable:
    """Check required values, kinds, allowed values, ranges, keys and references, in one pass over the columns.

    Args:
        definition: gives the channels, lines and segments that may be named, and the language of the reasons.
        known: ids of the tables that are there, by ``table.column``; a reference to another table is not checked.
        taken: keys that rows of other files hold already, and who holds them.
    """
    contract = raw.contract
    columns = read_columns(raw)
    unread = {finding.column for finding in raw.findings}
    findings = list(raw.findings)
    readable = pl.repeat(True, raw.frame.height, eager=True)
    for finding in raw.findings:
        if finding.column is None:
            readable = readable.scatter(finding.at, False)
    targets = {**_of_case(definition), **(known or {})}
    for column in contract.columns:
        if column.name in columns:
            given = raw.frame[column.name]
            held = _held(raw, column.name) if column.name in unread else given.is_not_null()
            for finding in _column_findings(columns[column.name], as_given(given), held, column, targets):
                findings += finding.only(readable)
    for finding in duplicates(contract, columns, raw, taken):
        findings += finding.only(readable)
    return _checked(raw, columns, findings, definition.language)


def _held(raw: RawTable, name: str) -> pl.Series:
    """Tell where a column holds something, be it an unreadable cell."""
    held = raw.frame[name].is_not_null()
    for finding in raw.findings:
        if finding.column == name:
            held = held.scatter(finding.at, True)
    return held


def _of_case(definition: CaseDefinition) -> dict[str, KnownIds]:
    return {f"case.{part}": KnownIds.of_case(definition, part) for part in ("channels", "lines", "segments")}


def _column_findings(
    read: Values, given: pl.Series, held: pl.Series, column: Column, targets: Mapping[str, KnownIds]
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
        yield from reference_findings(values, column=column, known=targets[column.refers_to])


def _checked(
    raw: RawTable, columns: Mapping[str, Values], findings: list[Finding], language: Language
) -> CheckedTable:
    contract, height = raw.contract, raw.frame.height
    why = reasons(findings, language)
    kept = pl.repeat(True, height, eager=True).scatter(why["at"], False)
    typed = pl.DataFrame(
        [
            columns[column.name].values.alias(column.name)
            if column.name in columns
            else pl.repeat(None, height, dtype=DTYPES[column.kind], eager=True).alias(column.name)
            for column in contract.columns
        ]
    )
    refused = raw.frame[why["at"]].select(as_given(column) for column in raw.frame[why["at"]])
    ids = {
        f"{contract.name}.{name}": KnownIds(typed[name].filter(kept), typed[name].filter(~kept).drop_nulls())
        for name in (contract.key if len(contract.key) == 1 else ())
    }
    return CheckedTable(
        name=contract.name,
        file=raw.file,
        frame=typed.filter(kept),
        rows=raw.rows.filter(kept),
        refused=refused.with_columns(
            raw.rows.gather(why["at"]).alias(ROW), why[REFUSED_BECAUSE].alias(REFUSED_BECAUSE)
        ),
        findings=tuple(findings),
        faults=faults_of(findings, file=raw.file, rows=raw.rows),
        ids=ids,
    )
