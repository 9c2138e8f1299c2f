"""Words of partners on each of the three promises, where they may be shown."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import PILLARS, ItemBank
from tramite.voices.coding.book import Codebook
from tramite.voices.disclosure.quotes import Quote, judge_quotes
from tramite.voices.estimation.field import usable_interviews
from tramite.voices.estimation.sides import ROLES_OF

Place = tuple[str, str]  # channel, pillar


def pillar_quotes(
    codings: pl.DataFrame, interviews: pl.DataFrame, frame: pl.DataFrame, *, book: Codebook, bank: ItemBank,
    method: Method,
) -> Mapping[Place, tuple[Quote, ...]]:  # fmt: skip
    """Gather the coded words of partners by channel and pillar, each span once, in the order of the interviews.

    A code is of a pillar if it, or a code above it, has facet «pillar» and the pillar's English name. Only words
    that ``judge_quotes`` lets pass, and of channels with ``disclosure_k`` partners at least: the channel is told.

    Args:
        codings: contract CODINGS, those that fit their answers. interviews, frame: contracts; those that count.
    """
    pillars = {code.code: pillar for code in book.codes if (pillar := _pillar(code.code, book)) is not None}
    heard = usable_interviews(interviews, roles=ROLES_OF["partner"])
    channels = dict(heard.select("interview_id", "channel_id").iter_rows())
    partners = frame.filter(pl.col("role").is_in(ROLES_OF["partner"]))
    sizes = dict(partners.group_by("channel_id").len().iter_rows())
    told: dict[Quote, Place] = {}
    for row in codings.sort("interview_id", "item_id", "start", "code").iter_rows(named=True):
        channel, pillar = channels.get(row["interview_id"]), pillars.get(row["code"])
        if channel and pillar and row["quote"] and sizes.get(channel, 0) >= method.disclosure_k:
            told.setdefault(Quote(row["interview_id"], row["item_id"], row["quote"]), (channel, pillar))
    shown, _ = judge_quotes(tuple(told), interviews=interviews, frame=frame, bank=bank, method=method)
    found: dict[Place, tuple[Quote, ...]] = {}
    for quote in shown:
        found[told[quote]] = (*found.get(told[quote], ()), quote)
    return found


def _pillar(code_id: str, book: Codebook) -> str | None:
    for code in (book.code(one) for one in (code_id, *book.above(code_id))):
        if code.facet == "pillar" and code.label_en.casefold() in PILLARS:
            return code.label_en.casefold()
    return None
