"""Who answered, weighed once: many items are answered by the same people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.heard import Heard, hear
from tramite.voices.estimation.population import Population, population_for
from tramite.voices.estimation.strata import SurveyWeighting


class Weighed:
    """Weights of answers, by who answered, weighting and domain; each is found when first asked for, and kept.

    Attributes:
        people: population: ``unit_id``, ``domain``, ``stratum``, ``revenue`` and, if asked for, ``potential``.
        enumerative: a statement on today's population, not on next year's (METHOD §3.2.3).
        domains: all of them, sorted.
    """

    def __init__(self, people: pl.DataFrame, *, method: Method, enumerative: bool = True) -> None:
        self.people = people
        self.enumerative = enumerative
        self.domains: tuple[str, ...] = tuple(people["domain"].unique().sort())
        self._method = method
        self._kept: dict[tuple[frozenset[str], SurveyWeighting], dict[str, Heard]] = {}

    def heard(self, units: Collection[str], weighting: SurveyWeighting, domain: str) -> Heard:
        """Return those of a domain (or «all») who answered, without a value yet: see ``Heard.saying``.

        Raises:
            InputRefused: more answered than a stratum has.
        """
        place = (frozenset(units), weighting)
        if place not in self._kept:
            self._kept[place] = self._weigh(sorted(place[0]), weighting)
        return self._kept[place][domain]

    def _weigh(self, units: list[str], weighting: SurveyWeighting) -> dict[str, Heard]:
        whole = self._votes if weighting == "vote" else self._population(units, weighting)
        firms = pl.DataFrame({"unit_id": units, "value": 1.0}, schema={"unit_id": pl.String, "value": pl.Float64})
        answers, strata = whole.answers(firms), whole.strata
        found = {}
        for domain in (*self.domains, ALL):
            here = pl.lit(True) if domain == ALL else pl.col("domain") == domain
            found[domain] = hear(
                answers.filter(here), strata=strata.filter(here), weighting=weighting,
                enumerative=self.enumerative,
            )  # fmt: skip
        return found

    @cached_property
    def _votes(self) -> Population:
        """The strata of the draw, whoever answered."""
        return self._population((), "vote")

    def _population(self, units: Sequence[str], weighting: SurveyWeighting) -> Population:
        return population_for(self.people, heard=units, weighting=weighting, method=self._method)
