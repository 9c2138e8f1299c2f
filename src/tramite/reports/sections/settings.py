"""Settings of the method that bite in this dossier, each with its reason; changed ones are marked."""

from __future__ import annotations

from tramite.kernel.figures import Unit
from tramite.kernel.method import Method, Reason, reasons
from tramite.kernel.provenance import Source
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Section, Words

CHANGED = "‡"
BITE: dict[str, tuple[str, ...]] = {
    "statement": ("grade_a_months",),
    "px": (
        "pillar_min_answered", "pillar_weight_prior", "unbalanced_index", "unbalanced_pillar", "informant_spread",
        "band_weak", "band_sound", "band_strong", "interval_level", "read_hidden_below", "read_indicative_below",
        "read_full_from", "read_full_fraction", "nps_from", "effective_n_min", "disclosure_k",
        "disclosure_dominance", "disclosure_p", "grade_b_interviews", "grade_b_revenue_share", "size_class_min",
    ),
    "relationship": ("validation_min_n",),
    "drivers": (
        "driver_firms_each", "driver_twins", "classes_min_n", "classes_most", "classes_starts", "class_stability",
    ),
    "answers": ("wave_gap_days", "full_wave_share", "reliability_min_items", "reliability_enough"),
    "diversion": ("diversion_prior", "reliability_customer", "reliability_partner", "reliability_vendor",
                  "sides_agree_distance"),
    "reactions": ("reliability_intention", "shrinkage", "d2c_uptake_low", "d2c_uptake_likely", "d2c_uptake_high"),
    "potential": (
        "attainable_percentile", "stated_growth_low", "stated_growth_likely", "stated_growth_high", "won_low",
        "won_likely", "won_high", "frontier_min_partners", "frontier_min_area",
    ),
    "alternatives": ("draws", "horizon_months", "discount_rate", "baseline_growth_sd", "delay_lost"),
}  # fmt: skip


def write_settings(scribe: Scribe) -> Section:
    """Write the settings by the section where they bite, then every other setting that this case changed."""
    method, known = scribe.dossier.method, dict(reasons())
    rows: list[Row] = []
    for section, names in BITE.items():
        rows.append(Row(scribe.say(section), kind="group"))
        rows += [_row(scribe, method, name, known[name]) for name in names]
    listed = {name for names in BITE.values() for name in names}
    others = [name for name in method.changed() if name not in listed]
    if others:
        rows.append(Row(scribe.say("settings_other"), kind="group"))
        rows += [_row(scribe, method, name, known[name]) for name in others]
    headers = tuple(
        scribe.say(key) for key in ("setting", "setting_value", "setting_default", "setting_unit", "reason")
    )
    notes = (
        (f"{CHANGED} {scribe.say('settings_changed')}",)
        if method.changed()
        else (scribe.say("settings_standard"),)
    )
    grid = Grid("settings-used", "settings", scribe.say("settings_caption"), headers, tuple(rows), notes)
    return Section("settings", scribe.say("settings"), (Words(scribe.say("settings_lead")), grid))


def _row(scribe: Scribe, method: Method, name: str, reason: Reason) -> Row:
    listed = scribe.knows(f"setting_{name}")
    label = scribe.say(f"setting_{name}") if listed else name
    why = scribe.say(f"setting_{name}_why") if listed else scribe.say("setting_section", section=reason.section)
    mark = CHANGED if name in method.changed() else ""
    cells = (
        _value(scribe, getattr(method, name), reason.unit, mark, name, reason.section),
        _value(scribe, getattr(Method(), name), reason.unit, "", name, reason.section),
        scribe.words(scribe.say(f"unit_{reason.unit}") if scribe.knows(f"unit_{reason.unit}") else reason.unit),
        scribe.words(why),
    )
    return Row(label, cells, about=name if listed else "")


def _value(scribe: Scribe, value: float, unit: str, marks: str, name: str, section: str) -> Datum:
    shape: Unit = "share" if unit == "share" else "count" if float(value).is_integer() else "ratio"
    derived = scribe.say("setting_ground", section=section)
    return scribe.number(value, shape, (Source("setting", name),), derived=derived, marks=marks)
