"""How partners sell, their roles, equity and paradigm as tidy tables: one row per number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from tramite.beliefs.roles.channel_roles import ROLES
from tramite.kernel.estimate import Estimate
from tramite.kernel.provenance import Source
from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import COUNT, ESTIMATE, NUMBER, TEXT, Rows, estimate_row, ground_row
from tramite.voices.estimation.measure_table import MeasureTable

_CELL: dict[str, type[pl.DataType]] = {
    "measure": TEXT, "channel_id": TEXT, "key": TEXT, "reading": TEXT, "hidden_because": TEXT, **ESTIMATE,
}  # fmt: skip
SELLING_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "sell_mode": _CELL,
    "sell_mode_partners": {
        "partner_id": TEXT, "channel_id": TEXT, "definition": TEXT, "label": TEXT, "probability": NUMBER,
        "confirmed": pl.Boolean, "vendor": TEXT, "books": TEXT, "joint": NUMBER, "facing": NUMBER,
        "title": NUMBER, "gap": NUMBER,
    },
    "roles": {"channel_id": TEXT, "measure": TEXT, "role": TEXT, "primary": TEXT, "cap": NUMBER, **ESTIMATE},
    "equity": {"channel_id": TEXT, "measure": TEXT, "unfair": pl.Boolean, **ESTIMATE},
    "functions": {"channel_id": TEXT, "function": TEXT, "weight": NUMBER, "weight_of": TEXT, "partner": NUMBER,
                  "vendor": NUMBER, "other": NUMBER, "n": COUNT},
    "paradigm": _CELL,
}  # fmt: skip


def selling_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table; of a hidden cell only that it is hidden, and why."""
    return {
        "sell_mode": _sell_mode(dossier), "sell_mode_partners": _partners(dossier), "roles": _roles(dossier),
        "equity": _equity(dossier), "functions": _functions(dossier), "paradigm": _paradigm(dossier),
    }  # fmt: skip


def _cells(dossier: Dossier, tables: Iterator[MeasureTable]) -> Rows:
    for table in tables:
        for cell in table.cells:
            place = {"measure": table.name, "channel_id": cell.domain, "key": cell.key, "reading": cell.reading,
                     "hidden_because": cell.hidden_because}  # fmt: skip
            yield place | estimate_row(dossier, cell.estimate, shown=not cell.hidden_because, heard=True)


def _sell_mode(dossier: Dossier) -> Rows:
    mode = dossier.beliefs.selling
    parts = () if mode is None else (mode.axes, mode.labels, mode.sure, mode.confirmed)
    return _cells(dossier, (table for part in parts for table in part.values()))


def _partners(dossier: Dossier) -> Rows:
    mode = dossier.beliefs.selling
    for firm in () if mode is None else mode.named:
        for definition, label in firm.labels.items():
            yield {
                "partner_id": firm.unit_id, "channel_id": firm.channel_id, "definition": definition,
                "label": label.code, "probability": label.probability, "confirmed": label.confirmed,
                **label.verdicts, **{axis: firm.stated.get(axis) for axis in ("joint", "facing", "title", "gap")},
            } | ground_row(dossier, (Source("interviews", "PS03–PS07"),), heard=True)  # fmt: skip


def _roles(dossier: Dossier) -> Rows:
    roles = dossier.beliefs.roles
    for found in () if roles is None else roles.channels.values():
        for role in ROLES:
            worth = found.worth[role]
            said = (("partners_say", found.partner_says.get(role)), ("vendor_says", found.vendor_says.get(role)))
            for measure, estimate in (("share", worth.share), ("amount", worth.amount), *said):
                if estimate is not None:
                    yield {
                        "channel_id": found.channel_id, "measure": measure, "role": role,
                        "primary": found.primary, "cap": worth.cap,
                    } | estimate_row(dossier, estimate, shown=True, heard=True)  # fmt: skip


def _equity(dossier: Dossier) -> Rows:
    roles = dossier.beliefs.roles
    for found in () if roles is None else roles.equity.values():
        told: Mapping[str, Estimate | None] = {
            "normative": found.normative, "actual": found.actual, "gap": found.gap
        }  # fmt: skip
        for measure, estimate in told.items():
            if estimate is not None:
                place = {"channel_id": found.channel_id, "measure": measure, "unfair": found.unfair}
                yield place | estimate_row(dossier, estimate, shown=True, heard=measure != "actual")


def _functions(dossier: Dossier) -> Rows:
    roles = dossier.beliefs.roles
    for found in () if roles is None else roles.equity.values():
        weights = {} if found.weights is None else found.weights.by_function
        for function in dict.fromkeys(key.split(".")[0] for key in found.shares):
            yield {
                "channel_id": found.channel_id, "function": function, "weight": weights.get(function),
                "weight_of": found.weights and found.weights.heard_of, "n": found.weights and found.weights.n,
                **{party: found.shares.get(f"{function}.{party}") for party in ("partner", "vendor", "other")},
            } | ground_row(dossier, (Source("interviews", "PS01, VS02"),), heard=True)  # fmt: skip


def _paradigm(dossier: Dossier) -> Rows:
    found = dossier.beliefs.paradigm
    if found is None:
        return iter(())
    tables = [found.today, found.partners, found.vendor, found.customers, *found.agreed.values()]
    moved = [] if found.moved is None else [found.moved.table]
    return _cells(dossier, iter((*tables, *moved)))
