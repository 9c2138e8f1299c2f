from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voices.quality.quality_voices import BANK, METHOD, Field
from tramite.kernel.tables import QUALITY_FLAGS
from tramite.kernel.wording import LANGUAGES
from tramite.voices.quality.flags import quality_flags
from tramite.voices.quality.result import SEVERITY

SELLERS = pl.DataFrame({"unit_id": ["u000", "u001"], "seller_id": ["anna", "bruno"]})


def troubled() -> Field:
    """Eight interviews, in which every check has something to say."""
    rng = np.random.default_rng(5)
    field = Field()
    items = [item for item in BANK.items_for("reseller") if item.scale in ("0-10", "1-5", "pct")]
    for number in range(8):
        interview = field.interview(
            seconds=600.0 if number == 2 else 2400.0, role="branch" if number == 7 else "reseller"
        )
        for item in items:
            value = float(rng.integers(1, 6))
            field.numbers(interview, item.id, {"": 7.0 if number == 3 and item.scale == "0-10" else value})
        field.codes(interview, "PS05", {"": "agency" if number == 4 else "resale"})
        field.numbers(interview, "PR10", {"easy": 50, "predictable": 30, "profitable": 20 + 9 * (number == 5)})
        if number == 6:
            for item in BANK.items_for("reseller"):
                field.silent(interview, f"{item.id}")
    for row in [row for row in field.responses if row[0] == "i000"]:
        field.responses.append(("twin", *row[1:]))
    field.interview("twin", status="has_issues")
    field.interview("no-consent", consent=False)
    return field


def test_flags_are_found_and_each_has_threshold_severity_and_words() -> None:
    field = troubled()
    found = quality_flags(field.held, field.told, bank=BANK, method=METHOD, sellers=SELLERS)
    raised = {(finding.interview_id, finding.flag) for finding in found.raised}
    assert {
        ("i000", "own_account"), ("i000", "duplicate"), ("twin", "duplicate"), ("twin", "marked"),
        ("i002", "fast"), ("i003", "flat"), ("i004", "title"), ("i005", "shares"), ("i006", "unknown"),
        ("i007", "not_for_role"),
    } == raised  # fmt: skip
    assert "no-consent" not in {finding.interview_id for finding in found.findings}
    assert list(found.thresholds) == list(SEVERITY) == list(QUALITY_FLAGS)
    for language in LANGUAGES:
        assert all(threshold.say(language) for threshold in found.thresholds.values())
        assert all(finding.evidence and finding.evidence.say(language) for finding in found.raised)


def test_settings_of_the_case_move_the_thresholds() -> None:
    field = troubled()
    lenient = METHOD.overridden({"fast_share": 0.2, "duplicate_match": 1.0, "share_tolerance": 10})
    found = quality_flags(field.held, field.told, bank=BANK, method=lenient)
    assert not {("i002", "fast"), ("i005", "shares")} & {(f.interview_id, f.flag) for f in found.raised}
    assert found.thresholds["fast"].say() == "below 20% of the median of the same role and version"


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_flags_do_not_depend_on_the_order_of_rows(seed: int) -> None:
    field = troubled()
    first = quality_flags(field.held, field.told, bank=BANK, method=METHOD, sellers=SELLERS)
    held = field.held.sample(fraction=1, shuffle=True, seed=seed)
    told = field.told.sample(fraction=1, shuffle=True, seed=seed)
    assert quality_flags(held, told, bank=BANK, method=METHOD, sellers=SELLERS.reverse()) == first
