"""The best mix as tidy tables: mixes, options one by one, what the limits cost."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.decisions.allocation.case_allocation import CaseAllocation
from tramite.decisions.allocation.mixes import Mix
from tramite.decisions.allocation.result import Allocation, MixResult
from tramite.kernel.provenance import Source
from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import ESTIMATE, NUMBER, TEXT, Rows, estimate_row, ground_row

ALLOCATION_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "mixes": {"role": TEXT, "mix": TEXT, "measure": TEXT, **ESTIMATE},
    "mix_options": {
        "choice": TEXT, "option": TEXT, "once": NUMBER, "yearly": NUMBER, "unavailable": TEXT,
        "in_best": pl.Boolean, **ESTIMATE,
    },
    "mix_limits": {
        "limit": TEXT, "value": NUMBER, "mix": TEXT, "change": NUMBER, "price": NUMBER, "currency": TEXT,
    },
}  # fmt: skip
_PLAN = Source("assumption", "allocation.toml")


def allocation_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table."""
    return {"mixes": _mixes(dossier), "mix_options": _options(dossier), "mix_limits": _limits(dossier)}


def _found(dossier: Dossier) -> tuple[CaseAllocation, Allocation] | None:
    made = dossier.allocation
    return None if made is None or made.found is None else (made, made.found)


def _name(made: CaseAllocation, mix: Mix) -> str:
    return "; ".join(f"{choice.id}.{option.id}" for choice, option in made.plan.chosen(mix))


def _mixes(dossier: Dossier) -> Rows:
    both = _found(dossier)
    if both is None:
        return
    made, found = both
    roles: list[tuple[str, MixResult]] = [("today", found.today)]
    roles += [("best", found.best)] if found.best is not None else []
    roles += [("frontier", one) for one in found.frontier]
    roles += [("more_at_equal_risk", found.distance.dearer), ("safer_at_equal_return", found.distance.safer)]
    for role, one in roles:
        place = {"role": role, "mix": _name(made, one.mix)}
        for measure, estimate in (("change", one.change), ("risk", one.risk)):
            yield place | {"measure": measure} | estimate_row(dossier, estimate, shown=True)
        if one.p_better is not None:
            share = {"measure": "p_better", "value": one.p_better, "unit": "share", "hidden": False,
                     "grade": one.change.grade.value}  # fmt: skip
            yield place | share | ground_row(dossier, one.change.evidence)
    place = {"role": "today", "mix": "", "measure": "risk_beyond_need"}
    yield place | estimate_row(dossier, found.distance.relief, shown=True)


def _options(dossier: Dossier) -> Rows:
    both = _found(dossier)
    if both is None:
        return
    made, found = both
    away = {one.item: one.why for one in made.unavailable}
    best = () if found.best is None else made.plan.chosen(found.best.mix)
    for item, (choice, option) in enumerate(made.plan.options()):
        place = {
            "choice": choice.id, "option": option.id, "once": option.once, "yearly": option.yearly,
            "unavailable": away.get(item, ""), "in_best": (choice, option) in best,
        }  # fmt: skip
        alone = found.alone[item]
        yield place | (
            {"hidden": False} | ground_row(dossier, (_PLAN,)) if alone is None
            else estimate_row(dossier, alone.change, shown=True)
        )  # fmt: skip


def _limits(dossier: Dossier) -> Rows:
    both = _found(dossier)
    if both is None:
        return
    made, found = both
    for price in found.shadow_prices:
        for step in price.steps:
            name = None if step.mix is None else _name(made, step.mix)
            yield {
                "limit": price.code, "value": step.limit, "mix": name, "change": step.change,
                "price": price.price, "currency": dossier.definition.currency,
            } | ground_row(dossier, (_PLAN,))  # fmt: skip
