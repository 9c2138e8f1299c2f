"""How to read the dossier: grades, intervals, n.d., reading levels."""

from __future__ import annotations

from tramite.reports.scribe import Scribe
from tramite.reports.section import Section, Words


def write_reading(scribe: Scribe) -> Section:
    """Write the key to grades, intervals, marks and reading levels."""
    method = scribe.dossier.method
    grades = tuple(
        scribe.say(f"grade_{letter}_about", months=method.grade_a_months, n=method.grade_b_interviews)
        for letter in "ABCD"
    )
    levels = tuple(
        scribe.say(
            f"reading_{level}_about", hidden=method.read_hidden_below, indicative=method.read_indicative_below,
            last_hidden=method.read_hidden_below - 1, last_indicative=method.read_indicative_below - 1,
            full=method.read_full_from, fraction=scribe.level(method.read_full_fraction),
        )
        for level in ("hidden", "indicative", "interval", "full")
    )  # fmt: skip
    blocks = (
        Words(scribe.say("reading_interval", level=scribe.level(method.interval_level))),
        Words(scribe.say("reading_missing")),
        Words(scribe.say("reading_grades"), points=grades),
        Words(scribe.say("reading_levels"), points=levels),
        Words(scribe.say("reading_provenance")),
    )
    return Section("how-to-read", scribe.say("how_to_read"), blocks)
