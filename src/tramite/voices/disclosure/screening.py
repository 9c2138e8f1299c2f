"""Disclosure control: the one gate that every shown aggregate goes through (METHOD §3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Literal

import polars as pl

from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method
from tramite.voices.disclosure.sums import Cell, Sum, protect

Hidden = Literal["no_answers", "few", "dominance", "effective_n", "p_rule", "residual"]
ALL = "all"
_NOT_TOLD = dict.fromkeys(("weight", "largest_share", "effective_n", "total", "largest", "second"))

PRINTED_DECIMALS = {"score": 1, "points": 1, "share": 3, "ratio": 3}  # as ``kernel.figures`` prints them


def screen(
    cells: pl.DataFrame,
    *,
    method: Method,
    margins: Sequence[str] = (),
    within: Sequence[str] = (),
    same: str | None = None,
) -> pl.DataFrame:
    """Decide which cells of a table may be shown.

    A cell is hidden when nobody answered (``no_answers``); when fewer than k answered (``few``); when one
    respondent has more than half of the weight (``dominance``) or the effective n is below 5
    (``effective_n``); when, in a total T, T − x₁ − x₂ < p·x₁, so that the second could work out the first
    (``p_rule``). Then (``residual``), what sums of shown cells would tell, one alone or several combined, must
    pass the same rules, be of two cells at least, and leave a hidden mean a range of p of its scale: else the
    smallest shown cell is hidden too (``disclosure_sums.protect``). The order of rows makes no difference.

    Tables that share cells are judged together: put them in one frame. A sum that two tables have in common is one
    row; a number that stands in both has the same mark in the column ``same``.

    Args:
        cells: one row per cell: the columns of ``margins`` and ``within``; ``n`` (respondents); where they
            apply ``weight`` (Σw), ``largest_share`` (0–1), ``effective_n``; for totals ``total``,
            ``largest``, ``second``.
        margins: columns over which parts add up; the row of the whole has «all» there.
        within: columns that tell apart tables which do not add up to one another (weighting, measure).
        same: column whose equal values (not null) mark one number that is shown in several places.

    Returns:
        ``cells`` in the same order with ``shown`` and ``why`` (null where shown).

    Source: METHOD §3.2.6, §3.3; threshold and p% rules as in the OECD glossary; residual rule after Tivian.
    """
    rows = [_cell(_NOT_TOLD | row, method) for row in cells.to_dicts()]
    names = (*margins, *within)
    ordered = sorted(rows, key=lambda cell: (cell.n, *(str(cell.keys[name]) for name in names)))
    sums = [each for margin in margins for each in _sums(ordered, margin, names)]
    protect([*sums, *_same(ordered, same)], method=method)
    return cells.with_columns(
        pl.Series("shown", [row.why is None for row in rows], dtype=pl.Boolean),
        pl.Series("why", [row.why for row in rows], dtype=pl.String),
    )


def release(estimate: Estimate, *, hidden: bool) -> Estimate:
    """Return what leaves of an estimate: nothing of a hidden one, the printed digits of another.

    Answers are whole numbers and weights are known to the vendor: a mean with all its digits would tell a few
    answers, like the sum of a puzzle. One decimal of 0–100 (three of a share) leaves many solutions.
    """
    if hidden:
        return conceal(estimate)
    decimals = PRINTED_DECIMALS.get(estimate.unit)
    if decimals is None:
        return estimate
    ends = (estimate.value, estimate.lower, estimate.upper)
    value, lower, upper = (None if end is None else round(end, decimals) for end in ends)
    return replace(estimate, value=value, lower=lower, upper=upper)


def conceal(estimate: Estimate) -> Estimate:
    """Return an estimate without value, interval and interview ids: what is left may be shown."""
    return replace(
        estimate,
        value=None,
        lower=None,
        upper=None,
        evidence=tuple(replace(source, ids=()) for source in estimate.evidence),
    )


def _primary(row: Mapping[str, Any], method: Method) -> Hidden | None:
    share, effective_n, total, largest = (
        row[name] for name in ("largest_share", "effective_n", "total", "largest")
    )
    if row["n"] < method.disclosure_k:
        return "few" if row["n"] else "no_answers"
    if share is not None and share > method.disclosure_dominance:
        return "dominance"
    if effective_n is not None and effective_n < method.effective_n_min:
        return "effective_n"
    if total is None or largest is None:
        return None
    return "p_rule" if total - largest - (row["second"] or 0.0) < method.disclosure_p * largest else None


def _cell(row: Mapping[str, Any], method: Method) -> Cell:
    tops = tuple(row[name] for name in ("largest", "second") if row[name] is not None)
    weight = float(row["n"]) if row["weight"] is None else row["weight"]
    why = _primary(row, method)
    return Cell(row, row["n"], weight, row["largest_share"] or 0.0, row["total"] or 0.0, tops, why)


def _sums(cells: Iterable[Cell], margin: str, names: Sequence[str]) -> Iterator[Sum]:
    """Walk through the wholes of a margin, each with its parts."""
    fixed = [name for name in names if name != margin]
    tables: dict[tuple[object, ...], list[Cell]] = {}
    for cell in cells:
        tables.setdefault(tuple(cell.keys[name] for name in fixed), []).append(cell)
    for table in tables.values():
        parts = tuple(cell for cell in table if cell.keys[margin] != ALL)
        yield from (Sum(cell, parts) for cell in table if cell.keys[margin] == ALL and parts)


def _same(cells: Iterable[Cell], column: str | None) -> Iterator[Sum]:
    """Walk through numbers that stand in several tables: each is a whole of one part, the next one."""
    shared: dict[object, list[Cell]] = {}
    for cell in cells:
        mark = None if column is None else cell.keys[column]
        if mark is not None:
            shared.setdefault(mark, []).append(cell)
    for group in shared.values():
        yield from (Sum(one, (other,)) for one, other in pairwise(group))
