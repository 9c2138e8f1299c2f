"""What was ingested: ``books/manifest.json`` names every file that counts; no other does."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, ValidationError

from tramite.kernel.case import Strict
from tramite.kernel.errors import Fault, InputRefused, TramiteError
from tramite.kernel.tables import CONTRACTS, contracts_of
from tramite.store.limits import check_size
from tramite.store.outputs import remove, save_bytes

FILE: Final = "books/manifest.json"
ORIGINALS: Final = "originals"
_LOCK = "books/.ingest"
_OURS = re.compile(
    r"^(?:\.?(?:\d{4}-\d{2}|all|rows|reasons)-[0-9a-f]{16}\.parquet|\.?[0-9a-f]{64}\.\w+)(?:\.[0-9a-f]{8})?$"
)
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
PartName = Annotated[str, StringConstraints(pattern=r"^(?:\d{4}-\d{2}|all|rows|reasons)-[0-9a-f]{16}\.parquet$")]
OriginalName = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}\.(?:csv|xlsx|parquet)$")]
Count = Annotated[int, Field(ge=0)]
Outcome = Literal["loaded", "replaced", "retried", "unchanged"]


class Part(Strict):
    """A file of rows in ``books/<table>/``, with its checksum."""

    name: PartName
    sha256: Sha256
    rows: Count


class Refused(Strict):
    """Rows that were refused, why, and the file that they came in (``books/originals/``)."""

    rows: Part
    reasons: Part
    original: OriginalName


class IngestedSource(Strict):
    """A file that was ingested into a table, as it stands there now.

    Attributes:
        name: the mapping and the file's name; the same name again replaces its rows.
        sha256, mapping_sha256: of the file, and of what the mapping said (empty without one).
    """

    table: str
    name: str
    file: str
    sha256: Sha256
    mapping: str | None
    mapping_sha256: str
    parts: tuple[Part, ...]
    refused: Refused | None

    @property
    def kept_rows(self) -> int:
        """Rows in the table."""
        return sum(part.rows for part in self.parts)

    @property
    def refused_rows(self) -> int:
        """Rows in quarantine."""
        return 0 if self.refused is None else self.refused.rows.rows


class Load(Strict):
    """A line of the ledger: who loaded what, when, and what became of its rows."""

    when: datetime
    who: str
    table: str
    source: str
    sha256: Sha256
    mapping: str | None
    outcome: Outcome
    rows: Count
    kept: Count
    refused: Count
    skipped: Count
    replaced: Count


class Manifest(Strict):
    """All that was ingested into a case."""

    format: Literal[1] = 1
    sources: tuple[IngestedSource, ...] = ()
    loads: tuple[Load, ...] = ()

    def of(self, table: str) -> tuple[IngestedSource, ...]:
        """Return the sources of a table."""
        return tuple(source for source in self.sources if source.table == table)

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables that were ingested, in the order of the contracts."""
        held = {source.table for source in self.sources}
        return tuple(name for name in CONTRACTS if name in held)

    def without(self, table: str, name: str) -> Manifest:
        """Leave a source out."""
        kept = tuple(source for source in self.sources if (source.table, source.name) != (table, name))
        return self.model_copy(update={"sources": kept})

    def with_(self, source: IngestedSource, load: Load) -> Manifest:
        """Put a source in the place of the one of its name, and a line at the end of the ledger."""
        kept = self.without(source.table, source.name).sources
        return self.model_copy(update={"sources": (*kept, source), "loads": (*self.loads, load)})


def read_manifest(case: Path) -> Manifest:
    """Read what was ingested; nothing, if there is no manifest.

    Raises:
        InputRefused: it was changed by hand, or names what no ingest writes.
    """
    path = case / FILE
    if not path.exists():
        return Manifest()
    try:
        check_size(path, file=FILE)
        return parse_manifest(path.read_bytes())
    except OSError as error:
        raise TramiteError("cannot_read", path=path) from error


def parse_manifest(data: bytes) -> Manifest:
    """Read the bytes of a manifest; faults as :func:`read_manifest`."""
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        places = {".".join(map(str, found["loc"])) or None for found in error.errors()}
        raise InputRefused(
            Fault(FILE, "tampered_manifest", column=place) for place in sorted(places, key=str)
        ) from error
    books = {contract.name for contract in contracts_of("books")}
    wrong = sorted({source.table for source in manifest.sources} - books)
    if wrong:
        raise InputRefused(Fault(FILE, "tampered_manifest", value=table) for table in wrong)
    return manifest


def commit(case: Path, manifest: Manifest) -> None:
    """Make a manifest count: one rename, after all that it names is on the disk.

    Raises:
        TramiteError: it cannot be written; the case is as before.
    """
    for table in manifest.tables:
        sync_folder(case / "books" / table)
    sync_folder(case / "books")
    save_bytes(case / FILE, manifest.model_dump_json(indent=1).encode())
    sync_folder(case / "books")


def sync_folder(folder: Path) -> None:
    """Bring the names of a folder to the disk, so that no file is lost behind one that names it."""
    if folder.is_dir():
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_orphans(case: Path, manifest: Manifest) -> None:
    """Remove files that an ingest wrote and the manifest does not name; other people's files stay."""
    named = {f"{source.table}/{part.name}" for source in manifest.sources for part in _parts(source)}
    named |= {f"{ORIGINALS}/{source.refused.original}" for source in manifest.sources if source.refused}
    for folder in (ORIGINALS, *(contract.name for contract in contracts_of("books"))):
        for path in (case / "books" / folder).glob("*"):
            if _OURS.match(path.name) and f"{folder}/{path.name}" not in named:
                remove(path)


def _parts(source: IngestedSource) -> Iterator[Part]:
    yield from source.parts
    if source.refused is not None:
        yield from (source.refused.rows, source.refused.reasons)


@contextmanager
def alone(case: Path) -> Iterator[None]:
    """Keep any other ingest into the same case out; the lock ends with the process, however it ends.

    Raises:
        TramiteError: another one is running.
    """
    (case / "books").mkdir(parents=True, exist_ok=True)
    with (case / _LOCK).open("ab") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except OSError as error:
            raise TramiteError("ingest_running", path=case) from error
        yield


def digest_of(content: bytes | memoryview) -> str:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
