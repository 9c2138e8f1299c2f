"""What sums tell of hidden cells: each sum alone, and all of them combined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tramite.kernel.method import Method

NO_ANSWERS, RESIDUAL = "no_answers", "residual"
_EXACT = 1e-9


@dataclass(slots=True, eq=False)
class Cell:
    """One number on its way to be judged.

    Attributes:
        keys: its row. n: respondents. weight: Σw, what the number counts for in a sum.
        largest_share: of one respondent in ``weight``. tops: the largest amounts of ``total``.
        why: reason why it is hidden; ``None``: shown.
    """

    keys: Mapping[str, object]
    n: int
    weight: float
    largest_share: float
    total: float
    tops: tuple[float, ...]
    why: str | None

    @property
    def counts(self) -> bool:
        """Whether it is hidden and somebody's answer is in it; a cell without answers has nothing to hide."""
        return self.why not in (None, NO_ANSWERS)

    @property
    def sensitive(self) -> bool:
        """Whether it is hidden for what it tells itself, not to protect another."""
        return self.counts and self.why != RESIDUAL


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A whole and its parts, the smallest first: whole = Σ parts, each number times its weight."""

    whole: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Parts, then the whole."""
        return (*self.parts, self.whole)


def protect(sums: Sequence[Sum], *, method: Method) -> None:
    """Hide more cells until neither one sum nor any combination of them tells what is hidden.

    Alone, a sum tells the hidden parts of a shown whole together, and a hidden whole of shown parts. Combined,
    sums tell Σ c_j·x_j for every c in their span; x_t of a sensitive cell is then known up to the range of the
    others, so that for c_t = 1 it must hold min Σ_{j≠t} |c_j|·w_j ≥ p·w_t, and n_t + min Σ_{j≠t} |c_j|·n_j ≥ k
    (both are linear programmes).

    Args:
        sums: all that add up, of all tables that share a cell; their cells are changed in place.

    Source: METHOD §3.3; Cox 1980 (complementary suppression), Fischetti & Salazar-González 2001 (linked tables).
    """
    while any(_protect_alone(each, method) for each in sums) or _protect_combined(sums, method):
        continue  # a cell hidden for one sum may need another hidden for the next


def _protect_alone(each: Sum, method: Method) -> bool:
    """Hide one more cell if this sum by itself tells too much; tell whether it did."""
    hidden = [part for part in each.parts if part.counts]
    told = each.whole.counts and not hidden if each.whole.why is not None else bool(hidden)
    if not told or (hidden and _safe_together(hidden, method)):
        return False
    return _hide_smallest(each.cells)


def _hide_smallest(cells: Sequence[Cell]) -> bool:
    smallest = next((cell for cell in cells if cell.why is None), None)
    if smallest is not None:
        smallest.why = RESIDUAL
    return smallest is not None


def _safe_together(hidden: Sequence[Cell], method: Method) -> bool:
    """Tell whether the sum of hidden cells, found by subtraction, gives nobody away."""
    if len(hidden) < 2 or sum(cell.n for cell in hidden) < method.disclosure_k:
        return False
    weight = sum(cell.weight for cell in hidden)
    if any(cell.sensitive and weight - cell.weight < method.disclosure_p * cell.weight for cell in hidden):
        return False
    heaviest = max(cell.weight * cell.largest_share for cell in hidden)
    tops = [*sorted((top for cell in hidden for top in cell.tops), reverse=True), 0.0, 0.0][:2]
    rest = sum(cell.total for cell in hidden) - sum(tops)
    return heaviest <= method.disclosure_dominance * weight and rest >= method.disclosure_p * tops[0]


def _protect_combined(sums: Sequence[Sum], method: Method) -> bool:
    """Hide one more cell if several sums together tell too much; tell whether it did."""
    hidden = list(dict.fromkeys(cell for each in sums for cell in each.cells if cell.counts))
    place = {cell: j for j, cell in enumerate(hidden)}
    matrix = np.zeros((len(sums), len(hidden)))
    for row, each in enumerate(sums):
        for cell in each.parts:
            if cell.counts:
                matrix[row, place[cell]] += 1.0
        if each.whole.counts:
            matrix[row, place[each.whole]] -= 1.0
    if not _meet(matrix):
        return False  # each hidden cell stands in one sum only: what it tells alone is all there is
    weights = np.array([cell.weight for cell in hidden])
    counts = np.array([float(cell.n) for cell in hidden])
    for target, cell in enumerate(hidden):
        if not cell.sensitive:
            continue
        limits = ((weights, method.disclosure_p * cell.weight), (counts, float(method.disclosure_k - cell.n)))
        for size, enough in limits:
            used = _least_combination(matrix, target, size, enough)
            if used is not None and _hide_smallest(_members(sums, used)):
                return True
    return False


def _meet(matrix: NDArray[np.float64]) -> bool:
    return bool(((matrix != 0).sum(axis=0) > 1).any())


def _least_combination(
    matrix: NDArray[np.float64], target: int, size: NDArray[np.float64], enough: float
) -> NDArray[np.bool_] | None:
    """Return the sums that tell x_t up to others of less than ``enough`` size; ``None`` if no combination does.

    Linear programme in λ (one per sum) and u ≥ |Mᵀλ|: minimise Σ_{j≠t} size_j·u_j with (Mᵀλ)_t = 1.
    """
    from scipy.optimize import linprog  # noqa: PLC0415  slow to import, and rarely needed

    rows, columns = matrix.shape
    others = np.delete(np.arange(columns), target)
    slack = np.eye(len(others))
    inner = matrix[:, others].T
    found = linprog(
        np.concatenate([np.zeros(rows), size[others]]),
        A_ub=np.block([[inner, -slack], [-inner, -slack]]), b_ub=np.zeros(2 * len(others)),
        A_eq=np.concatenate([matrix[:, target], np.zeros(len(others))])[None, :], b_eq=[1.0],
        bounds=[(None, None)] * rows + [(0, None)] * len(others),
        method="highs",
    )  # fmt: skip
    if found.x is None or found.fun is None or found.fun >= enough - _EXACT * max(1.0, abs(enough)):
        return None  # in no combination at all, or only beside enough of others
    return np.asarray(np.abs(found.x[:rows]) > _EXACT)


def _members(sums: Sequence[Sum], used: NDArray[np.bool_]) -> list[Cell]:
    cells = dict.fromkeys(cell for each, is_used in zip(sums, used, strict=True) if is_used for cell in each.cells)
    return sorted(cells, key=lambda cell: (cell.n, str(cell.keys)))
