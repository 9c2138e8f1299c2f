"""Everything that the books compute, cell by cell, to set one engine beside another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np

from tramite.books.cannibalisation import cannibalisation
from tramite.books.growth import decompose_growth
from tramite.books.imbalance import imbalance
from tramite.books.kpi_ground import ground_of
from tramite.books.kpis import key_figures
from tramite.books.overlap import customer_overlap
from tramite.books.partner_page import partner_figures
from tramite.books.reach import customer_reach
from tramite.books.reconciliation import reconcile
from tramite.books.sampling_frame import customer_units, non_buyers, partner_units
from tramite.books.statement_cut import statement_cut
from tramite.books.stock import check_stock
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

Books = Mapping[str, nw.LazyFrame[Any]]
_TOLERANCE = 1e-9  # of floats: their sums depend on the order of rows, which no engine promises
_FROM_FLOATS = ("[units]", "[list_value]")  # pieces, and pieces at list price: floats until they are summed


def statements(books: Books, definition: CaseDefinition, period: Period) -> dict[str, object]:
    """Compute statement (this period and the one before), key figures, rules, two cuts and reconciliation."""
    ground = ground_of(books, definition=definition, period=period)
    how: dict[str, Any] = {"definition": definition, "period": period}
    return {
        "ground": ground,
        "key figures": key_figures(ground),
        "rules": imbalance(ground, tables=books),
        "reconciliation": reconcile(books, **how),
        "channel, segment, line": statement_cut(books, by=("channel", "segment", "line"), **how),
        "partner": statement_cut(books, by=("partner",), **how),
    }


def studies(books: Books, definition: CaseDefinition, period: Period, *, partner: str) -> dict[str, object]:
    """Compute what the books tell beside statements: stock, growth, a partner, end customers, units to ask."""
    how: dict[str, Any] = {"definition": definition, "period": period}
    units = (partner_units(books, **how), customer_units(books, **how), non_buyers(books, period=period))
    rng = np.random.default_rng(1)
    return {
        "stock": check_stock(books, period=period),
        "growth": decompose_growth(ground_of(books, **how), tables=books),
        "partner": partner_figures(books, partner_id=partner, **how),
        "overlap": [customer_overlap(books, period=period, between=kind) for kind in ("partners", "channels")],
        "reach": customer_reach(books, last=period, method=definition.method),
        "cannibalisation": cannibalisation(books, source="shops", by="web", rng=rng, **how),
        "units": [None if lazy is None else _sorted(lazy) for lazy in units],
    }


def _sorted(lazy: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    return sorted(lazy.collect().rows(named=True), key=lambda row: str(row["unit_id"]))


def differences(one: object, other: object, place: str = "") -> Iterator[str]:
    """Walk through all that differs: decimals, counts and words by a hair, floats by more than their rounding."""
    parts, others = _parts(one), _parts(other)
    alike = type(one) is type(other) and parts.keys() == others.keys()
    if not alike or (not parts and not _same(one, other, place)):
        yield f"{place}: {one!r} {other!r}"
    for name, part in parts.items():
        if name in others:
            yield from differences(part, others[name], f"{place}[{name}]")


def cells(value: object) -> int:
    """Count what :func:`differences` compares."""
    parts = _parts(value)
    return sum(cells(part) for part in parts.values()) if parts else 1


def _parts(value: object) -> Mapping[Any, object]:
    """Return what a value is made of, by name or position; nothing for one that stands for itself."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return value
    if isinstance(value, list | tuple):
        return dict(enumerate(value))
    return {}


def _same(one: object, other: object, place: str) -> bool:
    if isinstance(one, float | Decimal) and isinstance(other, float | Decimal):
        rounded = isinstance(one, float) or any(measure in place for measure in _FROM_FLOATS)
        return one == other or (rounded and math.isclose(one, other, rel_tol=_TOLERANCE))
    return one == other
