"""Key figures of channel sales, in one registry (METHOD §5.2)."""

from __future__ import annotations

from tramite.books import kpi_customers, kpi_partners, kpi_statement, kpi_stock
from tramite.books.kpi_ground import Ground
from tramite.books.kpi_registry import Kpi, KpiDefinition
from tramite.books.lines import COMPANY
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

__all__ = ["Kpi", "KpiDefinition", "definitions", "key_figures"]
_COUNTED = ("orders", "order_value")  # rest on a count of different documents
_REGISTRY = kpi_statement.FIGURES | kpi_customers.FIGURES | kpi_partners.FIGURES | kpi_stock.FIGURES


def definitions() -> tuple[KpiDefinition, ...]:
    """Return all key figures, in the order in which they are shown."""
    return tuple(_REGISTRY)


def key_figures(ground: Ground) -> tuple[Kpi, ...]:
    """Compute every key figure for every selling channel and the company.

    A figure whose data is missing has the value ``None`` («n.d.»), never zero. A channel that only feeds others
    has the figures that make sense for it: its budget, against the sales of the channels that it feeds.

    Args:
        ground: what :func:`~tramite.books.kpi_ground.ground_of` gathered from the tables.

    Source: METHOD §5.2.
    """
    definition = ground.definition
    feeders = [c.id for c in definition.channels if not c.sells and c.id in ground.budget]
    selling = [c.id for c in definition.selling_channels]
    return tuple(
        Kpi(
            kpi,
            channel,
            formula(ground, channel),
            _sources(kpi, channel, ground),
            approximate=kpi.code in _COUNTED and not ground.orders_exact,
        )
        for kpi, formula in _REGISTRY.items()
        for channel in (*selling, *(feeders if kpi.code == "budget_attainment" else ()), COMPANY)
    )


def _sources(kpi: KpiDefinition, channel: str, ground: Ground) -> tuple[Source, ...]:
    simulated = ground.definition.simulated.books
    detail = phrase("methods.rows", measure=kpi.formula, channel=channel, period=ground.period)
    if kpi.code in _COUNTED and not ground.orders_exact:
        detail = phrase("methods.estimated_count", rows=detail)
    flow = ground.stock.get(channel)
    if flow is not None and kpi in kpi_stock.FIGURES and {"stock", "sell_out"} <= set(kpi.needs):
        detail = phrase("rules.reporters", rows=detail, reporters=flow.reporters, partners=flow.partners)
    return tuple(Source("table", name, detail, simulated=simulated) for name in kpi.needs)
