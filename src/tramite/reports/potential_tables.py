"""The limits of channels as tidy tables: limits and their parts, what binds, frontiers, budgets."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.beliefs.potential.result import ChannelPotential
from tramite.kernel.estimate import Estimate
from tramite.kernel.provenance import Source
from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import COUNT, ESTIMATE, NUMBER, TEXT, Rows, estimate_row, ground_row

POTENTIAL_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "potential": {"channel_id": TEXT, "measure": TEXT, "upper_bound": pl.Boolean, **ESTIMATE},
    "potential_binding": {
        "channel_id": TEXT, "limit": TEXT, "lowest": NUMBER, "found": pl.Boolean, "verdict": TEXT, **ESTIMATE
    },
    "potential_frontier": {
        "channel_id": TEXT, "status": TEXT, "partners": COUNT, "resources": TEXT, "covered": NUMBER,
        "efficiency": NUMBER, "gamma": NUMBER, "p_value": NUMBER, "measure": TEXT, **ESTIMATE,
    },
    "potential_budgets": {
        "channel_id": TEXT, "period": TEXT, "budget": NUMBER, "limit": NUMBER, "beyond": NUMBER, "status": TEXT,
        "currency": TEXT,
    },
}  # fmt: skip


def potential_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table."""
    return {
        "potential": _limits(dossier), "potential_binding": _binding(dossier),
        "potential_frontier": _frontiers(dossier), "potential_budgets": _budgets(dossier),
    }  # fmt: skip


def _channels(dossier: Dossier) -> tuple[ChannelPotential, ...]:
    belief = dossier.beliefs.potential
    return () if belief is None else tuple(belief.channels.values())


def _limits(dossier: Dossier) -> Rows:
    for one in _channels(dossier):
        measures: dict[str, Estimate] = {"sales": one.sales, "today": one.today.estimate}
        for name, term in one.terms.items():
            measures[name] = term.estimate
            measures |= {f"{name}.{code}": part.estimate for code, part in term.parts.items()}
        measures |= {"limit": one.limit, "room": one.room, "stated_by_partners": one.partners_say,
                     "stated_by_vendor": one.vendor_says}  # fmt: skip
        for measure, estimate in measures.items():
            bound = one.upper_bound and measure in ("limit", "room")
            place = {"channel_id": one.channel_id, "measure": measure, "upper_bound": bound}
            yield place | estimate_row(dossier, estimate, shown=True)


def _binding(dossier: Dossier) -> Rows:
    for one in _channels(dossier):
        binding = one.binding
        for limit in dict.fromkeys((*one.terms, *binding.stated)):
            place = {
                "channel_id": one.channel_id, "limit": limit, "lowest": binding.lowest.get(limit),  # type: ignore[call-overload]
                "found": limit == binding.found, "verdict": binding.verdict,
            }  # fmt: skip
            stated = binding.stated.get(limit)
            ground = ground_row(dossier, (Source("interviews", "PX04"),), heard=True)
            yield place | (ground if stated is None else estimate_row(dossier, stated, shown=True, heard=True))


def _frontiers(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.potential
    for one in belief.frontiers.values() if belief else ():
        place = {
            "channel_id": one.channel_id, "status": one.status, "partners": one.n,
            "resources": ", ".join(one.resources), "covered": one.covered, "efficiency": one.efficiency,
            "gamma": one.gamma, "p_value": one.p_value,
        }  # fmt: skip
        found = {"potential": one.potential, "room": one.room, "less_stated": one.less_stated}
        known = {measure: estimate for measure, estimate in found.items() if estimate is not None}
        for measure, estimate in known.items():
            yield place | {"measure": measure} | estimate_row(dossier, estimate, shown=True)
        if not known:
            yield place | ground_row(dossier, (Source("table", "sell_in"),))


def _budgets(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.potential
    for check in belief.budgets if belief else ():
        limit = check.limit
        sources = (Source("table", "budgets", str(check.period)), *(limit.evidence if limit else ()))
        yield {
            "channel_id": check.channel_id, "period": str(check.period), "budget": check.budget,
            "limit": limit.value if limit else None, "beyond": check.beyond, "status": check.status,
            "currency": dossier.definition.currency,
        } | ground_row(dossier, sources)  # fmt: skip
