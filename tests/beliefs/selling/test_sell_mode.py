"""Labels by channel, confirmed or stated, and firms by name where they agreed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.beliefs.selling_voices import Colleague, Firm, study_of
from tramite.beliefs.selling.evidence import marks_of
from tramite.beliefs.selling.sell_mode import SellMode, firm_modes, sell_mode
from tramite.books.joint_work import Dealing, JointWork
from tramite.kernel.chance import Chance
from tramite.voices.estimation.study import Study

CHANCE = Chance(7, 1000)
WITH: Any = {"joint": 60.0, "steps": "jjppp"}
THRU: Any = {"complement": 80.0, "indispensable": 70.0}


def of(study: Study, work: JointWork | None = None) -> SellMode:
    found = sell_mode(study, work=work or JointWork(), chance=CHANCE)
    assert found is not None
    return found


def shares(mode: SellMode, channel: str = "shops", weighting: str = "vote") -> dict[str, float | None]:
    cells = mode.labels["article"].cells
    return {c.key: c.estimate.value for c in cells if (c.domain, c.weighting) == (channel, weighting)}


def test_shares_by_vote_and_by_revenue() -> None:
    """Six of eight sell with us; by revenue one large sell-thru partner weighs as much as they."""
    firms = [Firm(f"w{i}", **WITH) for i in range(6)] + [Firm(f"t{i}", revenue=300.0, **THRU) for i in range(2)]
    mode = of(study_of(firms))
    assert shares(mode) == {"sell_with": 0.75, "sell_thru": 0.25, "hybrid": 0.0, "fulfilment": 0.0}
    assert shares(mode, weighting="revenue")["sell_with"] == pytest.approx(0.5, abs=0.001)


def test_labels_of_few_are_hidden() -> None:
    assert set(shares(of(study_of([Firm(f"w{i}") for i in range(4)]))).values()) == {None}


def test_label_is_confirmed_by_a_second_source_only() -> None:
    firms = [Firm(f"w{i}", **WITH) for i in range(5)]
    agrees = JointWork({f"w{i}": Dealing(1.0, 10, 5, joint=0.5) for i in range(5)})
    differs = JointWork({f"w{i}": Dealing(1.0, 10, 0, joint=0.0) for i in range(5)})
    confirmed = [
        of(study_of(firms), work).confirmed["article"].cell("shops", "", "vote").estimate.value
        for work in (agrees, differs)
    ]
    assert confirmed == [1.0, 0.0]
    # nobody could judge: not evaluable, not zero
    assert of(study_of(firms)).confirmed["article"].cells == ()
    grades = [
        of(study_of(firms * 2), work).labels["article"].cells[0].estimate.grade for work in (agrees, differs)
    ]
    assert [grade.value for grade in grades] == ["C", "C"]


def test_two_sides_that_agree_raise_the_grade() -> None:
    firms = [Firm(f"w{i}", **WITH) for i in range(10)]
    work = JointWork({f"w{i}": Dealing(1.0, 10, 5, joint=0.5) for i in range(10)})
    assert (
        of(study_of(firms), work).labels["article"].cell("shops", "sell_with", "vote").estimate.grade.value == "B"
    )
    assert of(study_of(firms)).labels["article"].cell("shops", "sell_with", "vote").estimate.grade.value == "C"


def test_vendor_confirms_a_gap_that_books_cannot_see() -> None:
    firms = [Firm(f"t{i}", level="a", **THRU) for i in range(5)]
    people = [Colleague(f"v{i}", first="complement") for i in range(5)]
    found = of(study_of(firms, people)).named[0].labels["article"]
    assert (found.code, found.verdicts["vendor"], found.confirmed) == ("sell_thru", "agrees", True)


def test_only_who_agreed_is_named_and_never_so_that_others_are_told() -> None:
    def named(agreed: int, others: int) -> int:
        firms = [Firm(f"a{i}", level="a") for i in range(agreed)] + [Firm(f"b{i}") for i in range(others)]
        return len(of(study_of(firms)).named)

    assert [named(6, 0), named(6, 5), named(6, 4), named(0, 9)] == [6, 6, 0, 0]


def test_firm_with_an_informant_who_did_not_agree_is_not_named() -> None:
    firms = [Firm(f"a{i}", level="a") for i in range(6)] + [Firm("a0")]
    assert "a0" not in {firm.unit_id for firm in of(study_of(firms + [Firm(f"b{i}") for i in range(5)])).named}


def test_answer_that_few_others_gave_is_not_told() -> None:
    """Five did not agree, but only four of them said what they add: its mean would tell them."""
    firms = [Firm(f"a{i}", level="a") for i in range(6)] + [Firm(f"b{i}") for i in range(4)]
    mode = of(study_of([*firms, Firm("b4", complement=None)]))
    assert {"facing", "gap"} - set(mode.named[0].stated) == {"gap"}
    assert set(mode.named[0].labels) == {"trade"}


def test_relabelling_partners_and_order_change_nothing() -> None:
    firms = [Firm(f"f{i}", joint=float(5 * i), level="a", **THRU) for i in range(8)]
    renamed = [replace(firm, unit_id=f"z{9 - i}") for i, firm in enumerate(firms)]
    one, other, turned = (of(study_of(some)) for some in (firms, renamed, firms[::-1]))
    for mode in (other, turned):
        assert shares(mode) == shares(one)
        assert sorted(f.labels["article"].probability for f in mode.named) == sorted(
            f.labels["article"].probability for f in one.named
        )


@pytest.mark.parametrize("n", [5, 9, 18])
def test_interview_that_agrees_never_widens_the_belief(n: int) -> None:
    def width(count: int) -> float:
        cell = (
            of(study_of([Firm(f"f{i}", **WITH) for i in range(count)]))
            .labels["article"]
            .cell("shops", "sell_with", "vote")
        )
        assert cell.estimate.upper is not None
        assert cell.estimate.lower is not None
        return cell.estimate.upper - cell.estimate.lower

    assert width(n + 1) <= width(n) + 1e-9


@pytest.mark.parametrize("firms", [[], [Firm("b", role="branch")]])
def test_nobody_independent_heard_is_no_belief(firms: list[Firm]) -> None:
    study = study_of([*firms, Firm("own", title="internal")])
    assert sell_mode(study, work=JointWork(), chance=CHANCE) is None


def test_who_refuses_all_is_not_labelled() -> None:
    silent = Firm("s", steps=None, joint=None, title=None, complement=None)
    assert firm_modes(study_of([silent, Firm("f")]), work=JointWork(), chance=CHANCE)[0].unit_id == "f"


def test_evidence_speaks_for_and_against() -> None:
    firms = [Firm(f"t{i}", level="a", steps="ppppv", joint=10, **THRU) for i in range(5)]
    study = study_of(firms)
    marks = {mark.code: mark.supports for mark in marks_of(of(study).named[0], method=study.method)}
    # leading the steps speaks for selling with us, which the label does not say
    assert marks == {"facing_high": False, "near_low": True, "gap_high": True}
