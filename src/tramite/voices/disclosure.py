"""Disclosure control: the one gate that every shown aggregate goes through (METHOD §3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import polars as pl

from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method

Hidden = Literal["no_answers", "few", "dominance", "effective_n", "p_rule", "residual"]
ALL = "all"
_OPTIONAL = {
    "weight": pl.Float64, "largest_share": pl.Float64, "effective_n": pl.Float64,
    "total": pl.Float64, "largest": pl.Float64, "second": pl.Float64,
}  # fmt: skip


def screen(
    cells: pl.DataFrame, *, method: Method, margins: Sequence[str] = (), within: Sequence[str] = ()
) -> pl.DataFrame:
    """Decide which cells of a table may be shown.

    A cell is hidden when nobody answered (``no_answers``); when fewer than k answered (``few``); when one
    respondent has more than half of the weight (``dominance``) or the effective n is below 5
    (``effective_n``); when, in a total T, T − x₁ − x₂ < p·x₁, so that the second could work out the first
    (``p_rule``). Then (``residual``), wherever a margin is shown beside its parts, what subtraction would
    tell of the hidden parts together must pass the same rules and be of two cells at least: else the smallest
    shown part is hidden too, and at last the margin itself. This is repeated over all margins until nothing
    changes.

    Args:
        cells: one row per cell: the columns of ``margins`` and ``within``; ``n`` (respondents); where they
            apply ``weight`` (Σw), ``largest_share`` (0–1), ``effective_n``; for totals ``total``,
            ``largest``, ``second``.
        margins: columns over which parts add up; the row of the whole has «all» there.
        within: columns that tell apart tables which do not add up to one another (weighting, measure).

    Returns:
        ``cells`` in the same order with ``shown`` and ``why`` (null where shown).

    Source: METHOD §3.2.6, §3.3; threshold and p% rules as in the OECD glossary; residual rule after Tivian.
    """
    table = cells.with_columns(
        pl.lit(None, dtype).alias(name) for name, dtype in _OPTIONAL.items() if name not in cells.columns
    ).with_columns(_primary(method).alias("why"))
    rows = [_cell(row) for row in table.to_dicts()]
    groups = [group for margin in margins for group in _wholes(rows, margin, (*margins, *within))]
    while any(_protect(whole, parts, method) for whole, parts in groups):
        continue  # a cell hidden for one margin may need another hidden for the next
    return cells.with_columns(
        pl.Series("shown", [row.why is None for row in rows], dtype=pl.Boolean),
        pl.Series("why", [row.why for row in rows], dtype=pl.String),
    )


def conceal(estimate: Estimate) -> Estimate:
    """Return an estimate without value, interval and interview ids: what is left may be shown."""
    return replace(
        estimate,
        value=None,
        lower=None,
        upper=None,
        evidence=tuple(replace(source, ids=()) for source in estimate.evidence),
    )


def _primary(method: Method) -> pl.Expr:
    rest = pl.col("total") - pl.col("largest") - pl.col("second").fill_null(0.0)
    return (
        pl.when(pl.col("n") == 0).then(pl.lit("no_answers"))
        .when(pl.col("n") < method.disclosure_k).then(pl.lit("few"))
        .when(pl.col("largest_share") > method.disclosure_dominance).then(pl.lit("dominance"))
        .when(pl.col("effective_n") < method.effective_n_min).then(pl.lit("effective_n"))
        .when(rest < method.disclosure_p * pl.col("largest")).then(pl.lit("p_rule"))
    )  # fmt: skip


@dataclass(slots=True)
class _Cell:
    """One row on its way to be judged."""

    keys: Mapping[str, object]
    n: int
    weight: float | None
    largest_share: float | None
    total: float | None
    tops: tuple[float, ...]
    why: str | None


def _cell(row: Mapping[str, Any]) -> _Cell:
    tops = tuple(row[name] for name in ("largest", "second") if row[name] is not None)
    return _Cell(row, row["n"], row["weight"], row["largest_share"], row["total"], tops, row["why"])


def _wholes(rows: list[_Cell], margin: str, names: Sequence[str]) -> Iterator[tuple[_Cell, list[_Cell]]]:
    """Walk through the wholes of a margin, each with its parts."""
    fixed = [name for name in names if name != margin]
    tables: dict[tuple[object, ...], list[_Cell]] = {}
    for row in rows:
        tables.setdefault(tuple(row.keys[name] for name in fixed), []).append(row)
    for table in tables.values():
        parts = [row for row in table if row.keys[margin] != ALL]
        parts.sort(key=lambda row: (row.n, str(row.keys[margin])))
        yield from ((row, parts) for row in table if row.keys[margin] == ALL)


def _protect(whole: _Cell, parts: list[_Cell], method: Method) -> bool:
    """Hide one more cell if the hidden parts of a shown whole could be found; tell whether it did."""
    hidden = [part for part in parts if part.why not in (None, "no_answers")]
    if whole.why is not None or not hidden or _safe_together(hidden, method):
        return False
    smallest = next((part for part in parts if part.why is None), whole)
    smallest.why = "residual"
    return True


def _safe_together(hidden: list[_Cell], method: Method) -> bool:
    """Tell whether the sum of hidden cells, found by subtraction, gives nobody away."""
    if len(hidden) < 2 or sum(cell.n for cell in hidden) < method.disclosure_k:
        return False
    weight = sum(cell.weight or 0.0 for cell in hidden)
    heaviest = max((cell.weight or 0.0) * (cell.largest_share or 0.0) for cell in hidden)
    tops = [*sorted((top for cell in hidden for top in cell.tops), reverse=True), 0.0, 0.0][:2]
    rest = sum(cell.total or 0.0 for cell in hidden) - sum(tops)
    return heaviest <= method.disclosure_dominance * weight and rest >= method.disclosure_p * tops[0]
