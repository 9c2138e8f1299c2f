"""The content of a dossier: what was computed, without a word on how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tramite.beliefs.held import Beliefs
from tramite.books.cannibalisation import Cannibalisation
from tramite.books.growth import Growth
from tramite.books.imbalance_rule import RuleResult
from tramite.books.kpis import Kpi
from tramite.books.overlap import CustomerOverlap
from tramite.books.partner_stock import StockFindings
from tramite.books.reach import CustomerReach
from tramite.books.reconciliation import Reconciliation
from tramite.books.statement import IncomeStatement
from tramite.books.statement_cut import StatementCut
from tramite.decisions.actions.plan import ActionPlan
from tramite.decisions.allocation.case_allocation import CaseAllocation
from tramite.decisions.comparison import Comparison
from tramite.decisions.information.next_wave import NextWave
from tramite.decisions.verdicts.verdict import Verdict
from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method
from tramite.voices.estimation.answers import Answers
from tramite.voices.quality.field_quality import FieldQuality


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that a dossier prints. A part that could not be computed is ``None`` or empty, and is said.

    Attributes:
        statement_previous: the same statement, twelve months before.
        by_line, by_segment: the statement by channel and product line, or segment; ``None`` if the case has none.
        growth: by channel; a channel whose growth cannot be told is not there.
        overlap, channel_overlap: end customers that partners, or channels, share.
        cannibalisation: between channels that share some.
        refused: rows left out of a table because of their faults, by table.
        missing_tables: tables of the case format that the case does not have.
        table_rows: rows used, by table.
        version: of the program.
        answers: what was answered to every item; ``None`` without interviews.
        quality: of the field work; ``None`` without interviews.
        plan: what to do, and what became of it.
        next_wave: what to ask next; ``None`` where no alternative was simulated.
        allocation: the best mix of what could be done; ``None`` without ``allocation.toml``.
        verdicts: questions that a rule answers, by channel.
        heard_indeed: interviews that came in as filled forms, in a case whose voices are simulated.
    """

    definition: CaseDefinition
    method: Method
    statement: IncomeStatement
    statement_previous: IncomeStatement | None
    kpis: tuple[Kpi, ...]
    imbalance: tuple[RuleResult, ...]
    reconciliation: Reconciliation | None
    by_line: StatementCut | None
    by_segment: StatementCut | None
    growth: tuple[Growth, ...]
    stock: StockFindings | None
    overlap: CustomerOverlap | None
    channel_overlap: CustomerOverlap | None
    reach: CustomerReach | None
    cannibalisation: tuple[Cannibalisation, ...]
    beliefs: Beliefs
    comparison: Comparison | None
    refused: Mapping[str, int]
    missing_tables: tuple[str, ...]
    table_rows: Mapping[str, int]
    version: str
    answers: Answers | None = None
    quality: FieldQuality | None = None
    plan: ActionPlan | None = None
    next_wave: NextWave | None = None
    allocation: CaseAllocation | None = None
    verdicts: tuple[Verdict, ...] = ()
    heard_indeed: int = 0
