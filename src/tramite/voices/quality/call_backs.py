"""Who is rung again to hear whether the interview took place as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.kernel.method import Method
from tramite.kernel.tables import CALL_BACK
from tramite.voices.quality.flags import held_interviews
from tramite.voices.sampling.draw import random_number

# Plain facts of which nobody changes their mind in a fortnight, the easiest to tell first.
FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "partner": ("PS05", "PM02", "PS04", "PW04"),
    "customer": ("CC01", "CK06", "CX06"),
    "vendor": ("VM04", "VW04", "VS09"),
}
FACTS_ASKED: Final = 3  # beside the interview itself: a call of five minutes


@dataclass(frozen=True, slots=True)
class CallBackShare:
    """What came of the call-backs of one interviewer.

    Attributes:
        done: interviews done. drawn: to be rung. heard: of which the result is known. confirmed: as written.
    """

    interviewer: str
    done: int
    drawn: int
    heard: int
    confirmed: int

    @property
    def share(self) -> float | None:
        """Confirmed of those heard; ``None`` before anybody was."""
        return self.confirmed / self.heard if self.heard else None


def draw_call_backs(interviews: pl.DataFrame, *, seed: int, method: Method) -> pl.DataFrame:
    """Draw 10% of the interviews of each interviewer to be rung again, one at least.

    Of the m interviews of an interviewer the ⌈0.10·m⌉ with the smallest permanent random numbers are drawn:
    anyone who has the seed and the interviews finds the same ones, whatever the order of rows.

    Args:
        interviews: contract INTERVIEWS; those held with consent count, whatever was decided of them. Without an
            interviewer there is nobody to check.

    Returns: ``interview_id``, ``interviewer``, ``number``, sorted by interviewer and number.

    Source: Ohlsson 1995 (permanent random numbers); METHOD §4.6.
    """
    held = held_interviews(interviews).filter(pl.col("interviewer").is_not_null())
    numbers = [random_number(seed, f"{CALL_BACK}/{interview_id}") for interview_id in held["interview_id"]]
    ranked = held.select("interview_id", "interviewer", pl.Series("number", numbers, dtype=pl.Float64)).sort(
        "interviewer", "number", "interview_id"
    )
    place = pl.int_range(1, pl.len() + 1).over("interviewer")
    wanted = (pl.len().over("interviewer") * method.call_back_share).ceil().clip(lower_bound=1)
    return ranked.filter(place <= wanted)


def call_back_shares(
    interviews: pl.DataFrame, *, drawn: pl.DataFrame, decisions: pl.DataFrame
) -> tuple[CallBackShare, ...]:
    """Count what came of the call-backs by interviewer: ``keep`` confirms, ``correct`` and ``exclude`` do not.

    Args:
        drawn: as :func:`draw_call_backs` returns it. decisions: contract QUALITY_DECISIONS.
    """
    held = held_interviews(interviews).filter(pl.col("interviewer").is_not_null())
    results = dict(
        decisions.filter(pl.col("flag") == CALL_BACK, pl.col("decision").is_in(["keep", "correct", "exclude"]))
        .select("interview_id", "decision")
        .iter_rows()
    )
    shares = []
    for (interviewer,), mine in held.sort("interviewer").group_by("interviewer", maintain_order=True):
        ids = set(mine["interview_id"])
        heard = [result for interview_id, result in results.items() if interview_id in ids]
        todo = ids & (set(drawn["interview_id"]) | set(results))
        shares.append(CallBackShare(str(interviewer), mine.height, len(todo), len(heard), heard.count("keep")))
    return tuple(shares)


def facts_to_verify(role: str, answered: set[str]) -> tuple[str, ...]:
    """Return the items to ask again of a respondent: of their side, and answered the first time."""
    side = role if role in FACTS else "partner"
    return tuple(item for item in FACTS[side] if item in answered)[:FACTS_ASKED]
