from __future__ import annotations

import polars as pl
import pytest

from tests.voices.quality.quality_voices import BANK, METHOD, Field, verdicts
from tramite.voices.quality.contradictions import contradictions
from tramite.voices.quality.result import Finding


def found_in(field: Field, frame: pl.DataFrame | None = None) -> list[Finding]:
    return list(contradictions(field.held, field.told, frame, bank=BANK, method=METHOD))


def shares(function: str, partner: float, vendor: float) -> dict[str, float]:
    return {
        f"{function}.partner": partner,
        f"{function}.vendor": vendor,
        f"{function}.other": 100 - partner - vendor,
    }


def test_who_leads_two_steps_and_does_nothing_of_them_contradicts_themselves() -> None:
    field = Field()
    for name, partner in (("both", 10), ("one", 50), ("joint", 0)):
        interview = field.interview(name)
        leader = "joint" if name == "joint" else "partner"
        field.codes(interview, "PS03", {"lead": leader, "price": leader, "delivery": "vendor"})
        field.numbers(
            interview, "PS01", shares("promotion", 0, 100) | shares("negotiation", partner, 100 - partner)
        )
    single = field.interview("single")
    field.codes(single, "PS03", {"lead": "partner"})
    field.numbers(single, "PS01", shares("promotion", 0, 100))
    found = found_in(field)
    assert verdicts(found, "steps") == {"both": "raised", "one": "clear", "joint": "clear", "single": "unknown"}
    said = next(f.evidence for f in found if f.verdict == "raised" and f.flag == "steps")
    assert said is not None
    assert said.say().endswith("lead: partner, promotion 0%; price: partner, negotiation 10%")


def test_title_is_held_against_the_register() -> None:
    field = Field()
    for name, role, title in (
        ("agent", "agent", "resale"), ("split", "agent", "split"), ("reseller", "reseller", "agency"),
        ("embed", "reseller", "embed"), ("branch", "branch", "agency"),
    ):  # fmt: skip
        field.codes(field.interview(name, unit_id=name, role=role), "PS05", {"": title})
    field.interview("silent", unit_id="silent")
    assert verdicts(found_in(field), "title") == {
        "agent": "raised", "split": "clear", "reseller": "raised", "embed": "clear", "silent": "unknown",
    }  # fmt: skip
    frame = pl.DataFrame({"unit_id": ["agent"], "role": ["distributor"]})
    assert verdicts(found_in(field, frame), "title")["agent"] == "clear"


@pytest.mark.parametrize(
    ("growth", "stays", "verdict"),
    [(20, 3, "raised"), (19, 3, "clear"), (20, 4, "clear"), (None, 3, "unknown"), (20, None, "unknown")],
)
def test_growth_from_who_does_not_expect_to_stay(growth: float | None, stays: float | None, verdict: str) -> None:
    field = Field()
    interview = field.interview("i")
    if growth is not None:
        field.numbers(interview, "PX01", {"low": 0, "likely": growth, "high": 60})
    if stays is not None:
        field.numbers(interview, "PR09", {"": stays})
    assert verdicts(found_in(field), "capacity") == {"i": verdict}


def test_redirected_customers_are_held_against_what_customers_say() -> None:
    field = Field()
    for number in range(10):
        customer = field.interview(f"c{number}", role="customer")
        field.codes(customer, "CK06", {"": "away" if number < 5 else "no"})
    field.codes(field.interview("forgot", role="customer"), "CK06", {"": "dk"})
    # 5 of 10, z² = 2.7055: 50% ± √(z²(0.025 + z²/400))/(1 + z²/10) = 26.9% to 73.1%; 20 points more: 6.9%, 93.1%
    for name, said in (("low", 6), ("low-enough", 7), ("high", 94), ("high-enough", 93)):
        field.numbers(field.interview(name), "PI02", {"": said})
    field.numbers(field.interview("elsewhere", channel_id="web"), "PI02", {"": 100})
    assert verdicts(found_in(field), "redirected") == {
        "low": "raised", "low-enough": "clear", "high": "raised", "high-enough": "clear", "elsewhere": "unknown",
    }  # fmt: skip
