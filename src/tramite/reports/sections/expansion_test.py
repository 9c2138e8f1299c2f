"""Can the indirect channel grow, and on what conditions? (METHOD R34)"""

from __future__ import annotations

from collections.abc import Iterator

from tramite.decisions.verdicts.verdict import Verdict
from tramite.reports.charts.verdicts import Compared, compared_chart
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Picture, Section, Words
from tramite.reports.sections.verdict_words import figures_row, headers, lacking, tell, verdicts_of
from tramite.voices.asking.bank import load_bank

QUESTION = "indirect_expansion"


def write_expansion_test(scribe: Scribe) -> Section:
    """Write how much more partners could sell, today and on conditions, and what it would be worth."""
    found = verdicts_of(scribe, QUESTION)
    absent = Words(tell(scribe, f"{QUESTION}_absent"), tone="absent")
    blocks = tuple(_blocks(scribe, found)) if found else (absent,)
    return Section("expansion-test", tell(scribe, QUESTION), blocks, scribe.badge("books", "voices"))


def _blocks(scribe: Scribe, found: list[Verdict]) -> Iterator[Block]:
    points = tuple(_sentence(scribe, each) for each in found)
    yield Words(tell(scribe, f"{QUESTION}_rule"), points=points)
    conditions = [point for each in found for point in _conditions(scribe, each.channel_id)]
    if conditions:
        yield Words(tell(scribe, f"{QUESTION}_conditions"), points=tuple(conditions))
    known = [each for each in found if each.figures]
    if known:
        rows = [
            Compared(scribe.channel(each.channel_id), tell(scribe, code), each.figures[code])
            for each in known
            for code in ("spare", "conditional")
            if code in each.figures
        ]
        about = tell(scribe, f"{QUESTION}_about")
        yield Picture("expansion-chart", tell(scribe, f"{QUESTION}_chart"), about, compared_chart(scribe, rows))
        codes = ("spare", "conditional", "margin_per_unit", "worth")
        caption = tell(scribe, f"{QUESTION}_caption", currency=scribe.currency)
        grid = tuple(figures_row(scribe, each, scribe.channel(each.channel_id), codes) for each in known)
        names = headers(scribe, scribe.say("channel"), codes)
        yield Grid("expansion-table", "verdicts", caption, names, grid, (scribe.say("missing_note"),))
    yield Words(tell(scribe, f"{QUESTION}_limits"))


def _sentence(scribe: Scribe, verdict: Verdict) -> str:
    told = tell(scribe, f"{QUESTION}_told_{verdict.answer}", channel=scribe.channel(verdict.channel_id))
    if not verdict.missing:
        return told
    key = "without" if verdict.figures else "lacks"
    return f"{told} {tell(scribe, key, missing=lacking(scribe, verdict.missing, of=verdict.channel_id))}"


def _conditions(scribe: Scribe, channel_id: str) -> Iterator[str]:
    belief = scribe.dossier.beliefs.potential
    known = None if belief is None else belief.channels.get(channel_id)
    names = {choice.code: choice.say(scribe.language) for choice in load_bank().choices_of("conditions")}
    if known is not None and known.conditions:
        wanted = ", ".join(names[code].lower() for code, _ in known.conditions)
        yield tell(scribe, f"{QUESTION}_condition", channel=scribe.channel(channel_id), conditions=wanted)
