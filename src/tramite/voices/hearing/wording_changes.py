"""Tell where answers to one item were given to other words: versions of an instrument are merged by item id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.voices.asking.instrument import Instrument, Wording

ANSWERED: Final = ("role", "channel_id", "item_id", "version")


@dataclass(frozen=True, slots=True)
class Worded:
    """One way an item was worded, and how many gave an answer to it.

    Attributes:
        versions: of the instrument. answers: interviews that answered. words: as read out.
    """

    wording: str
    versions: tuple[str, ...]
    answers: int
    words: Wording


@dataclass(frozen=True, slots=True)
class WordingChange:
    """An item whose words changed between versions, for one respondent type and channel."""

    role: str
    channel_id: str
    item_id: str
    worded: tuple[Worded, ...]

    @property
    def changed(self) -> str:
        """What differs: ``words``, or ``options`` where the question is the same."""
        texts = {(each.words.en, each.words.it) for each in self.worded}
        return "words" if len(texts) > 1 else "options"


def wording_changes(
    responses: pl.DataFrame, interviews: pl.DataFrame, *, instruments: Mapping[str, Instrument]
) -> tuple[WordingChange, ...]:
    """Find the items whose answers come from more than one wording.

    Wordings are compared inside one respondent type and channel: between them they differ by design.

    Args:
        responses, interviews: contracts. instruments: kept versions; interviews of another are left out.
    """
    return changes_among(answered(responses, interviews), instruments=instruments)


def answered(responses: pl.DataFrame, interviews: pl.DataFrame) -> pl.DataFrame:
    """Count the interviews that answered each item: ``role, channel_id, item_id, version, answers``.

    Args:
        responses, interviews: contracts.
    """
    told = responses.filter(pl.col("missing").is_null()).select("interview_id", "item_id").unique()
    asked = interviews.select("interview_id", "version", "role", "channel_id")
    return told.join(asked, on="interview_id").group_by(ANSWERED).agg(pl.len().cast(pl.Int64).alias("answers"))


def changes_among(counts: pl.DataFrame, *, instruments: Mapping[str, Instrument]) -> tuple[WordingChange, ...]:
    """Find the items with more than one wording among counts as :func:`answered` gives them."""
    found: dict[tuple[str, str, str], dict[str, Worded]] = {}
    for role, channel, item, version, count in counts.select(*ANSWERED, "answers").sort(ANSWERED).iter_rows():
        words = {each.item_id: each for each in instruments[version].wordings} if version in instruments else {}
        if item in words:
            kept = found.setdefault((role, channel, item), {})
            before = kept.get(words[item].wording, Worded(words[item].wording, (), 0, words[item]))
            kept[before.wording] = Worded(before.wording, (*before.versions, version), before.answers + count,
                                          before.words)  # fmt: skip
    return tuple(
        WordingChange(*place, tuple(sorted(kept.values(), key=lambda each: -each.answers)))
        for place, kept in found.items()
        if len(kept) > 1
    )
