"""What a simulation leaves in a case: the tables, the truth behind them, and the mark in ``case.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
import tomlkit

from tramite.kernel.errors import Fault, InputRefused, TramiteError
from tramite.kernel.wording import LANGUAGES, say
from tramite.store.case_folder import CaseFolder
from tramite.store.definition import CASE_FILE
from tramite.store.outputs import save_bytes
from tramite.store.sampling import save_list, save_table
from tramite.store.toml_reading import read_toml

OWN_TRUTH: Final = "truth.toml"
TRUTH: Final = "simulated/truth.toml"
WRITTEN: Final = ("sample", "interviews", "responses", "facts")


def read_own_truth(folder: CaseFolder) -> Mapping[str, Any]:
    """Read the ``truth.toml`` that a case may hold; nothing if there is none.

    Raises:
        InputRefused: it is not TOML.
    """
    path = folder.path / OWN_TRUTH
    return read_toml(path, file=OWN_TRUTH) if path.is_file() else {}


def check_can_be_written(folder: CaseFolder) -> None:
    """Refuse where a table stands in a file that is neither CSV nor Parquet.

    Raises:
        InputRefused: all such tables at once.
    """
    faults = list(_elsewhere(folder))
    if faults:
        raise InputRefused(faults)


def _elsewhere(folder: CaseFolder) -> Iterator[Fault]:
    for name in WRITTEN:
        origin = folder.origins.get(name)
        if origin is not None and not origin.endswith((".csv", ".parquet")):
            yield Fault(origin, "unknown_format", hint=".csv, .parquet")


def save_simulation(
    folder: CaseFolder,
    tables: Mapping[str, pl.DataFrame],
    *,
    truth: Mapping[str, Any],
    lists: Mapping[str, pl.DataFrame],
) -> tuple[Path, ...]:
    """Mark the case as simulated, then write the tables, the truth and the lists beside it; returns their paths.

    The mark goes first: answers of a program never stand a moment in a case that says that they are real.

    Args:
        tables: by contract. truth: content of ``simulated/truth.toml``. lists: into ``simulated/<name>.csv``.
    """
    _mark(folder.path / CASE_FILE)
    written = [save_table(folder, name, table) for name, table in tables.items()]
    document = tomlkit.document()
    for language in LANGUAGES:
        document.add(tomlkit.comment(say("simulated.truth_head", language)))
    document.update(truth)
    written.append(save_bytes(folder.path / TRUTH, tomlkit.dumps(document).encode()))
    written += [save_list(folder.path / "simulated" / f"{name}.csv", frame) for name, frame in lists.items()]
    return tuple(written)


def _mark(path: Path) -> None:
    """Write ``[simulated] voices = true`` with a note, and leave the rest of ``case.toml`` as it stands."""
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TramiteError("cannot_read", path=path) from error
    simulated = document.setdefault("simulated", tomlkit.table())
    if simulated.get("voices") is True and "note" in simulated:
        return
    simulated["voices"] = True
    if "note" not in simulated:
        simulated["note"] = {language: say("simulated.note", language) for language in LANGUAGES}
    save_bytes(path, (tomlkit.dumps(document).rstrip() + "\n").encode())
