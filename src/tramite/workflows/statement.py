"""The income statement of a case by any cut, to read or to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tramite.books.places import Dimension
from tramite.books.statement_cut import StatementCut
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.store.exports import save_export
from tramite.workflows.case import open_case


@dataclass(frozen=True, slots=True)
class CutStatement:
    """A cut of the statement, whose case it is of, how many rows were left out of it, and where it was written."""

    cut: StatementCut
    definition: CaseDefinition
    refused: int
    file: Path | None


def cut_statement(
    path: str | Path,
    *,
    by: Sequence[Dimension],
    period: Period | None = None,
    months: bool = False,
    output: Path | None = None,
) -> CutStatement:
    """Compute the statement by a mix of dimensions, and write it whole to a file if one is named.

    Args:
        period: the last twelve complete months if not given. months: whether the file has a row per month.
        output: ends in .csv, .xlsx or .parquet.

    Raises:
        CaseNotFound, InputRefused: as :func:`~tramite.workflows.case.open_case`; or a file of another kind.
    """
    case = open_case(path)
    cut = case.statement_cut(by, period)
    file = None if output is None else save_export(output, cut.to_frame(months=months))
    refused = sum(len(rows) for rows in case.folder.refused.values())
    return CutStatement(cut, case.definition, refused, file)
