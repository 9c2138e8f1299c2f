"""Check the rows of a table against its contract: every fault is told, faulty rows are kept aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.contracts import Column, Contract
from tramite.kernel.errors import Fault
from tramite.kernel.wording import Language
from tramite.store.columns import DTYPES, read_columns
from tramite.store.findings import REFUSED_BECAUSE, ROW, Finding, faults_of, reasons
from tramite.store.raw import RawTable
from tramite.store.references import KnownIds, reference_findings
from tramite.store.values import Values, as_text


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table whose rows all meet their contract.

    Attributes:
        file: where it was read.
        frame: all columns of the contract, in its order and types; those that the file has not are null.
        refused: the other rows as they stand in the file (text), with their ``row`` number there and
            ``refused_because``, in the language of the case.
        faults: what is wrong, in the order of the rows.
        ids: for each column that is a key by itself, its values: what other tables may refer to.
    """

    name: str
    file: str
    frame: pl.DataFrame
    refused: pl.DataFrame
    faults: tuple[Fault, ...]
    ids: Mapping[str, KnownIds]


def check_table(
    raw: RawTable, *, definition: CaseDefinition, known: Mapping[str, KnownIds] | None = None
) -> CheckedTable:
    """Check required values, kinds, allowed values, ranges, keys and references, in one pass over the columns.

    Args:
        definition: gives the channels, lines and segments that may be named, and the language of the reasons.
        known: ids of the tables that are there, by ``table.column``; a reference to another table is not checked.
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
    for finding in _duplicates(contract, columns, raw):
        findings += finding.only(readable)
    return _checked(raw, columns, findings, definition.language)


def as_given(column: pl.Series) -> pl.Series:
    """Write a column as text, as near as can be to how it stands in its file."""
    return column if column.dtype == pl.String else as_text(column)


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


def _duplicates(contract: Contract, columns: Mapping[str, Values], raw: RawTable) -> Iterator[Finding]:
    """Find rows whose key an earlier row has; an empty part of a key is equal to another empty one."""
    names = [name for name in contract.key if name in columns]
    if not names:
        return
    keys = pl.DataFrame([columns[name].values.alias(name) for name in names])
    whole = pl.repeat(True, keys.height, eager=True)
    for name in names:  # a key that cannot be read is told as such
        if contract.by_name[name].required:
            whole &= keys[name].is_not_null()
        for problem in columns[name].problems:
            whole &= ~problem.mask.fill_null(False)
    found = keys.with_columns(raw.rows.alias("__row")).with_row_index("__at").filter(whole)
    again = found.filter(~found.select(pl.struct(names).is_first_distinct()).to_series())
    if again.is_empty():
        return
    first = found.join(again.select(names).unique(), on=names, how="semi", nulls_equal=True)
    first = first.unique(names, keep="first", maintain_order=True).rename({"__row": "__first"}).drop("__at")
    told = again.join(first, on=names, how="left", nulls_equal=True, maintain_order="left")
    shown = raw.frame.select(pl.concat_str([as_given(raw.frame[n]).fill_null("") for n in names], separator=", "))
    yield Finding(
        kind="duplicate_key",
        column=", ".join(names),
        at=told["__at"],
        values=shown.to_series().gather(told["__at"]),
        hint=told["__first"].cast(pl.String),
    )


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
        refused=refused.with_columns(
            raw.rows.gather(why["at"]).alias(ROW), why[REFUSED_BECAUSE].alias(REFUSED_BECAUSE)
        ),
        faults=faults_of(findings, file=raw.file, rows=raw.rows),
        ids=ids,
    )
