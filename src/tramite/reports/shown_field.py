"""What may be told of the field work: no small count, no interviewer by name (METHOD §3.3, §4.9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method
from tramite.kernel.tables import CALL_BACK, QUALITY_FLAGS
from tramite.voices.disclosure.screening import ALL as WHOLE
from tramite.voices.disclosure.screening import screen
from tramite.voices.quality.field_quality import FieldQuality
from tramite.voices.sampling.draw import random_number

OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class InterviewerCalls:
    """Call-backs of one interviewer under a letter; ``None`` where the numbers may not be told."""

    letter: str
    drawn: int
    heard: int | None
    confirmed: int | None


def may_count(number: int, *, method: Method) -> bool:
    """Tell whether a count of interviews may be told: none, or as many as the smallest group shown."""
    return number == 0 or number >= method.disclosure_k


def excluded_by_reason(quality: FieldQuality, *, method: Method) -> Mapping[str, int]:
    """Count excluded interviews by the flag they were excluded for; rare reasons are told together, as «other».

    All of them together are told, so that the rule of residuals holds between reasons and whole. Fewer than k
    excluded interviews have no reasons to tell.
    """
    counts = Counter(flag for _, flag in quality.judged.excluded)
    flags = [flag for flag in (*QUALITY_FLAGS, CALL_BACK) if counts[flag]]
    shown = _told({flag: counts[flag] for flag in flags}, method)
    if WHOLE not in shown:
        return {}
    told = {flag: counts[flag] for flag in flags if flag in shown}
    rest = counts.total() - sum(told.values())
    return {**told, **({OTHER: rest} if rest else {})}


def shown_call_backs(quality: FieldQuality, *, definition: CaseDefinition) -> tuple[InterviewerCalls, ...]:
    """Return call-backs by interviewer, each under a letter drawn by lot, small groups hidden.

    The letter follows the permanent random number of the name, so that the alphabet tells nothing.
    """
    method, seed = definition.method, definition.seed
    shares = sorted(quality.call_backs, key=lambda s: random_number(seed, f"interviewer/{s.interviewer}"))
    heard = _told({share.interviewer: share.heard for share in shares}, method)
    rows = []
    for place, share in enumerate(shares):
        told = share.interviewer in heard
        numbers = (share.heard, share.confirmed) if told else (None, None)
        rows.append(InterviewerCalls(_letter(place), share.drawn, *numbers))
    return tuple(rows)


def _told(counts: Mapping[str, int], method: Method) -> set[str]:
    """Return the parts that may be told beside their whole."""
    cells = pl.DataFrame({"part": [*counts, WHOLE], "n": [*counts.values(), sum(counts.values())]})
    return set(screen(cells, method=method, margins=["part"]).filter(pl.col("shown"))["part"])


def _letter(place: int) -> str:
    times, rest = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[rest] + (str(times + 1) if times else "")
