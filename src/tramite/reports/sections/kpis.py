"""Key figures by channel, with the definition beside the label (METHOD §5.2)."""

from __future__ import annotations

from tramite.books.kpis import Kpi
from tramite.books.lines import COMPANY
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Section, Words

APPROXIMATE = "≈"


def write_kpis(scribe: Scribe) -> Section:
    """Write the key figures: one row each, one column per channel."""
    kpis = scribe.dossier.kpis
    if not kpis:
        absent = Words(scribe.say("kpis_missing"), tone="absent")
        return Section("kpis", scribe.say("kpis"), (absent,), scribe.badge("books"))
    order = (*scribe.dossier.statement.channels, COMPANY)
    present = {kpi.channel_id for kpi in kpis}
    channels = [channel for channel in order if channel in present]
    channels += [channel for channel in dict.fromkeys(kpi.channel_id for kpi in kpis) if channel not in order]
    found = {(kpi.definition.code, kpi.channel_id): kpi for kpi in kpis}
    rows = []
    for definition in dict.fromkeys(kpi.definition for kpi in kpis):
        cells = tuple(_cell(scribe, found.get((definition.code, channel))) for channel in channels)
        about = scribe.kpi(definition.code, about=True)
        if definition.better != "neither":
            about += " " + scribe.say(f"better_{definition.better}")
        rows.append(Row(scribe.kpi(definition.code), cells, about=about))
    headers = (scribe.say("kpi"), *(scribe.channel(channel) for channel in channels))
    caption = scribe.say(
        "kpis_caption", period=scribe.period(scribe.dossier.statement.period), currency=scribe.currency
    )
    notes = [scribe.say("missing_note")]
    if any(kpi.approximate for kpi in kpis):
        notes.append(f"{APPROXIMATE} {scribe.say('approximate_note')}")
    grid = Grid("figures", "kpis", caption, headers, tuple(rows), tuple(notes))
    return Section("kpis", scribe.say("kpis"), (Words(scribe.say("kpis_lead")), grid), scribe.badge("books"))


def _cell(scribe: Scribe, kpi: Kpi | None) -> Datum:
    if kpi is None:
        return scribe.words("–")
    derived = scribe.say("kpi_ground", name=scribe.kpi(kpi.definition.code))
    if kpi.value is None and kpi.definition.needs:
        derived = scribe.say("kpi_needs", tables=", ".join(kpi.definition.needs))
    marks = APPROXIMATE if kpi.approximate and kpi.value is not None else ""
    return scribe.number(kpi.value, kpi.definition.unit, kpi.sources, derived=derived, marks=marks)
