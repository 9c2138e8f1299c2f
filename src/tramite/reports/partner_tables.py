"""What is believed of partners as tidy rows: foundations, customers beside them, correlations, drivers."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.kernel.provenance import Source
from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import COUNT, ESTIMATE, NUMBER, TEXT, Rows, estimate_row, ground_row

PARTNER_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "foundations": {
        "foundation": TEXT, "channel_id": TEXT, "reading": TEXT, "hidden_because": TEXT, **ESTIMATE,
    },
    "customer_side": {"channel_id": TEXT, "reading": TEXT, "hidden_because": TEXT, **ESTIMATE},
    "customer_side_gap": {
        "channel_id": TEXT, "value": NUMBER, "lower": NUMBER, "upper": NUMBER, "level": NUMBER, "n": COUNT,
    },
    "px_validity": {"outcome": TEXT, "channel_id": TEXT, "hidden_because": TEXT, **ESTIMATE},
    "px_groups": {"role": TEXT, "size": TEXT, "measure": TEXT, "hidden_because": TEXT, **ESTIMATE},
    "drivers": {
        "outcome": TEXT, "predictor": TEXT, "measure": TEXT, "first": NUMBER, "vif": NUMBER, "quadrant": TEXT,
        "sure": pl.Boolean, **ESTIMATE,
    },
    "driver_fit": {
        "outcome": TEXT, "n": COUNT, "r2": NUMBER, "adjusted": NUMBER, "p_value": NUMBER, "condition": NUMBER,
        "why": TEXT,
    },
    "partner_classes": {"class": COUNT, "measure": TEXT, "stability": NUMBER, "steps": pl.Boolean, **ESTIMATE},
}  # fmt: skip


def partner_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table; of a hidden cell only that it is hidden, and why."""
    return {
        "foundations": _foundations(dossier), "customer_side": _customer_side(dossier),
        "customer_side_gap": _gaps(dossier), "px_validity": _validity(dossier), "px_groups": _groups(dossier),
        "drivers": _drivers(dossier), "driver_fit": _fit(dossier), "partner_classes": _classes(dossier),
    }  # fmt: skip


def _foundations(dossier: Dossier) -> Rows:
    found = dossier.beliefs.foundations
    for name, table in found.tables.items() if found else ():
        for cell in table.cells:
            yield {
                "foundation": name, "channel_id": cell.domain, "reading": cell.reading,
                "hidden_because": cell.hidden_because,
            } | estimate_row(dossier, cell.estimate, shown=not cell.hidden_because, heard=True)  # fmt: skip


def _customer_side(dossier: Dossier) -> Rows:
    found = dossier.beliefs.customer_side
    for one in found.channels if found else ():
        if one.cx is not None:
            yield {
                "channel_id": one.channel_id, "reading": one.cx.reading, "hidden_because": one.cx.hidden_because,
            } | estimate_row(dossier, one.cx.estimate, shown=not one.cx.hidden_because, heard=True)  # fmt: skip


def _gaps(dossier: Dossier) -> Rows:
    found, made = dossier.beliefs.customer_side, dossier.definition.simulated.voices
    for one in found.channels if found else ():
        if found is not None and one.gap is not None:
            sources = (Source("interviews", ", ".join(found.items), simulated=made),)
            yield {
                "channel_id": one.channel_id, "value": one.gap.value, "lower": one.gap.lower,
                "upper": one.gap.upper, "level": dossier.method.interval_level, "n": one.gap.n,
            } | ground_row(dossier, sources, heard=True)  # fmt: skip


def _validity(dossier: Dossier) -> Rows:
    found = dossier.beliefs.px_validity
    for one in found.correlations if found else ():
        yield {
            "outcome": one.outcome, "channel_id": one.channel_id, "hidden_because": one.hidden_because,
        } | estimate_row(dossier, one.estimate, shown=not one.hidden_because, heard=True)  # fmt: skip


def _groups(dossier: Dossier) -> Rows:
    found = dossier.beliefs.px_groups
    for group in found.groups if found else ():
        for name, cell in group.cells.items():
            yield {
                "role": group.role, "size": group.size, "measure": name, "hidden_because": cell.hidden_because,
            } | estimate_row(dossier, cell.estimate, shown=group.shown, heard=True)  # fmt: skip


def _drivers(dossier: Dossier) -> Rows:
    found = dossier.beliefs.drivers
    for outcome, told in found.outcomes.items() if found else ():
        for one in told.drivers:
            for measure, estimate in (("lmg", one.share), ("johnson", one.weight)):
                yield {
                    "outcome": outcome, "predictor": one.name, "measure": measure, "first": one.first,
                    "vif": one.vif, "quadrant": one.quadrant, "sure": one.sure,
                } | estimate_row(dossier, estimate, shown=True, heard=True)  # fmt: skip


def _fit(dossier: Dossier) -> Rows:
    found = dossier.beliefs.drivers
    for outcome, told in found.outcomes.items() if found else ():
        few = told.n < dossier.method.disclosure_k
        yield {
            "outcome": outcome, "n": None if few else told.n, "r2": told.r2, "adjusted": told.adjusted,
            "p_value": told.p_value, "condition": told.condition, "why": told.why and told.why.say(),
        } | ground_row(dossier, told.sources, heard=True)  # fmt: skip


def _classes(dossier: Dossier) -> Rows:
    found = dossier.beliefs.drivers
    for number, one in enumerate(found.classes.classes if found else (), 1):
        for measure, estimate in {"share": one.share, **one.profile}.items():
            yield {
                "class": number, "measure": measure, "stability": one.stability,
                "steps": found.classes.steps if found else None,
            } | estimate_row(dossier, estimate, shown=True, heard=True)  # fmt: skip
