"""A case in hand: open it, then ask it. What a notebook, the command line and the web call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from tramite.beliefs.diversion import DiversionBelief, diversion
from tramite.beliefs.halo import HaloBelief, halo
from tramite.beliefs.px import PxResult, px_index
from tramite.books.imbalance import imbalance
from tramite.books.imbalance_rule import RuleResult
from tramite.books.kpi_ground import Ground, ground_of
from tramite.books.kpis import Kpi, key_figures
from tramite.books.reconciliation import Reconciliation, reconcile
from tramite.books.statement import IncomeStatement, income_statement
from tramite.decisions.alternatives import Alternative
from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method
from tramite.kernel.periods import Period
from tramite.store.case_folder import CaseFolder, load_case
from tramite.store.engine import Engine, open_engine
from tramite.voices.bank import load_bank
from tramite.workflows.alternatives import read_alternatives

_PX_TABLES = ("responses", "interviews", "frame")


class Case:
    """An open case. Results are computed when first asked for, and kept.

    Attributes:
        folder: the checked tables, what was refused, and where it all came from.
    """

    def __init__(self, folder: CaseFolder) -> None:
        self.folder = folder
        self.alternatives: Mapping[str, Alternative] = read_alternatives(folder)
        self._statements: dict[Period, IncomeStatement] = {}
        self._grounds: dict[Period, Ground] = {}

    @property
    def definition(self) -> CaseDefinition:
        """The content of ``case.toml``."""
        return self.folder.definition

    @cached_property
    def method(self) -> Method:
        """The settings of the method, with this case's overrides."""
        return self.definition.method

    @property
    def period(self) -> Period:
        """The last twelve complete months."""
        return Period.trailing(self.definition.as_of)

    @cached_property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The checked tables that have rows: an empty one, or all refused, is missing, its sums not zero."""
        return {name: frame for name, frame in self.folder.tables.items() if len(frame)}

    def table(self, name: str) -> pl.DataFrame | None:
        """Return a checked table by the name of its contract; ``None`` if the case has none."""
        return self.tables.get(name)

    def income_statement(self, period: Period | None = None) -> IncomeStatement:
        """Compute the income statement by channel, of the last twelve months unless a period is given."""
        chosen = period or self.period
        if chosen not in self._statements:
            self._statements[chosen] = income_statement(self._books, definition=self.definition, period=chosen)
        return self._statements[chosen]

    def key_figures(self, period: Period | None = None) -> tuple[Kpi, ...]:
        """Compute the key figures by channel."""
        return key_figures(self._ground(period or self.period))

    def imbalance(self, period: Period | None = None) -> tuple[RuleResult, ...]:
        """Judge the channels by the rules of imbalance that books can judge."""
        return imbalance(self._ground(period or self.period), tables=self._books)

    def reconciliation(self, period: Period | None = None) -> Reconciliation | None:
        """Set the books beside the general ledger; ``None`` without a ledger."""
        return reconcile(self._books, definition=self.definition, period=period or self.period)

    @cached_property
    def px(self) -> PxResult | None:
        """The PX index by channel; ``None`` without interviews."""
        voices = self._voices
        if voices is None:
            return None
        responses, interviews, frame = voices
        return px_index(
            responses, interviews, frame,
            bank=load_bank(), method=self.method, simulated=self.definition.simulated.voices,
        )  # fmt: skip

    @cached_property
    def diversion(self) -> Mapping[str, DiversionBelief]:
        """Where customers would go, by channel that closes; only channels that somebody was asked about."""
        voices = self._voices
        if voices is None:
            return {}
        believed = {
            channel.id: diversion(*voices, channel_id=channel.id, definition=self.definition)
            for channel in self.definition.selling_channels
        }
        return {channel_id: belief for channel_id, belief in believed.items() if belief is not None}

    @cached_property
    def halo(self) -> HaloBelief | None:
        """How much online spending depends on showrooms; ``None`` if nobody was asked."""
        voices = self._voices
        return None if voices is None else halo(voices[0], voices[1], definition=self.definition)

    def _ground(self, period: Period) -> Ground:
        if period not in self._grounds:
            self._grounds[period] = ground_of(self._books, definition=self.definition, period=period)
        return self._grounds[period]

    @cached_property
    def _engine(self) -> Engine:
        return open_engine()

    @cached_property
    def _books(self) -> dict[str, nw.LazyFrame[Any]]:
        return self._engine.tables(self.tables)

    @property
    def _voices(self) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame] | None:
        tables = [self.table(name) for name in _PX_TABLES]
        responses, interviews, frame = tables
        if responses is None or interviews is None or frame is None:
            return None
        return responses, interviews, frame


def open_case(path: str | Path, *, progress: Callable[[str], None] | None = None) -> Case:
    """Open a case folder: read and check all its tables.

    Rows with faults are left out and counted (``case.folder.refused``), never dropped silently.

    Args:
        path: the folder that holds ``case.toml``. progress: called with the name of each table that is read.

    Raises:
        CaseNotFound: there is no case there. InputRefused: a file cannot be read as what it should be; the error
            tells all faults of all files at once.
    """
    return Case(load_case(Path(path), progress=progress))
