"""Rules of law that the alternatives touch: flags with their source, never advice (METHOD §4.10, §4.11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tramite.decisions.comparison import Comparison
from tramite.decisions.levers.law import LawFlag
from tramite.reports.grid import Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Section, Words


def write_law(scribe: Scribe) -> Section:
    """Write what a lawyer should check before an alternative is chosen."""
    comparison = scribe.dossier.comparison
    blocks: tuple[Block, ...] = (Words(scribe.say("comparison_missing"), tone="absent"),)
    if comparison is not None and any(comparison.law.values()):
        blocks = (Words(_say(scribe, "lead"), tone="warning"), _flags(scribe, comparison))
    elif comparison is not None:
        blocks = (Words(_say(scribe, "none")),)
    return Section("law", _say(scribe, "title"), blocks, scribe.badge("voices"))


def _flags(scribe: Scribe, comparison: Comparison) -> Grid:
    rows: list[Row] = []
    for name, flags in comparison.law.items():
        if flags:
            rows.append(Row(comparison.title(name).say(scribe.language), kind="group"))
            rows += (_row(scribe, flag, channels) for flag, channels in _together(flags))
    headers = tuple(_say(scribe, key) for key in ("alternative", "rule", "weight", "notice", "source"))
    return Grid("law-flags", "law", _say(scribe, "caption"), headers, tuple(rows))


def _together(flags: Iterable[LawFlag]) -> Iterator[tuple[LawFlag, list[str | None]]]:
    """Walk through rules, each with all the channels for which it says the same."""
    channels: dict[LawFlag, list[str | None]] = {}
    for flag in flags:
        channels.setdefault(replace(flag, channel_id=None), []).append(flag.channel_id)
    yield from channels.items()


def _row(scribe: Scribe, flag: LawFlag, channels: Sequence[str | None]) -> Row:
    label = ", ".join(scribe.channel(each) if each else _say(scribe, "company") for each in channels)
    notice = "–"
    if flag.notice_months is not None:
        low, high = flag.notice_months
        notice = _say(scribe, "months", low=low, high=high)
    cells = (
        " ".join((flag.say(scribe.language), *_facts(scribe, flag))),
        _say(scribe, f"severity_{flag.severity}"), notice, flag.source(scribe.language),
    )  # fmt: skip
    return Row(label, tuple(scribe.words(text) for text in cells))


def _facts(scribe: Scribe, flag: LawFlag) -> Iterator[str]:
    if flag.evidence:
        found = "; ".join(source.say(scribe.language) for source in flag.evidence)
        yield f"{_say(scribe, 'on_the_facts', evidence=found)}."


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"law.{key}", **params)
