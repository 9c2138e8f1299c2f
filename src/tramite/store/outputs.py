"""Write files: each is there whole, or as it was before."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import polars as pl

from tramite.kernel.errors import CaseNotFound, TramiteError
from tramite.kernel.method import nearest
from tramite.kernel.tables import CONTRACTS
from tramite.store.columns import empty_frame
from tramite.store.definition import CASE_FILE

# A spreadsheet runs a cell that begins so as a formula (OWASP, CSV injection); numbers with a sign are harmless.
_FORMULA = r"^[=+\-@\t\r]"
_NUMBER = r"^[+-]?[\d.,]+$"
FIRST_TABLES = ("partners", "products", "sell_in", "sell_out", "costs")


def save_bytes(path: Path, content: bytes) -> Path:
    """Write a file, with the folders above it; returns its path.

    The bytes go to a new file beside it, which then takes its name: a reader never sees half a file.

    Raises:
        TramiteError: it cannot be written; what was there stays.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise TramiteError("cannot_write", path=path) from error
    return path


def save_pieces(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write a file that comes in pieces, for its owner alone; returns its path.

    Raises:
        TramiteError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as stream:
            stream.writelines(pieces)
    except OSError as error:
        raise TramiteError("cannot_write", path=path) from error
    return path


def remove(path: Path) -> None:
    """Remove a file, if it is there.

    Raises:
        TramiteError: it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise TramiteError("cannot_write", path=path) from error


def disarmed(name: str) -> pl.Expr:
    """Return a text column in which no cell is a formula to a spreadsheet: an apostrophe stands before it."""
    text = pl.col(name)
    formula = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER)
    return pl.when(formula).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(name)


def save_frame(path: Path, frame: pl.DataFrame) -> Path:
    """Write a table as Parquet; returns its path."""
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return save_bytes(path, buffer.getvalue())


def new_case_folder(path: Path, *, tables: Iterable[str] = FIRST_TABLES) -> Path:
    """Begin a case: a commented ``case.toml``, empty tables with their headers, a folder for alternatives.

    Args:
        path: a folder that is not there yet, or is empty. tables: names of contracts.

    Returns: the folder.

    Raises:
        TramiteError: the folder is not empty. CaseNotFound: there is no such table. Nothing is written.
    """
    names = list(tables)
    for name in names:
        if name not in CONTRACTS:
            raise CaseNotFound(
                "table_not_found", name=name, known=", ".join(nearest(name, CONTRACTS) or CONTRACTS)
            )
    if path.exists() and not (path.is_dir() and next(path.iterdir(), None) is None):
        raise TramiteError("folder_not_empty", path=path)
    template = files("tramite.store") / "templates" / CASE_FILE
    for name in names:
        contract = CONTRACTS[name]
        header = empty_frame(contract).write_csv()
        save_bytes(path / contract.room / f"{name}.csv", header.encode())
    (path / "alternatives").mkdir(parents=True, exist_ok=True)
    save_bytes(path / CASE_FILE, template.read_bytes())
    return path
