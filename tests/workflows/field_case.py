"""A case whose questionnaires went to the field, and thirty forms filled by a program (simulated answers)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomlkit
from lxml import etree  # type: ignore[import-untyped]

from tests.voices.asking.questionnaire_project import DEFINITION, form_for, guide_for
from tests.workflows.form_filler import Form
from tramite.kernel.tables import ROLES
from tramite.store.instruments import save_instrument
from tramite.store.xlsform import compiled, workbook_of
from tramite.voices.asking.instrument import Instrument, instrument_of
from tramite.voices.asking.questionnaire import Kind, Unit

CHANNEL = "dealers"
UNITS = {role: tuple(f"{role}-{number}" for number in range(1, 7)) for role in ROLES}
FILLED = {"reseller": 6, "customer": 6, "distributor": 5, "vendor": 5}  # the other respondent types: 2 each

DECLINED = ("customer", 4)


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """What went out and what came back: instruments by respondent type, filled forms by form."""

    instruments: dict[str, Instrument]
    forms: dict[tuple[str, Kind], Form]
    filled: dict[tuple[str, Kind], list[etree._Element]]

    @property
    def all_filled(self) -> list[etree._Element]:
        return [form for forms in self.filled.values() for form in forms]


@cache
def fieldwork() -> Fieldwork:
    instruments, forms, filled = {}, {}, {}
    kinds: list[tuple[str, Kind]] = [*((role, "interview") for role in ROLES), ("reseller", "sheet")]
    for role, kind in kinds:
        guide = guide_for(role, CHANNEL)
        instruments[role] = instrument_of(guide)
        units = tuple(Unit(unit) for unit in UNITS[role])
        forms[role, kind] = Form(compiled(workbook_of(form_for(guide, kind, units=units))))
        count = 1 if kind == "sheet" else FILLED.get(role, 2) - (role == "reseller")
        filled[role, kind] = [
            forms[role, kind].fill(
                seed, unit=UNITS[role][seed], consent="no" if (role, seed) == ("customer", 4) else "yes"
            )
            for seed in range(count)
        ]
    return Fieldwork(instruments, forms, filled)


def new_field_case(folder: Path, *, sample: bool = True, instruments: Iterable[Instrument] | None = None) -> Path:
    """Write the case: definition, frame, sample, kept instruments (those of all forms unless given)."""
    (folder / "voices").mkdir(parents=True)
    content = DEFINITION.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    content["as_of"] = DEFINITION.as_of
    (folder / "case.toml").write_text(tomlkit.dumps(content), encoding="utf-8")
    units = [(unit, role) for role in ROLES for unit in UNITS[role]]
    frame = "unit_id;role;channel_id;stratum;revenue;status\n" + "".join(
        f"{unit};{role};{CHANNEL};{role};{1000 + place * 10};active\n" for place, (unit, role) in enumerate(units)
    )
    (folder / "voices/frame.csv").write_text(frame, encoding="utf-8")
    if sample:
        drawn = "".join(f"{unit};{order};pending\n" for order, (unit, _) in enumerate(units, start=1))
        (folder / "voices/sample.csv").write_text(f"unit_id;order;outcome\n{drawn}", encoding="utf-8")
    for instrument in fieldwork().instruments.values() if instruments is None else instruments:
        save_instrument(folder, instrument)
    return folder
