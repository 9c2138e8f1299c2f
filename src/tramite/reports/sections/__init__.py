"""The sections of a dossier, by part and in reading order. To add one, copy a module and list its verb here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tramite.reports.charts.theme import checks
from tramite.reports.scribe import Scribe
from tramite.reports.section import Section
from tramite.reports.sections.actions import write_actions
from tramite.reports.sections.ahead import write_ahead
from tramite.reports.sections.allocation import write_allocation
from tramite.reports.sections.alternatives import write_alternatives
from tramite.reports.sections.answers import write_answers
from tramite.reports.sections.ask import write_ask
from tramite.reports.sections.budgets import write_budgets_verdict
from tramite.reports.sections.conflict import write_conflict
from tramite.reports.sections.customers import write_customers
from tramite.reports.sections.data import write_data
from tramite.reports.sections.direct_test import write_direct_test
from tramite.reports.sections.diversion import write_diversion
from tramite.reports.sections.drivers import write_drivers
from tramite.reports.sections.expansion_test import write_expansion_test
from tramite.reports.sections.field_quality import write_field_quality
from tramite.reports.sections.front import write_front
from tramite.reports.sections.growth import write_growth
from tramite.reports.sections.imbalance import write_imbalance
from tramite.reports.sections.information import write_information
from tramite.reports.sections.knowledge import write_knowledge
from tramite.reports.sections.kpis import write_kpis
from tramite.reports.sections.law import write_law
from tramite.reports.sections.paradigm import write_paradigm
from tramite.reports.sections.places import write_places
from tramite.reports.sections.position import write_position
from tramite.reports.sections.potential import write_potential
from tramite.reports.sections.px import write_px
from tramite.reports.sections.question import write_question
from tramite.reports.sections.reactions import write_reactions
from tramite.reports.sections.reading import write_reading
from tramite.reports.sections.relationship import write_relationship
from tramite.reports.sections.retail_test import write_retail_test
from tramite.reports.sections.roles import write_roles
from tramite.reports.sections.selling import write_selling
from tramite.reports.sections.sensitivity import write_sensitivity
from tramite.reports.sections.settings import write_settings
from tramite.reports.sections.statement import write_statement
from tramite.reports.sections.stock import write_stock
from tramite.reports.sections.strategy import write_strategy
from tramite.reports.sections.terms import write_terms
from tramite.reports.sections.trends import write_trends

_PARTS: tuple[tuple[str, tuple[Callable[[Scribe], Section], ...]], ...] = (
    ("front", (write_front,)),
    ("answer", (write_question, write_ahead, write_strategy,)),
    ("books", (write_statement, write_places, write_growth, write_kpis, write_stock, write_customers,)),
    ("voices", (write_field_quality, write_answers,)),
    ("beliefs", (
        write_position, write_px, write_relationship, write_drivers, write_knowledge, write_information,
        write_trends, write_selling, write_roles, write_paradigm, write_conflict, write_imbalance,
        write_potential, write_diversion, write_reactions,
    )),
    ("decisions", (
        write_alternatives, write_terms, write_direct_test, write_retail_test, write_expansion_test,
        write_budgets_verdict, write_sensitivity, write_allocation, write_ask, write_actions, write_law,
    )),
    ("ground", (write_settings, write_data, write_reading,)),
)  # fmt: skip


Parts = Mapping[str, tuple[Section, ...]]
"""Sections by part of the dossier, in reading order."""


def write_parts(scribe: Scribe) -> Parts:
    """Write all sections of a dossier, by part: front page, answer, books, voices, beliefs, decisions, ground."""
    with checks():
        return {part: tuple(verb(scribe) for verb in verbs) for part, verbs in _PARTS}
