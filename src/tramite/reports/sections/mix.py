"""Channels that customers use and would like to use, and what happens to those who use several (METHOD §3.8.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tramite.beliefs.conflict.belief import ConflictBelief
from tramite.beliefs.conflict.mix import MixShift
from tramite.reports.answer_words import part_of
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Words
from tramite.reports.sections.answers import answer_cell
from tramite.voices.asking.bank import load_bank
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.measure_table import MeasureCell

_SEEN = "CX06"


def write_mix(scribe: Scribe, belief: ConflictBelief) -> Iterator[Block]:
    """Write the channels that customers use and want, and what several channels did to them."""
    yield Heading("conflict-mix", _tell(scribe, "mix"))
    if belief.mix:
        limit = scribe.level(scribe.method.b13_mix_distance)
        yield Words(_tell(scribe, "mix_lead", limit=limit))
        yield _mix(scribe, belief)
    else:
        yield Words(_tell(scribe, "mix_absent"))
    if belief.seen.cells:
        yield _seen(scribe, belief)


def _mix(scribe: Scribe, belief: ConflictBelief) -> Grid:
    channels = list(dict.fromkeys(key for shift in belief.mix for key in (*shift.used, *shift.wanted)))
    rows: list[Row] = []
    for shift in belief.mix:
        if shift.channel_id != ALL:
            rows += _rows(scribe, shift, channels)
    headers = (
        _tell(scribe, "customers_of"), *(scribe.channel(channel) for channel in channels), _tell(scribe, "moving"),
    )  # fmt: skip
    notes = (_tell(scribe, "mix_note"), scribe.say("hidden_note", k=scribe.method.disclosure_k))
    return Grid("conflict-mix-grid", "conflict", _tell(scribe, "mix_caption"), headers, tuple(rows), notes)


def _rows(scribe: Scribe, shift: MixShift, channels: list[str]) -> tuple[Row, Row]:
    name = scribe.channel(shift.channel_id)
    today, wanted = (_tell(scribe, key, channel=name) for key in ("mix_today", "mix_wanted"))
    return (
        Row(today, (*_shares(scribe, shift.used, channels), scribe.words("–"))),
        Row(wanted, (*_shares(scribe, shift.wanted, channels), answer_cell(scribe, shift.moved))),
    )


def _shares(scribe: Scribe, cells: Mapping[str, MeasureCell], channels: list[str]) -> Iterator[Datum]:
    return (answer_cell(scribe, cells[key]) if key in cells else scribe.words("–") for key in channels)


def _seen(scribe: Scribe, belief: ConflictBelief) -> Grid:
    bank = load_bank()
    item, cells = bank.item(_SEEN), {(cell.domain, cell.key): cell for cell in belief.seen.cells}
    codes = [choice.code for choice in bank.choices_of(item.choices)]
    rows = tuple(
        Row(
            scribe.channel(domain),
            tuple(
                answer_cell(scribe, cells[domain, code]) if (domain, code) in cells else scribe.words("–")
                for code in codes
            ),
        )
        for domain in dict.fromkeys(domain for domain, _ in cells)
        if domain != ALL
    )
    names = (part_of(item, code, bank, scribe.definition, scribe.language) for code in codes)
    caption = _tell(scribe, "seen_caption")
    return Grid("conflict-seen", "conflict", caption, (_tell(scribe, "customers_of"), *names), rows)


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"conflict.{key}", **params)
