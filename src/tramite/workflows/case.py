"""A case in hand: open it, then ask it. What a notebook, the command line and the web call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import polars as pl

from tramite.beliefs.imbalance.ground import ImbalanceGround
from tramite.beliefs.imbalance.join import imbalances
from tramite.beliefs.px.index import PxResult
from tramite.beliefs.reactions.diversion import DiversionBelief
from tramite.books.cannibalisation import Cannibalisation, cannibalisation
from tramite.books.growth import Growth, decompose_growth
from tramite.books.imbalance import imbalance
from tramite.books.imbalance_rule import RuleResult
from tramite.books.kpi_ground import Ground, ground_of
from tramite.books.kpis import Kpi, key_figures
from tramite.books.overlap import Between, CustomerOverlap, customer_overlap
from tramite.books.partner_page import PartnerPage, partner_figures
from tramite.books.partner_stock import StockFindings, stock_findings
from tramite.books.places import Dimension
from tramite.books.reach import CustomerReach, customer_reach
from tramite.books.reconciliation import Reconciliation, reconcile
from tramite.books.rows import Books
from tramite.books.sellers import partner_sellers
from tramite.books.statement import IncomeStatement, income_statement
from tramite.books.statement_cut import StatementCut, statement_cut
from tramite.decisions.actions.entry import ActionFile
from tramite.decisions.allocation.plan import AllocationPlan
from tramite.decisions.alternatives import Alternative
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.method import Method
from tramite.kernel.periods import Period
from tramite.kernel.tables import QUALITY_DECISIONS
from tramite.store.case_folder import CaseFolder, load_case
from tramite.store.columns import empty_frame
from tramite.store.engine import Engine
from tramite.store.engines import engine_for
from tramite.store.ingest.partitions import Partitions
from tramite.store.instruments import read_bank_changes
from tramite.store.spark_engine import SparkEngine
from tramite.store.stored import Content
from tramite.store.submissions.ledger import forms_taken
from tramite.voices.asking.bank import ItemBank, load_bank
from tramite.voices.asking.changes import answered_bank
from tramite.voices.estimation.answers import Answers
from tramite.voices.estimation.measure_table import MeasureTable
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.standing import standing_answers
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.study import Study
from tramite.voices.hearing.sealing import LateGuess, Showings
from tramite.voices.quality.field_quality import FieldQuality, FieldVoices, field_quality
from tramite.workflows.allocation_plan import read_allocation_plan
from tramite.workflows.alternatives import read_alternatives
from tramite.workflows.beliefs import CaseBeliefs
from tramite.workflows.plan_file import read_plan
from tramite.workflows.showings import guesses_too_late


class Case:
    """An open case. Results are computed when first asked for, and kept.

    Attributes:
        folder: the checked tables, what was refused, and where it all came from.
    """

    def __init__(self, folder: CaseFolder) -> None:
        self.folder = folder
        self.alternatives: Mapping[str, Alternative] = read_alternatives(folder)
        self.plan_file: ActionFile = read_plan(folder, self.alternatives)
        self.allocation_plan: AllocationPlan | None = read_allocation_plan(folder)
        self._statements: dict[Period, IncomeStatement] = {}
        self._cuts: dict[tuple[tuple[Dimension, ...], Period], StatementCut] = {}
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
    def tables(self) -> Mapping[str, Content]:
        """The checked tables that have rows: an empty one, or all refused, is missing, its sums not zero."""
        return {name: content for name, content in self.folder.tables.items() if len(content)}

    def table(self, name: str) -> pl.DataFrame | None:
        """Read a checked table into memory, by the name of its contract; ``None`` if the case has none."""
        return self.folder.frame(name) if name in self.tables else None

    @cached_property
    def books(self) -> Books:
        """The tables as lazy frames, in the engine of the case."""
        return self._engine.tables(self.tables)

    def income_statement(self, period: Period | None = None) -> IncomeStatement:
        """Compute the income statement by channel, of the last twelve months unless a period is given."""
        chosen = period or self.period
        if chosen not in self._statements:
            self._statements[chosen] = income_statement(self.books, definition=self.definition, period=chosen)
        return self._statements[chosen]

    def statement_cut(self, by: Iterable[Dimension], period: Period | None = None) -> StatementCut:
        """Compute the income statement by any mix of channel, segment, product line and partner."""
        dimensions, chosen = tuple(by), period or self.period
        if (dimensions, chosen) not in self._cuts:
            self._cuts[dimensions, chosen] = statement_cut(
                self.books, definition=self.definition, period=chosen, by=dimensions
            )
        return self._cuts[dimensions, chosen]

    def growth(self, period: Period | None = None) -> tuple[Growth, ...]:
        """Split the change of each channel's invoices into its drivers."""
        return decompose_growth(self.ground(period), tables=self.books)

    def stock(self, period: Period | None = None) -> StockFindings | None:
        """Check that stock at partners adds up; ``None`` without stock, sell-in or sell-out."""
        simulated = self.definition.simulated.books
        return stock_findings(self.books, period=period or self.period, simulated=simulated)

    def overlap(self, between: Between = "partners", period: Period | None = None) -> CustomerOverlap | None:
        """Count the end customers that partners, or channels, share; ``None`` without sell-out."""
        return customer_overlap(self.books, period=period or self.period, between=between)

    def reach(self, last: Period | None = None) -> CustomerReach | None:
        """Count the end customers that one partner alone reaches; ``None`` without sell-out."""
        return customer_reach(self.books, last=last or self.period, method=self.method)

    def cannibalisation(self, source: str, by: str, period: Period | None = None) -> Cannibalisation:
        """Measure what channel ``by`` took from channel ``source``, from the same customers."""
        chance = Chance(self.definition.seed, self.method.bootstrap_draws)
        return cannibalisation(
            self.books, source=source, by=by, definition=self.definition, period=period or self.period,
            rng=chance.stream(f"cannibalisation:{source}:{by}"),
        )  # fmt: skip

    @cached_property
    def cannibalised(self) -> tuple[Cannibalisation, ...]:
        """What moved between channels that share customers, both ways; it costs a bootstrap each."""
        overlap = self.overlap("channels")
        cells = () if overlap is None else overlap.cells
        pairs = [(cell.one.id, cell.other.id) for cell in cells if cell.one != cell.other]
        return tuple(self.cannibalisation(one, other) for one, other in pairs)

    def partner(self, partner_id: str, period: Period | None = None) -> PartnerPage | None:
        """Compute the page of one partner; ``None`` without partners or sell-in."""
        return partner_figures(
            self.books, definition=self.definition, period=period or self.period, partner_id=partner_id
        )

    def key_figures(self, period: Period | None = None) -> tuple[Kpi, ...]:
        """Compute the key figures by channel."""
        return key_figures(self.ground(period))

    def imbalance(self, period: Period | None = None) -> tuple[RuleResult, ...]:
        """Judge the channels by the 18 rules of imbalance: what was said, of whatever time, joins every period."""
        chosen = period or self.period
        ground, beliefs = self.ground(chosen), self.beliefs
        told = imbalance(ground, tables=self.books)
        return imbalances(told, ImbalanceGround(
            self.definition, ground.now, ground.budget, self.study, beliefs.px, beliefs.conflict,
            steering=beliefs.information.steering_index if beliefs.information else {},
            equity_gap=beliefs.roles.gaps if beliefs.roles else {},
            limit={channel: found.limit for channel, found in beliefs.potential.channels.items()},
        ))  # fmt: skip

    def reconciliation(self, period: Period | None = None) -> Reconciliation | None:
        """Set the books beside the general ledger; ``None`` without a ledger."""
        return reconcile(self.books, definition=self.definition, period=period or self.period)

    @cached_property
    def quality(self) -> FieldQuality | None:
        """The quality of the field work, decisions of people applied; ``None`` without interviews."""
        interviews, responses = self.table("interviews"), self.table("responses")
        if interviews is None or responses is None:
            return None
        decisions = self.table("quality_decisions")
        sellers = partner_sellers(self.books)
        voices = FieldVoices(
            interviews, responses, empty_frame(QUALITY_DECISIONS) if decisions is None else decisions,
            self.table("frame"), None if sellers is None else sellers.collect("polars").to_native(),
        )  # fmt: skip
        return field_quality(voices, bank=self.bank, method=self.method, seed=self.definition.seed)

    @cached_property
    def beliefs(self) -> CaseBeliefs:
        """What books and voices together make us hold true."""
        return CaseBeliefs(self)

    @property
    def px(self) -> PxResult | None:
        """The PX index by channel; ``None`` without interviews."""
        return self.beliefs.px

    @property
    def diversion(self) -> Mapping[str, DiversionBelief]:
        """Where customers would go, by channel that closes; only channels that somebody was asked about."""
        return self.beliefs.diversion

    @cached_property
    def bank(self) -> ItemBank:
        """The items by which answers are read: those of the program with this case's changes."""
        return answered_bank(load_bank(), read_bank_changes(self.folder.path))

    @cached_property
    def study(self) -> Study | None:
        """Who was heard on each side and what they said; ``None`` without interviews."""
        voices = self._voices
        simulated, facts = self.definition.simulated.voices, self.table("facts")
        late: dict[Side, set[str]] = {}
        for guess in self.sealed[1]:
            late.setdefault(guess.side, set()).add(guess.interview_id)
        return None if voices is None else Study(
            *voices, bank=self.bank, method=self.method, simulated=simulated, facts=facts, late=late
        )  # fmt: skip

    @cached_property
    def heard_indeed(self) -> int:
        """Interviews that came in as filled forms, in a case whose voices are simulated; 0 in any other."""
        interviews = self.table("interviews")
        if not self.definition.simulated.voices or interviews is None:
            return 0
        return int(interviews["interview_id"].is_in(list(forms_taken(self.folder.path))).sum())

    @cached_property
    def answers(self) -> Answers | None:
        """What was answered to every item, by side and channel; ``None`` without interviews."""
        return None if self.study is None else self.study.all()

    def item_table(
        self, item_id: str, side: Side | None = None, weightings: Sequence[SurveyWeighting] | None = None
    ) -> MeasureTable | None:
        """Estimate one item by channel, as ``Study.table``; ``None`` without interviews."""
        return None if self.study is None else self.study.table(item_id, side, weightings)

    def ground(self, period: Period | None = None) -> Ground:
        """Return what key figures and rules of a period are made from."""
        chosen = period or self.period
        if chosen not in self._grounds:
            self._grounds[chosen] = ground_of(self.books, definition=self.definition, period=chosen)
        return self._grounds[chosen]

    @cached_property
    def _engine(self) -> Engine | SparkEngine:
        reads = (content for content in self.tables.values() if isinstance(content, Partitions))
        return engine_for(self.definition.engine, reads)

    @cached_property
    def sealed(self) -> tuple[Showings, tuple[LateGuess, ...]]:
        """When results were first shown, and the vendor's guesses that came later or are of another wave."""
        voices = self._voices
        if voices is None:
            return Showings(), ()
        return guesses_too_late(self.folder.path, standing_answers(*voices, method=self.method))

    @property
    def _voices(self) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame] | None:
        """Return responses, interviews and frame; an interview with an open flag waits, an excluded one is out."""
        responses, frame = self.table("responses"), self.table("frame")
        if responses is None or frame is None or self.quality is None:
            return None
        return responses, self.quality.judged.interviews, frame


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
