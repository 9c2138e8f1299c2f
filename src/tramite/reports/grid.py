"""Tables as they are read: rows and columns of written numbers, each with the grounds it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit

RowKind = Literal["line", "subtotal", "memo", "group"]
Grounds = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Datum:
    """One cell: a number as it is written, or words.

    Attributes:
        text: what is read.
        value: the number itself, in ``unit``; ``None`` is n.d. or hidden.
        unit: ``None`` for words.
        below: smaller lines under it: interval and sample.
        marks: signs that a note under the table explains.
        grounds: sentences that say where the number comes from; every number has some.
        estimate: the estimate written here, if it is one and may be shown.
    """

    text: str
    value: float | None = None
    unit: Unit | None = None
    below: tuple[str, ...] = ()
    marks: str = ""
    grounds: Grounds = ()
    estimate: Estimate | None = None

    @property
    def numeric(self) -> bool:
        """Whether a number stands here, or should."""
        return self.unit is not None

    @property
    def title(self) -> str:
        """The grounds in one line."""
        return "; ".join(self.grounds)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its label, what the label means, its cells."""

    label: str
    cells: tuple[Datum, ...] = ()
    kind: RowKind = "line"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.

    Attributes:
        id: unique in the dossier; the ids of its grounds begin with it.
        sheet: tables of one sheet of the workbook stand below each other.
        headers: of all columns, that of the labels first.
        notes: what the marks mean, and what a reader must know.
    """

    id: str
    sheet: str
    caption: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def right(self) -> tuple[bool, ...]:
        """Tell for each header whether numbers stand below it."""
        return (
            False,
            *(
                any(row.cells[column].numeric for row in self.rows if row.cells)
                for column in range(len(self.headers) - 1)
            ),
        )

    def grounds(self) -> dict[Grounds, str]:
        """Return the distinct grounds of the numbers and the id of each, in order of appearance."""
        distinct = dict.fromkeys(cell.grounds for row in self.rows for cell in row.cells if cell.numeric)
        return {grounds: f"{self.id}-s{place}" for place, grounds in enumerate(distinct, 1)}
