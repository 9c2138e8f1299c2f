"""What was read, what was refused, and what is n.d. because a table is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tramite.kernel.provenance import Source
from tramite.kernel.tables import CONTRACTS
from tramite.reports.grid import Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Section, Words

_FILLED: Final = ("interviews", "responses")  # by filled forms


def write_data(scribe: Scribe) -> Section:
    """Write the tables used, the refused rows, and the missing tables with what they would tell."""
    blocks = (
        Words(scribe.say("data_lead")), _tables(scribe), *_refused(scribe),
        Heading("missing-tables", scribe.say("missing_tables")), *_missing(scribe),
    )  # fmt: skip
    return Section("data", scribe.say("data"), blocks, scribe.badge("books", "voices"))


def _tables(scribe: Scribe) -> Grid:
    dossier = scribe.dossier
    names = [name for name in CONTRACTS if name in dossier.table_rows or name in dossier.refused]
    rows = []
    for name in names:
        contract = CONTRACTS[name]
        simulated = getattr(dossier.definition.simulated, contract.room)
        source = (Source("table", name, simulated=simulated),)
        used, refused = dossier.table_rows.get(name, 0), dossier.refused.get(name, 0)
        partly = name in _FILLED and scribe.heard_indeed
        origin = scribe.say("partly_made" if partly else "made" if simulated else "given")
        cells = (
            scribe.number(used, "count", source),
            scribe.number(refused, "count", source, derived=scribe.say("refused_ground", table=name)),
            scribe.words(scribe.say(f"room_{contract.room}")),
            scribe.words(origin),
        )
        rows.append(Row(name, cells, about=contract.say(scribe.language)))
    headers = tuple(scribe.say(key) for key in ("table", "rows_used", "rows_refused", "room", "made_or_given"))
    return Grid("tables", "data", scribe.say("tables_caption"), headers, tuple(rows))


def _refused(scribe: Scribe) -> Iterator[Block]:
    refused = {name: count for name, count in scribe.dossier.refused.items() if count}
    if not refused:
        yield Words(scribe.say("nothing_refused"))
        return
    points = tuple(
        scribe.say("refused_rows", table=name, count=scribe.figure(count, "count"))
        for name, count in refused.items()
    )
    yield Words(scribe.say("refused_lead"), points=points, tone="warning")


def _missing(scribe: Scribe) -> Iterator[Block]:
    missing = [name for name in CONTRACTS if name in scribe.dossier.missing_tables]
    if not missing:
        yield Words(scribe.say("nothing_missing"))
        return
    rows = []
    for name in missing:
        lost = [
            scribe.kpi(definition.code)
            for definition in dict.fromkeys(kpi.definition for kpi in scribe.dossier.kpis)
            if name in definition.needs
        ]
        effect = scribe.say(f"without_{name}")
        if lost:
            effect = f"{effect} {scribe.say('without_kpis', names=', '.join(lost))}"
        rows.append(Row(name, (scribe.words(effect),), about=CONTRACTS[name].say(scribe.language)))
    headers = (scribe.say("table"), scribe.say("without"))
    yield Grid("missing", "missing", scribe.say("missing_caption"), headers, tuple(rows))
