"""How large a file may be: checked before it is opened, so that no file can exhaust the machine."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from tramite.kernel.errors import Fault, InputRefused, UnsafeInput

_MEGABYTE = 1 << 20
MAX_BYTES: Final[dict[str, int]] = {
    ".csv": 1024 * _MEGABYTE,  # about 13 million lines of sell-in; read whole, it takes four times as much memory
    ".parquet": 2048 * _MEGABYTE,  # the table with the most rows that a single machine reads whole
    ".xlsx": 200 * _MEGABYTE,  # a full sheet of 1,048,576 rows and 20 columns is about 100 MB
    ".toml": _MEGABYTE,  # a person writes it
    ".json": 64 * _MEGABYTE,  # the manifest: some 300 bytes for each file of rows and each load
    ".jsonl": _MEGABYTE,  # when results were first shown: a line for each side
    ".xml": 16 * _MEGABYTE,  # a filled form is some 10 kB; field tools accept 10 MB
    ".zip": 512 * _MEGABYTE,  # thousands of filled forms are some MB; exports may hold photographs too
    ".qdpx": 200 * _MEGABYTE,  # thousands of answers are some MB; other programs pack recordings too
    ".qdc": 16 * _MEGABYTE,  # a codebook of some thousand codes
}
MAX_UNPACKED = 1536 * _MEGABYTE  # a full sheet of numbers is about 1 GB of XML
MAX_RATIO = 100  # sheets shrink 5 to 30 times; Apache POI refuses from 100 as well
RATIO_FROM = 10 * _MEGABYTE  # below this a high ratio does no harm: a few repeated cells shrink a lot
MAX_ENTRIES = 2000  # a workbook has some parts for each sheet, a few for itself
MAX_ROWS = 50_000_000  # of a table that is read into memory; ingested files stay on the disk and may hold more
MAX_REFUSED = 1_000_000  # rows of an ingested table that fail at once: nobody mends them one by one
MAX_CELLS = 30_000_000  # the span of a sheet: a full one has 1,048,576 rows, and contracts have under 20 columns
CHUNK = 4 * _MEGABYTE
# What Python's reader of ZIPs raises where one is damaged: ValueError for places outside the file.
DAMAGED: Final = (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)


def megabytes(count: int) -> str:
    """Write a number of bytes."""
    return f"{-(-count // _MEGABYTE)} MB"


def check_size(path: Path, *, file: str) -> None:
    """Refuse a file that is larger than its kind may be, or empty.

    Args:
        path: the file. file: its name as a person knows it.

    Raises:
        UnsafeInput: too large. InputRefused: no bytes at all.
    """
    size, limit = path.stat().st_size, MAX_BYTES[path.suffix.lower()]
    if size > limit:
        raise UnsafeInput(
            [Fault(file, "file_too_large", value=megabytes(size), hint=megabytes(limit))], key="unsafe_input"
        )
    if size == 0:
        raise InputRefused([Fault(file, "empty_file")])


def check_archive(archive: ZipFile, *, file: str, most_entries: int = MAX_ENTRIES) -> None:
    """Refuse a ZIP whose directory declares too many entries, too many bytes, or too tight a packing.

    Args:
        most_entries: entries that its kind may have.

    Raises:
        UnsafeInput: naming each limit that is passed.
    """
    entries = archive.infolist()
    packed, unpacked = sum(e.compress_size for e in entries), sum(e.file_size for e in entries)
    faults = []
    if len(entries) > most_entries:
        faults.append(Fault(file, "too_many_entries", value=str(len(entries)), hint=str(most_entries)))
    if unpacked > MAX_UNPACKED:
        faults.append(Fault(file, "too_large_inside", value=megabytes(unpacked), hint=megabytes(MAX_UNPACKED)))
    if unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed:
        ratio = unpacked // max(packed, 1)
        faults.append(Fault(file, "packed_too_tightly", value=str(ratio), hint=str(MAX_RATIO)))
    if faults:
        raise UnsafeInput(faults, key="unsafe_input")


def unpack(archive: ZipFile, entry: ZipInfo, *, file: str) -> Iterator[bytes]:
    """Unpack one entry in chunks, and refuse it once it is longer than its directory declares.

    ``ZipExtFile`` stops silently at the declared size; a reader in another language may not.

    Raises:
        UnsafeInput: the entry is longer than declared. InputRefused: it is damaged.
    """
    total = 0
    try:
        for chunk in _inflated(archive, entry):
            total += len(chunk)
            if total > entry.file_size:
                raise UnsafeInput([Fault(file, "false_size")], key="unsafe_input")
            yield chunk
    except DAMAGED as error:
        raise InputRefused([Fault(file, "damaged_file")]) from error
    if total < entry.file_size:
        raise InputRefused([Fault(file, "damaged_file")])


def _inflated(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    with archive.open(entry):  # checks that the local header agrees with the directory, and refuses passwords
        pass
    if archive.fp is None:
        raise BadZipFile(entry.filename)
    archive.fp.seek(entry.header_offset + 26)
    lengths = archive.fp.read(4)
    name, extra = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
    archive.fp.seek(entry.header_offset + 30 + name + extra)
    left = entry.compress_size
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (packed := archive.fp.read(min(CHUNK, left))):
        left -= len(packed)
        if entry.compress_type == 0:
            yield packed
            continue
        while packed:
            yield inflater.decompress(packed, CHUNK)
            packed = inflater.unconsumed_tail
    if entry.compress_type != 0:
        yield inflater.flush()
