"""The action plan as tidy tables."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.kernel.wording import spoken
from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import COUNT, ESTIMATE, NUMBER, TEXT, Rows, estimate_row, ground_row

_DATE, _FLAG = pl.Date, pl.Boolean
ACTION_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "actions": {
        "action": TEXT, "title": TEXT, "status": TEXT, "type": TEXT, "structural": _FLAG, "channel_id": TEXT,
        "problem": TEXT, "owner": TEXT, "steps": TEXT, "start": _DATE, "end": _DATE, "review": _DATE,
        "cost": NUMBER, "effect_low": NUMBER, "effect": NUMBER, "effect_high": NUMBER, "effect_months": COUNT,
        "at_stake": NUMBER, "stake": TEXT, "rank": NUMBER, "grade": TEXT, "verify": TEXT, "kpi": TEXT,
        "kpi_today": NUMBER, "kpi_target": NUMBER, "risk": TEXT, "law": TEXT, "tell": TEXT, "line": TEXT,
        "belief": TEXT, "ground_gone": _DATE, "currency": TEXT,
    },
    "actions_measured": {
        "action": TEXT, "kpi": TEXT, "how": TEXT, "measure": TEXT, "before": NUMBER, "after": NUMBER,
        "months": COUNT, "missing": TEXT, **ESTIMATE,
    },
}  # fmt: skip


def action_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table."""
    return {"actions": _actions(dossier), "actions_measured": _measured(dossier)}


def _actions(dossier: Dossier) -> Rows:
    plan = dossier.plan
    for one in plan.actions if plan else ():
        proposal, (start, end, review) = one.proposal, one.dates
        effect = one.effect.estimate if one.effect else None
        shown = effect is not None and not estimate_row(dossier, effect, shown=True)["hidden"]
        yield {
            "action": one.id, "title": one.words("title"), "status": one.status, "type": one.horizon,
            "structural": proposal.structural if proposal else None, "channel_id": one.channel_id,
            "problem": one.words("problem"), "owner": one.words("owner"), "steps": "\n".join(one.steps()),
            "start": start, "end": end, "review": review, "cost": one.cost,
            "effect_low": effect.lower if effect and shown else None,
            "effect": effect.value if effect and shown else None,
            "effect_high": effect.upper if effect and shown else None,
            "effect_months": one.effect.months if one.effect else None,
            "at_stake": proposal.at_stake if proposal else None, "stake": proposal.stake if proposal else None,
            "rank": one.rank, "grade": one.grade.value,
            "verify": spoken(proposal.verify) if proposal and proposal.verify else None,
            "kpi": proposal.kpi.code if proposal else one.entry.kpi if one.entry else None,
            "kpi_today": proposal.kpi.today if proposal else None,
            "kpi_target": proposal.kpi.target if proposal else None,
            "risk": one.words("risk"), "law": ", ".join(proposal.law) if proposal else None,
            "tell": one.words("tell"), "line": proposal.line if proposal else None,
            "belief": proposal.belief if proposal else None, "ground_gone": one.gone,
            "currency": dossier.definition.currency,
        } | ground_row(dossier, one.evidence, heard=True)  # fmt: skip


def _measured(dossier: Dossier) -> Rows:
    for one in dossier.plan.measured if dossier.plan else ():
        place = {
            "action": one.action_id, "kpi": one.kpi, "how": one.how, "before": one.before, "after": one.after,
            "months": one.months, "missing": one.missing.say() if one.missing else None,
        }  # fmt: skip
        found = {"change": one.change, "check": one.check, "gain": one.gain, "roi": one.roi}
        known = {name: estimate for name, estimate in found.items() if estimate is not None}
        for measure, estimate in known.items():
            yield place | {"measure": measure} | estimate_row(dossier, estimate, shown=True)
        if not known:
            yield place | ground_row(dossier, ())
