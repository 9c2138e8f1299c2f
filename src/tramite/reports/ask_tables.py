"""What to ask next as tidy tables: a row per group and number of interviews, per part of a plan, per quantity."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.decisions.information.respondents_left import Group
from tramite.kernel.provenance import Source
from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import COUNT, NUMBER, TEXT, Rows, ground_row

_GROUP: dict[str, type[pl.DataType]] = {"side": TEXT, "channel_id": TEXT, "stratum": TEXT}
_WORTH: dict[str, type[pl.DataType]] = {"worth": NUMBER, "standard_error": NUMBER}
ASK_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "ask_groups": {
        **_GROUP, "informs": TEXT, "left": COUNT, "ceiling": NUMBER, "advice": TEXT, "n": COUNT, **_WORTH,
        "cost": NUMBER, "net": NUMBER, "best": pl.Boolean, "grade": TEXT, "currency": TEXT,
    },
    "ask_plan": {
        "how": TEXT, "chosen": pl.Boolean, **_GROUP, "n": COUNT, **_WORTH, "cost": NUMBER, "net": NUMBER,
        "grade": TEXT, "currency": TEXT,
    },
    "ask_elsewhere": {
        "parameter": TEXT, "channel_id": TEXT, **_WORTH, "grade": TEXT, "currency": TEXT,
    },
}  # fmt: skip


def ask_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table. In a plan the row without a group is all of them together."""
    return {
        "ask_groups": _groups(dossier), "ask_plan": _plans(dossier), "ask_elsewhere": _elsewhere(dossier)
    }  # fmt: skip


def _named(group: Group) -> dict[str, object]:
    return {"side": group.side, "channel_id": group.channel_id, "stratum": group.stratum}


def _groups(dossier: Dossier) -> Rows:
    found = dossier.next_wave
    for one in found.groups if found else ():
        ground = ground_row(dossier, (Source("table", "frame"),), heard=True)
        every = _named(one.group) | {
            "informs": ", ".join(one.informs), "left": one.group.left, "ceiling": one.ceiling.value,
            "advice": one.advice, "grade": found.grade.value if found else None,
            "currency": dossier.definition.currency,
        }  # fmt: skip
        if not one.sizes:
            yield every | ground
        for size in one.sizes:
            yield every | {
                "n": size.n, "worth": size.worth.value, "standard_error": size.worth.standard_error,
                "cost": size.cost, "net": size.net, "best": one.best is not None and size.n == one.best.n,
            } | ground  # fmt: skip


def _plans(dossier: Dossier) -> Rows:
    found = dossier.next_wave
    if found is None:
        return
    ground = ground_row(dossier, (Source("table", "frame"),), heard=True)
    for plan in found.plans:
        every = {
            "how": plan.how, "chosen": plan is found.plan, "grade": found.grade.value,
            "currency": dossier.definition.currency,
        }  # fmt: skip
        for part in plan.parts:
            net = part.alone - part.cost
            yield every | _named(part.group) | {
                "n": part.n, "worth": part.alone, "cost": part.cost, "net": net
            } | ground  # fmt: skip
        yield every | {
            "n": sum(part.n for part in plan.parts), "worth": plan.together.value,
            "standard_error": plan.together.standard_error, "cost": plan.cost, "net": plan.net,
        } | ground  # fmt: skip


def _elsewhere(dossier: Dossier) -> Rows:
    found = dossier.next_wave
    for each in found.elsewhere if found else ():
        yield {
            "parameter": each.code, "channel_id": each.channel_id, "worth": each.worth.value,
            "standard_error": each.worth.standard_error, "grade": each.grade.value,
            "currency": dossier.definition.currency,
        } | ground_row(dossier, each.evidence)  # fmt: skip
