"""Does the retail network pay for itself, halo included? (METHOD R33)"""

from __future__ import annotations

from collections.abc import Iterator

from tramite.decisions.verdicts.verdict import Verdict
from tramite.reports.charts.verdicts import Compared, compared_chart
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Picture, Section, Words
from tramite.reports.sections.verdict_words import figures_row, headers, lacking, tell, verdicts_of

QUESTION = "retail_return"
_MONEY = ("contribution", "halo", "with_halo")


def write_retail_test(scribe: Scribe) -> Section:
    """Write what each channel with places earns a year, what they do for online sales, and the return."""
    found = verdicts_of(scribe, QUESTION)
    absent = Words(tell(scribe, f"{QUESTION}_absent"), tone="absent")
    blocks = tuple(_blocks(scribe, found)) if found else (absent,)
    return Section("retail-test", tell(scribe, QUESTION), blocks, scribe.badge("books", "voices"))


def _blocks(scribe: Scribe, found: list[Verdict]) -> Iterator[Block]:
    rule = tell(scribe, f"{QUESTION}_rule", rate=scribe.level(scribe.method.discount_rate))
    yield Words(rule, points=tuple(_sentence(scribe, each) for each in found))
    said = [point for each in found for point in _partners_say(scribe, each.channel_id)]
    if said:
        yield Words(tell(scribe, f"{QUESTION}_partners"), points=tuple(said))
    rows = [
        Compared(scribe.channel(each.channel_id), tell(scribe, code), each.figures[code])
        for each in found
        for code in _MONEY
        if code in each.figures
    ]
    about = tell(scribe, f"{QUESTION}_about")
    yield Picture("retail-chart", tell(scribe, f"{QUESTION}_chart"), about, compared_chart(scribe, rows))
    codes = (*_MONEY, "capital", "return")
    caption = tell(scribe, f"{QUESTION}_caption", currency=scribe.currency)
    grid = tuple(figures_row(scribe, each, scribe.channel(each.channel_id), codes) for each in found)
    names = headers(scribe, scribe.say("channel"), codes)
    yield Grid("retail-table", "verdicts", caption, names, grid, (scribe.say("missing_note"),))
    yield Words(tell(scribe, f"{QUESTION}_limits"))


def _sentence(scribe: Scribe, verdict: Verdict) -> str:
    told = tell(scribe, f"{QUESTION}_told_{verdict.answer}", channel=scribe.channel(verdict.channel_id),
                rate=scribe.level(scribe.method.discount_rate))  # fmt: skip
    others = [each for each in verdict.missing if each.channel_id is None]  # of its capital the sentence tells
    return f"{told} {tell(scribe, 'without', missing=lacking(scribe, others))}" if others else told


def _partners_say(scribe: Scribe, channel_id: str) -> Iterator[str]:
    belief = scribe.dossier.beliefs.halo
    estimate = None if belief is None else belief.partners_say.get(channel_id)
    if estimate is not None:
        cell = scribe.estimate(estimate)
        below = ", ".join(cell.below)
        yield f"{scribe.channel(channel_id)}: {cell.text}" + (f" ({below})" if below else "")
