"""A sample as it stands: what was drawn, what it covers and costs, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from tramite.voices.sampling.cost import StudyCost
from tramite.voices.sampling.design import SampleDesign
from tramite.voices.sampling.frame import FrameUpdate
from tramite.voices.sampling.response import FieldState


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a sample was drawn: seed, fingerprint of the frame, day, who, version of the program."""

    seed: int
    fingerprint: str
    date: date
    who: str
    version: str


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """All that a researcher is told of a sample.

    Attributes:
        sample, frame: contracts SAMPLE, FRAME. curve: as ``sampling_curve.revenue_curve`` returns it.
        drawing, design: ``None`` for a sample that was not drawn here.
        update: what changed in the frame, where it was just brought up to date.
        weeks: of field work; ``None``: not planned. interviews: people to talk to.
    """

    sample: pl.DataFrame
    frame: pl.DataFrame
    curve: pl.DataFrame
    state: FieldState
    cost: StudyCost
    drawing: Drawing | None
    design: SampleDesign | None
    update: FrameUpdate | None

    @property
    def interviews(self) -> int:
        """People to talk to."""
        return int(self.sample["informants"].fill_null(1).sum())

    @property
    def weeks(self) -> int | None:
        """Weeks of field work; ``None``: not planned."""
        last = self.sample["week"].max()
        return int(last) if isinstance(last, int) else None
