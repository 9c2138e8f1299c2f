"""A plan of the invented company: proposals by the real rules, a file that people edited, one effect measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tramite.decisions.actions.deciding import chosen_alternative
from tramite.decisions.actions.entry import ActionFile
from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.measuring import MeasuredAction, not_measured
from tramite.decisions.actions.merging import merge_plan
from tramite.decisions.actions.plan import plan_of
from tramite.decisions.actions.propose import propose_actions
from tramite.decisions.alternatives import Alternative
from tramite.kernel.case import Name
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source
from tramite.reports.dossier import Dossier

_SURE = {"low": 1, "likely": 1, "high": 1, "source": "invented"}
CLOSE = Alternative.model_validate({
    "id": "close-depots", "name": {"en": "Close the depots", "it": "Chiudere i magazzini all'ingrosso"},
    "levers": [{"kind": "close-channel", "channel": "depots", "start": date(2025, 3, 1), "months_to_close": 4,
                "exit_cost": {**_SURE, "low": 0.0}, "avoidable_share": _SURE, "ramp_months": _SURE}],
})  # fmt: skip
EDITED = {
    "id": "b3-depots", "title": "Ours", "owner": "Anna Bianchi", "cost": 12_000, "status": "accepted",
    "start": date(2025, 1, 1), "end": date(2025, 5, 31), "written": {"title": "0"},
}  # fmt: skip
OWN = {
    "id": "ours-1", "title": "Visit the ten best dealers", "cost": 5_000, "note": "asked for by Anna",
    "start": date(2025, 1, 1), "end": date(2025, 1, 31), "kpi": "net_sales",
    "expected": {"low": 0, "likely": 20_000, "high": 40_000, "source": "Anna's guess"},
}  # fmt: skip
GONE = {"id": "b6-web", "title": "Be paid in time", "ground_gone": date(2024, 11, 30), "written": {"title": "0"}}
DONE = {
    "id": "ours-2", "title": "Explain the rules", "status": "done", "kpi": "PP04", "channel": "dealers",
    "start": date(2024, 1, 1), "end": date(2024, 2, 28),
}  # fmt: skip


def ground_of(dossier: Dossier) -> PlanGround:
    """Return what the rules of the plan look at in the invented dossier."""
    return PlanGround(
        dossier.definition, dossier.statement, dossier.imbalance, dossier.beliefs, dossier.answers,
        dossier.comparison, {"close-depots": CLOSE}, chosen_alternative(dossier.comparison, None),
    )  # fmt: skip


def with_plan(dossier: Dossier) -> Dossier:
    """Add a plan to the invented dossier."""
    ground, definition = ground_of(dossier), dossier.definition
    kept = ActionFile.model_validate({"actions": [EDITED, OWN, GONE, DONE]})
    proposals = propose_actions(ground)
    changes = merge_plan(
        kept, proposals, language="it", method=definition.method, currency="EUR", as_of=definition.as_of
    )
    change = Estimate(
        9.5, 2.5, 16.5, 0.9, 24, None, "points", Name(en="invented", it="inventato"), grade=Grade.C,
        evidence=(Source("interviews", "PP04", simulated=True),),
    )  # fmt: skip
    done = MeasuredAction("ours-2", "Explain the rules", "PP04", "difference", 48.0, 61.0, change)
    waits = not_measured(kept.actions[1], "months")
    plan = plan_of(
        kept, proposals, changes, language="it", method=definition.method, currency="EUR", measured=(done, waits)
    )
    return replace(dossier, plan=plan)
