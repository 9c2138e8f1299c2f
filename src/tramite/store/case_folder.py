"""Open a case: read its definition, its tables and its alternatives, and tell all their faults at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import CaseNotFound, Fault, InputRefused, UnsafeInput
from tramite.kernel.tables import CONTRACTS
from tramite.store.checking import check_table
from tramite.store.definition import CASE_FILE, load_definition
from tramite.store.ingest.manifest import Manifest, read_manifest
from tramite.store.ingest.tables import open_ingested
from tramite.store.reading import read_table
from tramite.store.references import KnownIds, reading_order
from tramite.store.stored import Content, StoredTable
from tramite.store.table_files import find_tables
from tramite.store.toml_reading import read_toml


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """A case as read from its folder.

    Attributes:
        tables: rows that meet their contract, by table: a frame, or the files of an ingested one, which are read
            only where rows are needed.
        origins: file that each table was read from, relative to ``path``; the folder of an ingested one.
        refused: the other rows, as they stand in the file, with row number and reason, by table; every table that
            was read is here, most of them without rows.
        faults: why rows were refused, table by table.
        alternatives: content of ``alternatives/*.toml``, by name of the file.
    """

    path: Path
    definition: CaseDefinition
    tables: Mapping[str, Content]
    origins: Mapping[str, str]
    refused: Mapping[str, pl.DataFrame]
    faults: tuple[Fault, ...]
    alternatives: Mapping[str, Mapping[str, object]]

    def frame(self, name: str) -> pl.DataFrame:
        """Return the rows of a table in memory; ``KeyError`` if the case has none of that name.

        Raises:
            UnsafeInput: the table is in files with more rows than memory is for.
        """
        content = self.tables[name]
        return content if isinstance(content, pl.DataFrame) else content.frame()


def load_case(path: Path, *, progress: Callable[[str], None] | None = None) -> CaseFolder:
    """Read a case folder: definition, tables, alternatives. Of ingested tables only rows that fail are read.

    Rows with faults are kept aside and told in ``faults``. A file that cannot be read as what it is stops all.

    Args:
        path: the folder that holds ``case.toml``. progress: called with the name of each table before it is read.

    Raises:
        CaseNotFound: there is no ``case.toml``. InputRefused: all faults of all files, and of ``case.toml``.
        UnsafeInput: the same, if a file must not be opened.
    """
    if not (path / CASE_FILE).is_file():
        raise CaseNotFound("case_not_found", path=path)
    stops: list[InputRefused] = []
    definition = None
    try:
        definition = load_definition(path)
    except InputRefused as error:
        stops.append(error)
    manifest = Manifest()
    try:
        manifest = read_manifest(path)
    except InputRefused as error:
        stops.append(error)
    files, faults = find_tables(path)
    faults += [
        Fault(files[name], "also_ingested", hint=f"books/{name}/") for name in manifest.tables if name in files
    ]
    if faults:
        stops.append(InputRefused(faults))
    read = _read_tables(path, {**files, **dict.fromkeys(manifest.tables)}, manifest, definition, stops, progress)
    alternatives = _read_alternatives(path, stops)
    if stops or definition is None:
        raise _together(stops)
    tables = [read[name] for name in CONTRACTS if name in read]
    return CaseFolder(
        path=path,
        definition=definition,
        tables={table.name: table.content for table in tables},
        origins={table.name: table.origin for table in tables},
        refused={table.name: table.refused for table in tables},
        faults=tuple(fault for table in tables for fault in table.faults),
        alternatives=alternatives,
    )


def _read_tables(
    path: Path,
    files: Mapping[str, str | None],
    manifest: Manifest,
    definition: CaseDefinition | None,
    stops: list[InputRefused],
    progress: Callable[[str], None] | None,
) -> dict[str, StoredTable]:
    """Read the tables, each after those that it refers to; once something stops, check no more values.

    Args:
        files: file of each table; ``None`` for one that was ingested.
    """
    tables: dict[str, StoredTable] = {}
    known: dict[str, KnownIds] = {}
    for name in (name for name in reading_order() if name in files):
        if progress is not None:
            progress(name)
        try:
            file = files[name]
            raw = None if file is None else read_table(path / file, CONTRACTS[name], file=file)
            if definition is None or stops:
                continue
            if raw is None:
                tables[name] = open_ingested(path, manifest, name, definition=definition, known=known)
            else:
                tables[name] = StoredTable.of_file(check_table(raw, definition=definition, known=known))
        except InputRefused as error:
            stops.append(error)
            continue
        known.update(tables[name].ids)
    return tables


def _read_alternatives(path: Path, stops: list[InputRefused]) -> dict[str, Mapping[str, object]]:
    alternatives: dict[str, Mapping[str, object]] = {}
    for entry in sorted((path / "alternatives").glob("*.toml"), key=lambda found: found.stem):
        if not entry.name.startswith("."):
            try:
                alternatives[entry.stem] = read_toml(entry, file=f"alternatives/{entry.name}")
            except InputRefused as error:
                stops.append(error)
    return alternatives


def _together(stops: list[InputRefused]) -> InputRefused:
    faults = [fault for error in stops for fault in error.faults]
    if any(isinstance(error, UnsafeInput) for error in stops):
        return UnsafeInput(faults, key="unsafe_input")
    return InputRefused(faults)
