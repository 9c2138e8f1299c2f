"""Tidy rows of what the books tell beyond the statement: places, growth, stock, end customers."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.books.overlap import CustomerOverlap
from tramite.books.statement_cut import StatementCut
from tramite.reports.dossier import Dossier
from tramite.reports.shown import shown_pairs, shown_reach
from tramite.reports.table_rows import COUNT, ESTIMATE, NUMBER, TEXT, Rows, estimate_row, ground_row

_PLACE: dict[str, type[pl.DataType]] = {
    "line": TEXT, "amount": NUMBER, "allocated": NUMBER, "left_out": TEXT, "currency": TEXT,
}  # fmt: skip
BOOK_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "statement_lines": {"period": TEXT, "channel_id": TEXT, "line_id": TEXT, **_PLACE},
    "statement_segments": {"period": TEXT, "channel_id": TEXT, "segment_id": TEXT, **_PLACE},
    "growth": {
        "channel_id": TEXT, "factor": TEXT, "before": NUMBER, "now": NUMBER, "contribution": NUMBER,
        "currency": TEXT,
    },
    "stock": {
        "partner_id": TEXT, "product_id": TEXT, "opening": NUMBER, "sell_in": NUMBER, "sell_out": NUMBER,
        "returns": NUMBER, "closing": NUMBER, "difference": NUMBER, "value": NUMBER, "currency": TEXT,
    },
    "overlap": {
        "between": TEXT, "one": TEXT, "other": TEXT, "customers": COUNT, "of_one": COUNT, "of_other": COUNT,
    },
    "reach": {"partner_id": TEXT, "customers": COUNT, "only_here": COUNT, "share": NUMBER},
    "cannibalisation": {"source": TEXT, "by": TEXT, "measure": TEXT, "control": COUNT, **ESTIMATE},
}  # fmt: skip


def book_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of these tables by name; only counts of end customers that may be shown are among them."""
    return {
        "statement_lines": _places(dossier, dossier.by_line),
        "statement_segments": _places(dossier, dossier.by_segment),
        "growth": _growth(dossier), "stock": _stock(dossier), "overlap": _overlaps(dossier),
        "reach": _reach(dossier),
        "cannibalisation": _cannibalisation(dossier),
    }  # fmt: skip


def _places(dossier: Dossier, cut: StatementCut | None) -> Rows:
    for (place, line), cell in cut.cells.items() if cut is not None else ():
        where = {f"{name}_id": member for name, member in zip(cut.by if cut else (), place, strict=True)}
        yield where | {
            "period": str(dossier.statement.period), "line": line, "amount": cell.amount,
            "allocated": cell.allocated, "left_out": ", ".join(cell.left_out),
            "currency": dossier.statement.currency,
        } | ground_row(dossier, cell.sources)  # fmt: skip


def _growth(dossier: Dossier) -> Rows:
    for growth in dossier.growth:
        for driver in growth.drivers:
            yield {
                "channel_id": growth.channel_id, "factor": driver.factor, "before": driver.before,
                "now": driver.now,
                "contribution": driver.contribution, "currency": growth.currency,
            } | ground_row(dossier, growth.sources)  # fmt: skip


def _stock(dossier: Dossier) -> Rows:
    found = dossier.stock
    for row in found.differences if found is not None else ():
        names = ("partner_id", "product_id", "opening", "sell_in", "sell_out", "returns", "closing", "difference")
        flows = {name: getattr(row.found, name) for name in names}
        ground = ground_row(dossier, found.sources if found is not None else ())
        yield flows | {"value": row.value, "currency": dossier.definition.currency} | ground


def _overlaps(dossier: Dossier) -> Rows:
    for overlap in filter(None, (dossier.channel_overlap, dossier.overlap)):
        yield from _pairs(dossier, overlap)


def _pairs(dossier: Dossier, overlap: CustomerOverlap) -> Rows:
    pairs, _ = shown_pairs(overlap, method=dossier.method)
    for pair in pairs:
        yield {
            "between": overlap.between, "one": pair.one.id, "other": pair.other.id, "customers": pair.customers,
            "of_one": pair.of_one, "of_other": pair.of_other,
        } | ground_row(dossier, overlap.sources)  # fmt: skip


def _reach(dossier: Dossier) -> Rows:
    found = dossier.reach
    for reach in shown_reach(found, method=dossier.method) if found is not None else ():
        yield {
            "partner_id": reach.partner_id, "customers": reach.customers, "only_here": reach.only_here,
            "share": reach.share,
        } | ground_row(dossier, found.sources if found is not None else ())  # fmt: skip


def _cannibalisation(dossier: Dossier) -> Rows:
    for moved in dossier.cannibalisation:
        shown = moved.gross.n >= dossier.method.disclosure_k
        measures = {"gross": moved.gross, "expected": moved.expected, "net": moved.net}
        for measure, estimate in measures.items():
            place = {"source": moved.source, "by": moved.by, "measure": measure, "control": moved.control}
            yield place | estimate_row(dossier, estimate, shown=shown)
