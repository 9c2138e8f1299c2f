"""The content of a dossier: what was computed, without a word on how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tramite.beliefs.diversion import DiversionBelief
from tramite.beliefs.px import PxResult
from tramite.books.imbalance_rule import RuleResult
from tramite.books.kpis import Kpi
from tramite.books.reconciliation import Reconciliation
from tramite.books.statement import IncomeStatement
from tramite.decisions.comparison import Comparison
from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that a dossier prints. A part that could not be computed is ``None`` or empty, and is said.

    Attributes:
        statement_previous: the same statement, twelve months before.
        refused: rows left out of a table because of their faults, by table.
        missing_tables: tables of the case format that the case does not have.
        table_rows: rows used, by table.
        version: of the program.
    """

    definition: CaseDefinition
    method: Method
    statement: IncomeStatement
    statement_previous: IncomeStatement | None
    kpis: tuple[Kpi, ...]
    imbalance: tuple[RuleResult, ...]
    reconciliation: Reconciliation | None
    px: PxResult | None
    diversion: tuple[DiversionBelief, ...]
    comparison: Comparison | None
    refused: Mapping[str, int]
    missing_tables: tuple[str, ...]
    table_rows: Mapping[str, int]
    version: str
