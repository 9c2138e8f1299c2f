"""The sections of a dossier, in reading order. To add one, copy a module and list its verb here."""

from __future__ import annotations

from tramite.reports.scribe import Scribe
from tramite.reports.section import Section
from tramite.reports.sections.alternatives import write_alternatives
from tramite.reports.sections.answers import write_answers
from tramite.reports.sections.customers import write_customers
from tramite.reports.sections.data import write_data
from tramite.reports.sections.diversion import write_diversion
from tramite.reports.sections.field_quality import write_field_quality
from tramite.reports.sections.growth import write_growth
from tramite.reports.sections.imbalance import write_imbalance
from tramite.reports.sections.kpis import write_kpis
from tramite.reports.sections.places import write_places
from tramite.reports.sections.potential import write_potential
from tramite.reports.sections.px import write_px
from tramite.reports.sections.question import write_question
from tramite.reports.sections.reading import write_reading
from tramite.reports.sections.settings import write_settings
from tramite.reports.sections.statement import write_statement
from tramite.reports.sections.stock import write_stock

_VERBS = (
    write_question, write_statement, write_places, write_growth, write_kpis, write_imbalance, write_stock,
    write_customers, write_field_quality, write_px, write_diversion, write_potential,
    write_alternatives, write_answers,
    write_settings,
    write_data, write_reading,
)  # fmt: skip


def write_sections(scribe: Scribe) -> tuple[Section, ...]:
    """Write all sections of a dossier."""
    return tuple(verb(scribe) for verb in _VERBS)
