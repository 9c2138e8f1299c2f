"""The population that answers stand for, grouped as the weighting needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.estimation.size_classes import cut_by_size
from tramite.voices.estimation.strata import SurveyWeighting, strata_of


@dataclass(frozen=True, slots=True)
class Population:
    """Units with their stratum, and the strata.

    Attributes:
        people: one row per unit: ``unit_id``, ``domain``, ``stratum``, its sizes and, where weighted by size,
            ``design``.
        strata: as ``strata.strata_of`` returns them.
    """

    people: pl.DataFrame
    strata: pl.DataFrame

    def answers(self, firms: pl.DataFrame) -> pl.DataFrame:
        """Join what firms said (``unit_id``, any columns) to their place in the population."""
        return self.people.join(firms, on="unit_id", how="inner", maintain_order="left")

    def of(self, domains: Sequence[str]) -> Population:
        """Return the part in some domains."""
        there = pl.col("domain").is_in(list(domains))
        return Population(self.people.filter(there), self.strata.filter(there))


def population_for(
    people: pl.DataFrame, *, heard: Sequence[str], weighting: SurveyWeighting, method: Method
) -> Population:
    """Group a population by the strata of its draw (one vote each), or by size (revenue, potential).

    Args:
        people: one row per unit: ``unit_id``, ``domain``, ``stratum``, ``revenue`` and, for that weighting,
            ``potential``.
        heard: units that answered.
        method: how many answers a class of size needs (``size_class_min``).

    Source: METHOD §3.2.1; ADR 13.
    """
    grouped = (
        people
        if weighting == "vote"
        else cut_by_size(people, heard=heard, by=weighting, least=method.size_class_min)
    )
    return Population(grouped, strata_of(grouped))
