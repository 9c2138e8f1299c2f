"""Check a case, begin a new one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tramite.kernel.errors import Fault
from tramite.store.outputs import new_case_folder
from tramite.store.quarantine import save_quarantine
from tramite.voices.disclosure.confidentiality import check_levels
from tramite.workflows.case import Case, open_case


@dataclass(frozen=True, slots=True)
class CheckedCase:
    """What a check found: rows kept and refused by table, every fault, and where refused rows are kept."""

    case: Case
    rows: dict[str, int]
    refused: dict[str, int]
    faults: tuple[Fault, ...]
    quarantine: tuple[Path, ...]


def check_case(path: str | Path) -> CheckedCase:
    """Read a case whole and tell all that is wrong with it, broken promises to employees included.

    Raises:
        CaseNotFound, InputRefused: as :func:`~tramite.workflows.case.open_case`.
    """
    case = open_case(path)
    folder = case.folder
    interviews = case.table("interviews")
    promises = () if interviews is None else tuple(check_levels(interviews))
    return CheckedCase(
        case=case,
        rows={name: len(frame) for name, frame in folder.tables.items()},
        refused={name: len(frame) for name, frame in folder.refused.items() if len(frame)},
        faults=(*folder.faults, *promises),
        quarantine=save_quarantine(folder),
    )


def new_case(path: str | Path) -> Path:
    """Begin a case: a folder with a commented ``case.toml`` and empty tables to fill. Returns the folder."""
    return new_case_folder(Path(path))
