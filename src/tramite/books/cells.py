"""One line of one place, and how lines add up: what is n.d. is never taken for zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tramite.books.lines import BY_CODE
from tramite.kernel.provenance import Source


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of one channel, or of another place.

    Attributes:
        monthly: amount of each month of the period, costs negative; ``None`` is n.d.
        allocated: part of the amount that came by an allocation driver, not by direct charge.
        left_out: codes of lines that are n.d. and therefore not in this subtotal.
        sources: tables and filters it was made from.
    """

    line: str
    monthly: tuple[float, ...] | None
    allocated: float = 0.0
    left_out: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def amount(self) -> float | None:
        """Amount of the period in the currency of the case; ``None`` is n.d."""
        return None if self.monthly is None else sum(self.monthly)


def sum_cells(cells: Iterable[Cell], code: str) -> Cell:
    """Add cells month by month; n.d. if one of them is."""
    terms = list(cells)
    monthly = None
    if all(cell.monthly is not None for cell in terms):
        monthly = tuple(sum(amounts) for amounts in zip(*(cell.monthly or () for cell in terms), strict=True))
    return Cell(
        line=code,
        monthly=monthly,
        allocated=sum(cell.allocated for cell in terms),
        left_out=tuple(dict.fromkeys(name for cell in terms for name in cell.left_out)),
        sources=tuple(dict.fromkeys(source for cell in terms for source in cell.sources)),
    )


def subtotal(code: str, parts: Mapping[str, Cell]) -> Cell:
    """Add the parts of a subtotal that are known; n.d. without one that it needs."""
    line = BY_CODE[code]
    known = [parts[part] for part in line.parts if part in parts and parts[part].monthly is not None]
    names = {cell.line for cell in known}
    if not names.issuperset(line.needs):
        return Cell(code, None)
    missing = [part for part in line.parts if part not in names]
    inherited = [name for cell in known for name in cell.left_out]
    total = sum_cells(known, code)
    return replace(total, left_out=tuple(dict.fromkeys([*inherited, *missing])))
