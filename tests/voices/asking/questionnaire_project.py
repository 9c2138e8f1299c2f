"""A project that fills every list, for a vendor that sells through four channels and direct."""

from __future__ import annotations

from datetime import date
from typing import Any

from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method
from tramite.voices.asking.bank import ItemBank, load_bank
from tramite.voices.asking.bilingual import Bilingual, both
from tramite.voices.asking.form_sheet import Form
from tramite.voices.asking.guide import Guide, assemble_guide
from tramite.voices.asking.instrument import instrument_of
from tramite.voices.asking.project_words import Fact, ProjectWords
from tramite.voices.asking.questionnaire import Kind, Unit, form_of

BANK = load_bank()
METHOD = Method()
UNITS = (Unit("u-1", "Rossi & Figli <srl>"), Unit("u-2"), Unit("u 3"))
PURPOSE = both("questionnaire.purpose", vendor="Alfa", level="")


def named(entry: str, en: str, it: str) -> dict[str, Any]:
    return {"id": entry, "name": {"en": en, "it": it}}


def channel(entry: str, kind: str, reach: str = "indirect") -> dict[str, Any]:
    return {**named(entry, entry.title(), entry.title()), "kind": kind, "reach": reach, "medium": "physical",
            "end_customer": "business"}  # fmt: skip


DEFINITION = CaseDefinition.model_validate(
    {
        "name": {"en": "Case", "it": "Caso"}, "vendor": "Alfa & C. <Pompe>", "currency": "EUR", "seed": 7,
        "as_of": date(2025, 12, 31),
        "channels": [channel("web-shop", "web", "direct"), channel("dealers", "resellers"),
                     channel("value-added", "distributors"), channel("own_shops", "retail", "direct")],
        "segments": [named("small", "Small firms", "Piccole imprese"), named("large", "Large", "Grandi")],
        "lines": [named("pumps", "Pumps", "Pompe"), named("parts", "Parts", "Ricambi")],
    }
)  # fmt: skip
WORDS = ProjectWords.model_validate(
    {
        "category": {"en": "pumps", "it": "pompe"},
        "flagship": {"en": "the Alfa line", "it": "la linea Alfa"},
        "case": {"en": "a firm with an old pump", "it": "un'impresa con una vecchia pompa"},
        "competitors": [named("c1", "Beta", "Beta"), named("c2", "Gamma", "Gamma")],
        "roadmap": [named("portal", "the portal", "il portale")],
        "facts_not_for_customers": ["f-5"],
    }
)
FACTS = tuple(Fact(f"f-{n}", Bilingual(f"Statement {n}.", f"Affermazione {n}."), n % 2 == 0) for n in range(1, 6))


def guide_for(role: str, channel_id: str = "dealers", *, bank: ItemBank = BANK, **changed: Any) -> Guide:
    given: dict[str, Any] = {"definition": DEFINITION, "words": WORDS, "facts": FACTS, "method": METHOD} | changed
    return assemble_guide(bank, role=role, channel_id=channel_id, **given)


def form_for(guide: Guide, kind: Kind = "interview", **changed: Any) -> Form:
    given: dict[str, Any] = {"language": "it", "units": UNITS, "seed": 7, "purpose": PURPOSE} | changed
    return form_of(guide, instrument=instrument_of(guide), kind=kind, **given)
