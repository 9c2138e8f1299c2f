"""Why somebody is interviewed, and what is promised: read out before the first question, and written to invite."""

from __future__ import annotations

from tramite.kernel.case import Name
from tramite.voices.asking.bilingual import Bilingual, both
from tramite.voices.asking.brief import Level


def purpose_words(own: Name | None, *, vendor: str, level: Level, k: int) -> Bilingual:
    """Return the purpose with what the level promises (METHOD §3.3).

    Args:
        own: words of the project; the usual ones without. k: smallest group whose results are shown.
    """
    promise = both(f"questionnaire.level_{level}", vendor=vendor, k=k)
    if own is None:
        return both("questionnaire.purpose", vendor=vendor, level=promise)
    return Bilingual(f"{own.en} {promise.en}", f"{own.it} {promise.it}")
