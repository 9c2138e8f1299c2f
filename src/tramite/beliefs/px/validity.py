"""Does the PX index go together with what it should: recommendation, continuity, growth in the books?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri

from tramite.beliefs.px.estimates import items_of
from tramite.beliefs.px.firms import firm_table, outcome_items
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import grade_voices
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, phrase, say
from tramite.voices.disclosure.screening import ALL, release, screen
from tramite.voices.estimation.study import Study

Outcome = Literal["recommendation", "continuity", "growth"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("recommendation", "continuity", "growth")
Array = NDArray[np.float64]
Rho = tuple[float, float | None, float | None]  # with the ends of its interval
Verdict = Literal["together", "open", "opposite", "hidden"]


@dataclass(frozen=True, slots=True)
class Correlation:
    """How PX and an outcome go together among the firms of a channel.

    Attributes:
        estimate: Spearman's rank correlation, −1 to 1; without value where not shown.
        hidden_because: ``few_pairs``, ``alike`` (all answers equal: no ranks), or a rule of disclosure control;
            empty where shown.
    """

    channel_id: str
    outcome: Outcome
    estimate: Estimate
    hidden_because: str = ""

    @property
    def verdict(self) -> Verdict:
        """Tell whether the interval lies above zero, holds it, or lies below."""
        rho, low, high = self.estimate.value, self.estimate.lower, self.estimate.upper
        if rho is None:
            return "hidden"
        low, high = rho if low is None else low, rho if high is None else high
        return "together" if low > 0 else "opposite" if high < 0 else "open"

    def say(self, language: Language = "en") -> str:
        """Write the correlation, or why it is not shown."""
        if self.hidden_because:
            return say(f"relationship.hidden_{self.hidden_because}", language)
        return self.estimate.say(language)


@dataclass(frozen=True, slots=True)
class PxValidity:
    """Correlations of PX by outcome and channel («all» last), of outcomes that were asked or can be computed."""

    correlations: tuple[Correlation, ...]

    def of(self, outcome: Outcome, channel_id: str = ALL) -> Correlation:
        """Return one correlation; ``KeyError`` if there is none."""
        for one in self.correlations:
            if (one.outcome, one.channel_id) == (outcome, channel_id):
                return one
        raise KeyError((outcome, channel_id))

    def to_frame(self) -> pl.DataFrame:
        """Return one row per correlation."""
        rows = [
            {"channel_id": one.channel_id, "outcome": one.outcome, **one.estimate.to_row(),
             "hidden_because": one.hidden_because}
            for one in self.correlations
        ]  # fmt: skip
        return pl.DataFrame(rows, infer_schema_length=None)

    def say(self, language: Language = "en") -> str:
        """Write a line per outcome, all channels together."""
        return "\n".join(
            f"{say(f'relationship.outcome_{one.outcome}', language)}: {one.say(language)}"
            for one in self.correlations
            if one.channel_id == ALL
        )

    def __str__(self) -> str:
        return self.say()


def px_validity(study: Study, growth: Mapping[str, float], *, books: Source) -> PxValidity | None:
    """Correlate PX with recommendation (PR08), continuity (PR09) and the growth of purchases, firm by firm.

    One firm, one pair, without weights or finite-population correction: whether the index foretells anything is
    a statement beyond today's population (METHOD §3.2.3). Shown only from ``validation_min_n`` pairs up.

    Args:
        growth: partner (its ``unit_id`` in the frame) → growth, as ``books.partner_growth`` measures it; a
            partner of unknown growth is no pair.
        books: where growth comes from.

    Returns: ``None`` where no partner has a PX.
    Source: METHOD §3.1.4.
    """
    firms = firm_table(study, growth).filter(pl.col("px").is_not_null())
    return PxValidity(tuple(_correlations(firms, study, books))) if firms.height else None


def spearman(first: Array, second: Array, *, level: float) -> Rho | None:
    """Return Spearman's ρ and its interval (none where ρ is ±1); ``None`` where one side has no ranks.

    ρ is Pearson's correlation of mid-ranks. Interval: tanh(atanh ρ ± z·√((1 + ρ²/2)/(n − 3))). It is the analytic
    interval that holds its level for rank correlations up to .9 and n from 10 up, ties of a 0–10 scale included;
    a bootstrap would repeat pairs, make ties, and pull ρ to zero.

    Args:
        first, second: one value per pair, n above 3.

    Source: Bonett & Wright 2000 (variance of Fisher's z of ρ).
    """
    x, y = (pl.Series(values).rank().to_numpy() for values in (first, second))
    x, y = x - x.mean(), y - y.mean()
    spread = math.sqrt(float(x @ x) * float(y @ y))
    if not spread:
        return None
    rho = min(1.0, max(-1.0, float(x @ y) / spread))
    if math.isclose(abs(rho), 1.0):
        return rho, None, None
    margin = float(ndtri((1 + level) / 2)) * math.sqrt((1 + rho**2 / 2) / (len(x) - 3))
    z = math.atanh(rho)
    return rho, math.tanh(z - margin), math.tanh(z + margin)


def _correlations(firms: pl.DataFrame, study: Study, books: Source) -> Iterator[Correlation]:
    channels = firms["domain"].unique().sort().to_list()
    pairs = {
        (outcome, channel): (firms if channel == ALL else firms.filter(pl.col("domain") == channel))
        .filter(pl.col(outcome).is_not_null())
        .select("px", outcome)
        for outcome in OUTCOMES
        for channel in (*channels, ALL)
        if firms[outcome].count()
    }
    judged = screen(
        pl.DataFrame([(outcome, channel, found.height) for (outcome, channel), found in pairs.items()],
                     schema={"outcome": pl.String, "domain": pl.String, "n": pl.Int64}, orient="row"),
        method=study.method, margins=("domain",), within=("outcome",),
    )  # fmt: skip
    for ((outcome, channel), found), why in zip(pairs.items(), judged["why"], strict=True):
        rho = None
        reason = "few_pairs" if found.height < study.method.validation_min_n else why or ""
        if not reason:
            rho = spearman(found["px"].to_numpy(), found[outcome].to_numpy(), level=study.method.interval_level)
            reason = "" if rho else "alike"
        yield Correlation(channel, outcome, _estimate(outcome, found.height, rho, study, books), reason)


def _estimate(outcome: Outcome, n: int, rho: Rho | None, study: Study, books: Source) -> Estimate:
    value, lower, upper = rho or (None, None, None)
    items = (*items_of("px", study.bank), *outcome_items(outcome))
    voices = Source("interviews", ", ".join(items), simulated=study.simulated)
    found = Estimate(
        value=value, lower=lower, upper=upper, level=study.method.interval_level, n=n, N=None, unit="ratio",
        method=phrase("relationship.spearman"), weighting="vote", grade=grade_voices(n, None, False, study.method),
        evidence=(voices, books) if outcome == "growth" else (voices,),
    )  # fmt: skip
    return release(found, hidden=value is None)
