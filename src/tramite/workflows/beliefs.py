"""What is believed of a case: each belief is formed when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property

import polars as pl

from tramite.beliefs.held import Beliefs
from tramite.beliefs.px.index import PxResult, px_index
from tramite.beliefs.reactions.believed import Reactions, reactions
from tramite.beliefs.reactions.diversion import DiversionBelief, diversion
from tramite.beliefs.reactions.halo import HaloBelief, halo
from tramite.beliefs.waves.forecasts import CONTINUITY_MONTHS, GROWTH_MONTHS, ForecastScore, score_forecasts
from tramite.beliefs.waves.wave import Wave, waves_of
from tramite.books.rows import Tables
from tramite.books.sales_around import sales_around
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import add_months, month_of
from tramite.voices.estimation.study import Study


class CaseBeliefs:
    """The beliefs of a case.

    Attributes:
        study: who was heard and what they said; ``None`` without interviews that count.
        books: opens the books, where a belief needs them.
    """

    def __init__(
        self, definition: CaseDefinition, study: Study | None, *, books: Callable[[], Tables] = dict
    ) -> None:
        self.definition, self.study, self._books = definition, study, books

    def all(self) -> Beliefs:
        """Return all of them."""
        return Beliefs(
            px=self.px, diversion=self.diversion, halo=self.halo, reactions=self.reactions,
            forecasts=self.forecasts,
        )  # fmt: skip

    @cached_property
    def px(self) -> PxResult | None:
        """The PX index by channel; ``None`` without interviews."""
        study = self.study
        return None if study is None else px_index(
            study.responses, study.interviews, study.frame,
            bank=study.bank, method=study.method, simulated=study.simulated,
        )  # fmt: skip

    @cached_property
    def diversion(self) -> Mapping[str, DiversionBelief]:
        """Where customers would go, by channel that closes; only channels that somebody was asked about."""
        study = self.study
        if study is None:
            return {}
        believed = {
            channel.id: diversion(
                study.responses, study.interviews, study.frame, channel_id=channel.id, definition=self.definition
            )
            for channel in self.definition.selling_channels
        }
        return {channel_id: belief for channel_id, belief in believed.items() if belief is not None}

    @cached_property
    def halo(self) -> HaloBelief | None:
        """How much online spending depends on showrooms; ``None`` if nobody was asked."""
        study = self.study
        return None if study is None else halo(study.responses, study.interviews, definition=self.definition)

    @cached_property
    def reactions(self) -> Reactions | None:
        """How partners and customers would react; ``None`` without interviews."""
        study = self.study
        return None if study is None else reactions(study, definition=self.definition)

    @cached_property
    def forecasts(self) -> tuple[ForecastScore, ...]:
        """What was foretold in each wave, scored; nothing of a horizon that the books do not reach."""
        study = self.study
        if study is None:
            return ()
        waves = waves_of(study.interviews, method=study.method)
        return tuple(
            score
            for wave in waves
            for score in score_forecasts(study, wave, self._outcomes(wave), method=study.method)
        )

    def _outcomes(self, wave: Wave) -> dict[int, pl.DataFrame]:
        """Return what was bought before a wave and after it, by horizon."""
        month, found = month_of(wave.last), {}
        for horizon in (GROWTH_MONTHS, CONTINUITY_MONTHS):
            reached = add_months(month, horizon + 1) <= self.definition.as_of + timedelta(days=1)
            sales = sales_around(self._books(), month=month, horizon=horizon) if reached else None
            if sales is not None:
                found[horizon] = sales.collect("polars").to_native()
        return found
