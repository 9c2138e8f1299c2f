"""What the interviews of a study cost, against what its channels bring: whether people may be invited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.voices.sampling.cost import StudyCost, over_channels, study_cost
from tramite.voices.sampling.response import interviews_held, known_sample
from tramite.web.bridge.brings import known_brings
from tramite.web.bridge.content import definition_of
from tramite.web.bridge.frames import table_frame
from tramite.web.models import Study

_OF_FRAME: Final = ("unit_id", "role", "channel_id", "stratum")
_OF_SAMPLE: Final = (*_OF_FRAME, "informants", "mode")
_OF_INTERVIEWS: Final = ("unit_id", "role", "mode", "status")


@dataclass(frozen=True, slots=True)
class BudgetGate:
    """Whether a study may cost what it costs.

    Attributes:
        planned: of all who were drawn, as ``tramite sample`` tells. spent: of interviews held.
        read: what channels bring was read from the books as they are; otherwise the limit is not known.
        reason: why the study may cost more. covers: up to which cost that was said.
    """

    planned: StudyCost
    spent: StudyCost
    read: bool
    reason: str
    covers: float | None

    @property
    def within(self) -> bool:
        """Whether the limit is known and kept; what cannot be judged has not passed."""
        return self.planned.limit is not None and not self.planned.above_limit

    @property
    def excused(self) -> bool:
        """Whether somebody said why this cost is worth it."""
        return bool(self.reason) and self.covers is not None and self.planned.total <= self.covers

    @property
    def open(self) -> bool:
        """Whether people may be invited."""
        return self.within or self.excused


def study_gate(study: Study) -> BudgetGate:
    """Hold the cost of the interviews of a study against its budget, as far as they were held."""
    frame = table_frame(study, "frame", only=_OF_FRAME)
    sample = known_sample(table_frame(study, "sample", only=_OF_SAMPLE), frame)
    return budget_gate(study, sample, table_frame(study, "interviews", only=_OF_INTERVIEWS))


def budget_gate(study: Study, sample: pl.DataFrame, interviews: pl.DataFrame) -> BudgetGate:
    """Hold the cost of a sample against the budget (METHOD §4.3).

    Args:
        sample: ``role``, ``channel_id``, ``mode``, ``informants``. interviews: ``role``, ``mode``, ``status``.
    """
    definition = definition_of(study)
    selling = {channel.id for channel in definition.selling_channels}
    brings = known_brings(study, selling)
    studied = set(sample["channel_id"].drop_nulls())
    contribution, net_sales = (
        (None, None) if brings is None
        else (over_channels(brings.contribution, studied), over_channels(brings.net_sales, studied))
    )  # fmt: skip
    planned, spent = (
        study_cost(rows, contribution=contribution, net_sales=net_sales, method=definition.method)
        for rows in (sample, interviews_held(interviews))
    )
    return BudgetGate(planned, spent, brings is not None, study.worth_it, study.worth_it_cost)
