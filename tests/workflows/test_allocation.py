from __future__ import annotations

from pathlib import Path

import pytest

from tramite.decisions.allocation.plan import AllocationPlan
from tramite.kernel.errors import CaseNotFound, InputRefused
from tramite.workflows.allocation import allocate
from tramite.workflows.case import open_case
from tramite.workflows.comparison import compare

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"


@pytest.fixture
def planned(example: Path) -> Path:
    """Return the example with the first four choices of its plan, so that all mixes are simulated."""
    plan, more, _ = (EXAMPLE / "allocation.toml").read_text(encoding="utf-8").partition("\n# A price list is")
    assert more
    (example / "allocation.toml").write_text(plan, encoding="utf-8")
    return example


def test_mixes_are_worth_what_alternatives_with_their_levers_are(planned: Path) -> None:
    case = open_case(planned)
    comparison = compare(case)
    made = allocate(case, comparison=comparison)
    found = made.found
    assert found is not None
    assert found.effort.exhaustive
    assert found.effort.simulated == found.effort.combinations == 40
    # «close-warehouse» is the same lever by itself; its mean is over the draws that judge.
    alone = found.alone[0]
    assert alone is not None
    draws = comparison.result("close-warehouse").draws - comparison.result("today").draws
    assert alone.change.value == pytest.approx(draws[1::2].mean())
    assert found.alternatives["close-warehouse"].change == pytest.approx(draws[1::2].mean())
    both = comparison.result("close-warehouse-invest-internet").draws - comparison.result("today").draws
    assert found.alternatives["close-warehouse-invest-internet"].change == pytest.approx(both[1::2].mean())
    assert alone.change.grade == comparison.result("close-warehouse").grade
    assert set(alone.change.evidence) == set(comparison.result("close-warehouse").evidence)
    assert made.people_heard
    _keeps_to_its_limits(case.allocation_plan, found.best.mix if found.best else (0, 0, 0, 0))


def _keeps_to_its_limits(plan: AllocationPlan | None, mix: tuple[int, ...]) -> None:
    assert plan is not None
    options = [option for _, option in plan.chosen(mix)]
    assert plan.budget.once is not None
    assert plan.budget.yearly is not None
    assert sum(option.once for option in options) <= plan.budget.once
    assert sum(option.yearly for option in options) <= plan.budget.yearly
    assert sum(option.uses.get("changes", 0) for option in options) <= plan.capacities[0].limit


def test_a_case_without_a_plan_says_what_to_write(example: Path) -> None:
    case = open_case(example)
    assert case.allocation_plan is None
    with pytest.raises(CaseNotFound) as error:
        allocate(case)
    assert "allocation.toml" in str(error.value)


def test_all_faults_of_a_plan_are_told_at_once(planned: Path) -> None:
    text = (planned / "allocation.toml").read_text(encoding="utf-8")
    changes = {
        'channel = "specialty"': 'channel = "speciality"', "yearly = 60_000": "yearly = 6_000",
        "yearly = 120_000\nuses = { changes = 1 }": "yearly = 120_000\nuses = { people = 1 }",
        'id = "15k"': 'id = "10k"',
    }  # fmt: skip
    wrong = text
    for right, other in changes.items():
        assert right in wrong
        wrong = wrong.replace(right, other)
    (planned / "allocation.toml").write_text(wrong + 'excludes = ["warehouse.sell"]\n', encoding="utf-8")
    with pytest.raises(InputRefused) as error:
        open_case(planned)
    told = {(fault.kind, fault.column, fault.value) for fault in error.value.faults}
    assert told == {
        ("not_allowed", "choices.2.options.0.levers.0.channel", "speciality"),
        ("below", "choices.3.options.0.yearly", "6000"),
        ("not_allowed", "choices.3.options.1.uses", "people"),
        ("duplicate_id", "choices.3.options.id", "10k"),
        ("not_allowed", "choices.3.options.3.excludes", "warehouse.sell"),
    }
    assert {fault.file for fault in error.value.faults} == {"allocation.toml"}


def test_fields_that_are_wrong_are_named_by_their_place(planned: Path) -> None:
    text = (planned / "allocation.toml").read_text(encoding="utf-8")
    wrong = text.replace('measure = "expected-shortfall"', 'measure = "variance"').replace(
        "set = { monthly = 5_000 }", "set = { monthley = 5_000 }"
    )
    (planned / "allocation.toml").write_text(wrong.replace("limit = 3", "limit = -3"), encoding="utf-8")
    with pytest.raises(InputRefused) as error:
        open_case(planned)
    assert {fault.column for fault in error.value.faults} == {
        "risk.measure", "capacities.0.limit", "choices.3.options.0.levers.0.shift-investment.monthley",
        "choices.3.options.0.levers.0.shift-investment.monthly",
    }  # fmt: skip
