"""Ingest files into a case, try refused rows again, and tell what was loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import polars as pl

from tramite.kernel.errors import Fault, InputRefused, TramiteError, UnsafeInput
from tramite.kernel.method import nearest
from tramite.kernel.tables import contracts_of
from tramite.store.definition import load_definition
from tramite.store.ingest.loading import Incoming, Loaded, Progress, bring_in
from tramite.store.ingest.manifest import (
    ORIGINALS,
    IngestedSource,
    Manifest,
    alone,
    commit,
    digest_of_file,
    read_manifest,
    remove_orphans,
)
from tramite.store.ingest.mapping import Mapping, load_mapping, load_mappings
from tramite.store.ingest.surroundings import Surroundings
from tramite.store.limits import check_size
from tramite.store.reading import READERS
from tramite.store.references import reading_order
from tramite.store.table_files import find_tables

_Ordered = TypeVar("_Ordered", Incoming, IngestedSource)


def ingest(
    case: Path,
    files: Sequence[Path],
    *,
    who: str,
    when: datetime,
    mapping: str | None = None,
    table: str | None = None,
    progress: Progress = lambda file, share: None,
) -> tuple[Loaded, ...]:
    """Bring files into the tables of a case: all of them, or none if one cannot be read as a whole.

    The same file under the same mapping again changes nothing. A file of the same name and mapping replaces the
    rows of the earlier one. A program killed at any moment leaves the case as it was, or as it should be.

    Args:
        mapping: name of one in ``books/mapping``; table: a contract whose own column names the files have. Without
            either, the mappings whose ``files`` fit a file's name, or the table of that name.
        who, when: for the ledger. progress: called with the name of a file and the share of it that is read; a
            file whose first reading assumed what is not so is read again from its beginning.

    Raises:
        CaseNotFound: no case, no such mapping. InputRefused, UnsafeInput: all faults; nothing is changed.
        TramiteError: another ingest runs, or something cannot be written.
    """
    definition = load_definition(case)
    with alone(case):
        manifest = read_manifest(case)
        remove_orphans(case, manifest)
        singles, _ = find_tables(case)
        incoming = _chosen(case, files, mapping, table)
        _refuse_twins(incoming, singles)
        surroundings = Surroundings(case, definition, singles)
        stops: list[InputRefused] = []
        loaded: list[Loaded] = []
        after = manifest
        for each in incoming:
            progress(each.file, 0.0)
            try:
                after, done = bring_in(
                    case, each, after,
                    surroundings=surroundings, definition=definition, who=who, when=when, progress=progress,
                )  # fmt: skip
                loaded.append(done)
            except InputRefused as error:
                stops.append(error)
        _finish(case, manifest, after, stops)
    return tuple(loaded)


def retry(
    case: Path, *, who: str, when: datetime, progress: Progress = lambda file, share: None
) -> tuple[Loaded, ...]:
    """Bring in again every file with refused rows, under its mapping as it is now.

    The kept original is read whole, so that rows are read among all the others of their file. What comes out as
    before changes nothing and gives no line of the ledger.

    Raises:
        as :func:`ingest`.
    """
    definition = load_definition(case)
    with alone(case):
        manifest = read_manifest(case)
        remove_orphans(case, manifest)
        surroundings = Surroundings(case, definition, find_tables(case)[0])
        stops: list[InputRefused] = []
        loaded: list[Loaded] = []
        after = manifest
        for old in _in_order([source for source in manifest.sources if source.refused is not None]):
            try:
                tried, done = bring_in(
                    case, _original(case, old), after,
                    surroundings=surroundings, definition=definition, who=who, when=when, again=True,
                    progress=progress,
                )  # fmt: skip
            except InputRefused as error:
                stops.append(error)
                continue
            changed = tried.sources[-1] != old
            after = tried if changed else after
            line = done.load if changed else done.load.model_copy(update={"outcome": "unchanged", "replaced": 0})
            loaded.append(Loaded(line, done.faults))
        _finish(case, manifest, after, stops)
    return tuple(loaded)


def ledger(case: Path) -> pl.DataFrame:
    """Return what was loaded into a case, oldest first: when, who, table, source, outcome and rows."""
    loads = read_manifest(case).loads
    counts = ("rows", "kept", "refused", "skipped", "replaced")
    words = ("who", "table", "source", "sha256", "mapping", "outcome")
    schema: dict[str, pl.DataType] = {"when": pl.Datetime("us", "UTC")}
    schema |= {name: pl.String() for name in words} | {name: pl.Int64() for name in counts}
    return pl.DataFrame([load.model_dump() for load in loads], schema=schema)


def _finish(case: Path, before: Manifest, after: Manifest, stops: list[InputRefused]) -> None:
    if stops:
        remove_orphans(case, before)
        faults = [fault for stop in stops for fault in stop.faults]
        if any(isinstance(stop, UnsafeInput) for stop in stops):
            raise UnsafeInput(faults, key="unsafe_input")
        raise InputRefused(faults)
    if after != before:
        commit(case, after)


def _chosen(case: Path, files: Sequence[Path], mapping: str | None, table: str | None) -> list[Incoming]:
    """Find the table and mapping of each file; in the order in which tables refer to one another."""
    faults: list[Fault] = []
    found: list[Incoming] = []
    one = None if mapping is None else (mapping, load_mapping(case, mapping))
    all_mappings = load_mappings(case) if mapping is None and table is None else {}
    for path in files:
        try:
            _check_file(path)
            found += _of_file(path, one, table, all_mappings)
        except InputRefused as error:
            faults += error.faults
    if faults:
        raise InputRefused(faults)
    return _in_order(found)


def _in_order(found: list[_Ordered]) -> list[_Ordered]:
    order = reading_order()
    return sorted(found, key=lambda each: order.index(each.table))


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise InputRefused([Fault(str(path), "no_such_file")])
    if path.suffix.lower() not in READERS:
        raise InputRefused([Fault(path.name, "unknown_format", hint=", ".join(READERS))])
    try:
        check_size(path, file=path.name)
    except OSError as error:
        raise TramiteError("cannot_read", path=path) from error


def _of_file(
    path: Path, one: tuple[str, Mapping] | None, table: str | None, mappings: dict[str, Mapping]
) -> Iterator[Incoming]:
    books = {contract.name: None for contract in contracts_of("books")}
    if table is not None and table not in books:
        raise InputRefused(
            [Fault(path.name, "no_such_table", value=table, hint=", ".join(nearest(table, books) or books))]
        )
    if one is not None and table not in (None, one[1].table):
        raise InputRefused([Fault(path.name, "other_table", value=table, hint=one[1].table)])
    fitting = [one] if one is not None else [item for item in mappings.items() if item[1].fits(path.name)]
    direct = table if one is None and table is not None else path.stem if path.stem in books else None
    if not fitting and direct is None:
        raise InputRefused([Fault(path.name, "which_table", hint=", ".join(mappings) or "–")])
    if not fitting and direct is not None:
        yield Incoming(path, path.name, direct, None)
    for name, mapping in fitting:
        yield Incoming(path, path.name, mapping.table, (name, mapping))


def _refuse_twins(incoming: list[Incoming], singles: dict[str, str]) -> None:
    """Refuse files of one name that would replace one another, and tables that are a single file already."""
    faults = [
        Fault(f"books/{table}/", "table_in_file", hint=singles[table])
        for table in dict.fromkeys(each.table for each in incoming)
        if table in singles
    ]
    seen: set[tuple[str, str]] = set()
    for each in incoming:
        if (each.table, each.source) in seen:
            faults.append(Fault(str(each.path), "same_name_twice", value=each.source))
        seen.add((each.table, each.source))
    if faults:
        raise InputRefused(faults)


def _original(case: Path, source: IngestedSource) -> Incoming:
    """Return the kept file of a source with refused rows, under its mapping as it is now."""
    mapping = None if source.mapping is None else (source.mapping, load_mapping(case, source.mapping))
    name = "" if source.refused is None else source.refused.original
    path = case / "books" / ORIGINALS / name
    if path.is_symlink() or not path.is_file() or digest_of_file(path) != source.sha256:
        raise InputRefused([Fault(f"books/{ORIGINALS}/{name}", "part_changed")])
    table = source.table if mapping is None else mapping[1].table
    if table != source.table:
        raise InputRefused([Fault(source.name, "other_table", value=table, hint=source.table)])
    return Incoming(path, source.file, source.table, mapping)
