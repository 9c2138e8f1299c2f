from __future__ import annotations

import pytest

from tests.voices.quality.quality_voices import BANK, METHOD, Field, verdicts
from tramite.voices.quality.answers import answers_not_for_role, flat_answers, shares_off, unknown_answers


def test_ten_equal_ratings_are_a_straight_line() -> None:
    field = Field()
    for name, numbers in {
        "same": [7] * 10, "nearly": [7] * 9 + [8], "wide": [7] * 8 + [8, 9], "few": [7] * 9, "none": [],
    }.items():  # fmt: skip
        field.ratings(field.interview(name), numbers)
    found = list(flat_answers(field.held, field.told, bank=BANK, method=METHOD))
    assert verdicts(found, "flat") == {
        "same": "raised", "nearly": "raised", "wide": "clear", "few": "unknown", "none": "unknown",
    }  # fmt: skip
    # s² of nine 7 and one 8: Σ(x − 7.1)² = 9·0.01 + 0.81 = 0.9; 0.9/9 = 0.1
    assert found[1].value == pytest.approx(0.1**0.5)


def test_scales_are_judged_apart_and_the_flatter_counts() -> None:
    field = Field()
    mixed = field.interview("mixed")
    field.ratings(mixed, [2, 9] * 5)
    field.ratings(mixed, [3] * 7, scale="1-5")
    method = METHOD.overridden({"flat_min_items": 7})
    assert verdicts(list(flat_answers(field.held, field.told, bank=BANK, method=METHOD)), "flat") == {
        "mixed": "clear"
    }
    found = list(flat_answers(field.held, field.told, bank=BANK, method=method))
    assert verdicts(found, "flat") == {"mixed": "raised"}
    assert found[0].evidence is not None
    assert found[0].evidence.say() == "7 ratings on the scale 1-5: mean 3.0, standard deviation 0.00"


def test_rows_of_a_grid_are_ratings_and_follow_ups_are_not() -> None:
    field = Field()
    customer = field.interview("customer", role="customer")
    grid = next(item.id for item in BANK.items if item.scale == "grid-0-10")
    field.numbers(customer, grid, {f"row{n}": 5 for n in range(10)})
    partner = field.interview("partner")
    field.ratings(partner, [5] * 9)
    field.numbers(partner, "PI09", {"sure": 5})
    found = list(flat_answers(field.held, field.told, bank=BANK, method=METHOD))
    assert verdicts(found, "flat") == {"customer": "raised", "partner": "unknown"}


def test_shares_must_sum_to_one_hundred() -> None:
    field = Field()
    field.numbers(field.interview("right"), "PR10", {"easy": 33.3, "predictable": 33.3, "profitable": 33.3})
    field.numbers(field.interview("short"), "PR10", {"easy": 30, "predictable": 30, "profitable": 30})
    field.numbers(field.interview("negative"), "PR10", {"easy": 120, "predictable": -20})
    field.numbers(field.interview("beside"), "PS02", {"possession": 60, "payment": 40, "total": 12})
    field.numbers(
        field.interview("grid"), "PS01",
        {"possession.partner": 60, "possession.vendor": 40, "payment.partner": 50, "payment.vendor": 60},
    )  # fmt: skip
    field.silent(field.interview("refused"), "PR10", "ref")
    field.numbers(field.interview("not-asked"), "PE01", {"": 5})
    found = list(shares_off(field.held, field.told, bank=BANK, method=METHOD))
    assert verdicts(found, "shares") == {
        "right": "clear", "short": "raised", "negative": "raised", "beside": "clear", "grid": "raised",
        "refused": "unknown",
    }  # fmt: skip
    said = {finding.interview_id: finding.evidence.say() for finding in found if finding.evidence}
    assert said == {
        "short": "sums: PR10 = 90", "negative": "sums: PR10 = 100", "grid": "sums: PS01 payment = 110",
    }  # fmt: skip


def test_more_than_three_in_ten_dont_know_is_too_many() -> None:
    field = Field()
    items = [item.id for item in BANK.items_for("reseller")][:10]
    for name, missing in {"three": 3, "four": 4}.items():
        interview = field.interview(name)
        for place, item in enumerate(items):
            if place < missing:
                field.silent(interview, item)
            else:
                field.numbers(interview, item, {"": 5})
        for item in ("PX06", "PX07", "PX08"):
            field.silent(interview, item, "na")
    partly = field.interview("partly")
    field.silent(partly, "PS03", key="lead")
    field.codes(partly, "PS03", {"price": "partner"})
    field.interview("empty")
    found = list(unknown_answers(field.held, field.told, method=METHOD))
    assert verdicts(found, "unknown") == {
        "three": "clear", "four": "raised", "partly": "clear", "empty": "unknown",
    }  # fmt: skip
    assert [finding.value for finding in found] == [0.3, 0.4, 0.0, None]


def test_employees_are_not_asked_about_continuity() -> None:
    field = Field()
    for name, role in (("employee", "branch"), ("partner", "reseller"), ("spared", "branch")):
        interview = field.interview(name, role=role)
        field.numbers(interview, "PE01", {"": 6})
        if name == "spared":
            field.silent(interview, "PR09", "na")
        else:
            field.numbers(interview, "PR09", {"": 6})
    field.interview("empty")
    found = list(answers_not_for_role(field.held, field.told, bank=BANK))
    assert verdicts(found, "not_for_role") == {
        "employee": "raised", "partner": "clear", "spared": "clear", "empty": "unknown",
    }  # fmt: skip
    assert found[0].evidence is not None
    assert "PR09" in found[0].evidence.say()
