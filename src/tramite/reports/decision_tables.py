"""Tidy tables of the decisions: the statement ahead, and what results hang on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from tramite.decisions.comparison import AlternativeResult
from tramite.reports.dossier import Dossier
from tramite.reports.shown import may_show
from tramite.reports.table_rows import NUMBER, TEXT, Rows, ground_row

DECISION_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "ahead": {
        "alternative": TEXT, "month": pl.Date, "channel_id": TEXT, "line": TEXT, "amount": NUMBER,
        "currency": TEXT,
    },
    "ahead_cells": {
        "alternative": TEXT, "channel_id": TEXT, "segment_id": TEXT, "line_id": TEXT, "line": TEXT,
        "amount": NUMBER, "currency": TEXT,
    },
    "swings": {
        "alternative": TEXT, "parameter": TEXT, "channel_id": TEXT, "low": NUMBER, "change_at_low": NUMBER,
        "high": NUMBER, "change_at_high": NUMBER, "break_even": NUMBER, "unit": TEXT, "grade": TEXT,
        "currency": TEXT,
    },
    "influences": {
        "alternative": TEXT, "source": TEXT, "channel_id": TEXT, "alone": NUMBER, "alone_lower": NUMBER,
        "alone_upper": NUMBER, "in_all": NUMBER, "in_all_lower": NUMBER, "in_all_upper": NUMBER,
    },
    "beats": {"alternative": TEXT, "other": TEXT, "probability": NUMBER},
}  # fmt: skip


def decision_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table of decisions."""
    return {
        "ahead": _ahead(dossier), "ahead_cells": _cells(dossier), "swings": _swings(dossier),
        "influences": _influences(dossier), "beats": _beats(dossier),
    }  # fmt: skip


def _results(dossier: Dossier) -> tuple[AlternativeResult, ...]:
    return dossier.comparison.results if dossier.comparison else ()


def _ahead(dossier: Dossier) -> Rows:
    currency = {"currency": dossier.definition.currency}
    for result in _results(dossier):
        ground = ground_row(dossier, result.evidence)
        for row in result.ahead.rows() if result.ahead else ():
            yield {"alternative": result.name} | row | currency | ground


def _cells(dossier: Dossier) -> Rows:
    currency = dossier.definition.currency
    for result in _results(dossier):
        ground = ground_row(dossier, result.evidence)
        for channel, (segment, product), line, amount in result.ahead.cells() if result.ahead else ():
            yield {
                "alternative": result.name, "channel_id": channel, "segment_id": segment, "line_id": product,
                "line": line, "amount": amount, "currency": currency,
            } | ground  # fmt: skip


def _swings(dossier: Dossier) -> Rows:
    for result in _results(dossier):
        for swing in result.swings:
            estimate = swing.parameter.estimate
            if may_show(estimate, method=dossier.method):
                yield {
                    "alternative": result.name, "parameter": swing.parameter.code,
                    "channel_id": swing.parameter.channel_id, "low": swing.low, "change_at_low": swing.at_low,
                    "high": swing.high, "change_at_high": swing.at_high, "break_even": swing.break_even,
                    "unit": estimate.unit, "grade": estimate.grade.value, "currency": dossier.definition.currency,
                } | ground_row(dossier, estimate.evidence)  # fmt: skip


def _influences(dossier: Dossier) -> Rows:
    comparison = dossier.comparison
    if comparison is None or comparison.best is None:
        return
    for each in comparison.influences:
        yield {
            "alternative": comparison.best.name, "source": each.code, "channel_id": each.channel_id,
            "alone": each.alone, "alone_lower": each.alone_ends[0], "alone_upper": each.alone_ends[1],
            "in_all": each.in_all, "in_all_lower": each.in_all_ends[0], "in_all_upper": each.in_all_ends[1],
        } | ground_row(dossier, comparison.best.evidence)  # fmt: skip


def _beats(dossier: Dossier) -> Iterator[dict[str, object]]:
    comparison = dossier.comparison
    for one in _results(dossier):
        for other in _results(dossier):
            if comparison is not None and one is not other and one.draws.size and other.draws.size:
                yield {
                    "alternative": one.name, "other": other.name,
                    "probability": comparison.p_beats(one.name, other.name),
                } | ground_row(dossier, one.evidence)  # fmt: skip
