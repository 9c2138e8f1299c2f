"""The page of the key figures: formula, unit, inputs and direction of each, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.books.kpi_registry import KpiDefinition
from tramite.books.kpis import definitions
from tramite.kernel.markdown import table_row
from tramite.kernel.wording import LANGUAGES, Language, say


def kpi_page() -> str:
    """Write the page ``docs/kpis.md`` in Markdown, from the registry."""
    return "\n".join(line for language in LANGUAGES for line in _part(language))


def _part(language: Language) -> Iterator[str]:
    yield f"# {say('rules.page_title', language)}"
    yield ""
    yield say("rules.page_lead", language)
    yield ""
    columns = ("figure", "definition", "formula", "unit", "inputs", "better")
    yield table_row(say(f"rules.page_{column}", language) for column in columns)
    yield table_row("---" for _ in columns)
    yield from (table_row(_cells(kpi, language)) for kpi in definitions())
    yield ""
    yield say("rules.page_unknown", language)
    yield ""


def _cells(kpi: KpiDefinition, language: Language) -> Iterator[str]:
    yield f"{say(f'kpis.{kpi.code}', language)} (`{kpi.code}`)"
    yield say(f"kpis.{kpi.code}_about", language)
    yield kpi.formula
    yield say(f"rules.unit_{kpi.unit}", language)
    yield ", ".join(f"`{name}`" for name in kpi.needs)
    yield say(f"rules.better_{kpi.better}", language)
