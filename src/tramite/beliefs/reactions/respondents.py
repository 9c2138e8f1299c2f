"""Who says what would happen, weighed: next year's behaviour is not the listed population's (METHOD §3.2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.estimation.field import usable_interviews
from tramite.voices.estimation.heard import Heard
from tramite.voices.estimation.informants import firm_answers
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.study import Study
from tramite.voices.estimation.weighed import Weighed

TOGETHER = "+"  # between the names of channels that are heard as one


@dataclass(frozen=True, slots=True)
class Respondents:
    """Who was heard on one side.

    Attributes:
        interviews: those that count: ``interview_id``, ``unit_id``.
        weighed: their weights, without finite-population correction.
    """

    interviews: pl.DataFrame
    weighed: Weighed
    method: Method

    def said(self, values: pl.DataFrame) -> Iterator[tuple[str, str, Heard]]:
        """Walk through channels and parts: channel, part, and what was said there, each firm once.

        Args:
            values: ``interview_id``, ``key`` (part), ``value``.
        """
        firms = firm_answers(values, self.interviews, apart_from=float("inf")).values
        for (key,), part in firms.group_by("key", maintain_order=True):
            answers = dict(part.select("unit_id", "value").iter_rows())
            for channel_id in self.weighed.domains:
                heard = self.weighed.heard(answers, self._weighting(answers, channel_id), channel_id)
                if heard.n:
                    yield channel_id, str(key), heard.saying(answers)

    def together(self, channels: Sequence[str]) -> Respondents:
        """Return those of some channels as if these were one, whose name is all of theirs."""
        people = self.weighed.people.filter(pl.col("domain").is_in(list(channels)))
        one = people.with_columns(domain=pl.lit(TOGETHER.join(channels)))
        return replace(self, weighed=Weighed(one, method=self.method, enumerative=False))

    def _weighting(self, answers: Mapping[str, float], channel_id: str) -> SurveyWeighting:
        """Weigh by revenue; where that of some who answered is not known, all count alike, as for diversion."""
        sizes = self.weighed.people.filter(
            (pl.col("domain") == channel_id) & pl.col("unit_id").is_in(list(answers))
        )["revenue"]
        return "vote" if sizes.null_count() else "revenue"

    def revenue_share(self, heard: Heard) -> float | None:
        """Return the share that those heard have of their channel's revenue; ``None`` if it is not known."""
        mine = pl.col("domain").is_in(heard.drawn["domain"].unique().implode())
        people = self.weighed.people.filter(mine)
        total = people["revenue"].sum()
        if not total:
            return None
        return float(people.filter(pl.col("unit_id").is_in(heard.units))["revenue"].sum()) / float(total)


def respondents(study: Study, side: Side) -> Respondents:
    """Return who was heard on a side, weighed for statements on what would be.

    Partners and customers count by revenue, as P&L parameters do (METHOD §3.2.1), one vote each where revenue is
    not known. The vendor's people have one vote each for every channel that they were asked about (§2.5),
    unless they had seen what the others say (ADR 22).
    """
    if side != "vendor":
        voices = study.voices(side)
        weighed = Weighed(voices.weighed.people, method=study.method, enumerative=False)
        return Respondents(voices.interviews, weighed, study.method)
    asked = usable_interviews(study.independent, roles=("vendor",)).filter(pl.col("channel_id").is_not_null())
    asked = asked.with_columns(unit_id=pl.col("unit_id") + "\0" + pl.col("channel_id"))
    nothing = pl.lit(None, pl.Float64)
    people = asked.select(
        "unit_id", domain="channel_id", stratum=pl.lit(""), revenue=nothing, potential=nothing
    ).unique(maintain_order=True)
    return Respondents(asked, Weighed(people, method=study.method, enumerative=False), study.method)
