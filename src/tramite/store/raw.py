"""A table as it stands in its file, before its values are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault
from tramite.kernel.method import nearest
from tramite.store.findings import Finding

DecimalMark = Literal["comma", "point"]


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of a file.

    Attributes:
        file: name of the file, as a person knows it.
        frame: one column for each column of the file, by its contract name, in the order of the file; text
            (stripped, null where nothing stands), or the type that the file itself gives it.
        rows: row number in the file, for each row of ``frame``; the first row of a file is 1.
        decimal_mark: how to read «1.234» where no other value tells; ``None``: refuse it.
        findings: rows that cannot be read at all.
        forced: whether every number is written with ``decimal_mark``, whatever the others of its column tell.
    """

    contract: Contract
    file: str
    frame: pl.DataFrame
    rows: pl.Series
    decimal_mark: DecimalMark | None
    findings: tuple[Finding, ...] = ()
    forced: bool = False


def match_columns(
    header: Sequence[str | None], contract: Contract, *, file: str
) -> tuple[list[str | None], list[Fault]]:
    """Match the columns of a file to those of its contract: by name, whatever the case.

    Args:
        header: names in the file; ``None`` for a column without name and values.

    Returns: the contract name of each column (``None``: leave it out), and the faults found.
    """
    faults: list[Fault] = []
    matched: list[str | None] = []
    for place, given in enumerate(header, start=1):
        name = None if given is None else given.strip().lower()
        if name == "":
            faults.append(Fault(file, "unnamed_column", column=str(place)))
            name = None
        elif name is not None and name not in contract.by_name:
            faults.append(_unknown(name, contract, file))
            name = None
        elif name is not None and name in matched:
            faults.append(Fault(file, "duplicate_column", column=name))
        matched.append(name)
    missing = [c.name for c in contract.columns if c.required and c.name not in matched]
    faults += [Fault(file, "missing_column", column=name) for name in missing]
    return matched, faults


def _unknown(name: str, contract: Contract, file: str) -> Fault:
    near = nearest(name, contract.by_name)
    if near:
        return Fault(file, "unknown_column", column=name, hint=", ".join(near))
    return Fault(file, "unknown_column_alone", column=name, hint=", ".join(contract.by_name))
