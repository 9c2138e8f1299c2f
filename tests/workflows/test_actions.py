"""The plan of the example: proposed, edited, refreshed, measured."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tramite.decisions.actions.plan import ActionPlan
from tramite.kernel.errors import InputRefused
from tramite.kernel.grade import Grade
from tramite.workflows.actions import RefreshedPlan, refresh_actions
from tramite.workflows.case import open_case
from tramite.workflows.checking import new_case

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"
FILE = "actions.toml"
# Nobody did any of this: made up, to see what the books measure of it.
OURS = """
[[actions]]
id = "ours-sales"
title = "Visit the warehouse resellers"
status = "done"
channel = "warehouse"
start = 2012-01-01
end = 2012-03-31
cost = 20000
kpi = "net_sales"

[[actions]]
id = "ours-line"
title = "Renegotiate freight"
status = "done"
channel = "warehouse"
start = 2012-01-01
end = 2012-03-31
kpi = "cm2"

[[actions]]
id = "ours-score"
title = "Say in time what is coming"
status = "done"
channel = "warehouse"
start = 2013-01-01
end = 2013-02-28
kpi = "PP03"
"""


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> RefreshedPlan:
    """Refresh the plan of a copy of the example, with fewer draws and three actions of its people."""
    case = tmp_path_factory.mktemp("actions") / "case"
    for part in ("books", "voices", "alternatives"):
        shutil.copytree(EXAMPLE / part, case / part)
    settings = (EXAMPLE / "case.toml").read_text(encoding="utf-8").replace("[method]", "[method]\ndraws = 400")
    (case / "case.toml").write_text(settings, encoding="utf-8")
    (case / FILE).write_text(OURS.lstrip(), encoding="utf-8")
    return refresh_actions(case)


@pytest.fixture(scope="module")
def plan(refreshed: RefreshedPlan) -> ActionPlan:
    return refreshed.plan


def test_plan_follows_from_the_case(plan: ActionPlan) -> None:
    ids = {one.id for one in plan.actions}
    assert ids >= {
        "alternative-close-warehouse-invest-internet", "b3-warehouse", "px-pp04-warehouse",
        "conflict-domain-warehouse", "gap-customer-warehouse", "role-access-specialty", "steer-earnings-specialty",
        "roadmap", "tool-warehouse",
    }  # fmt: skip
    assert not [one for one in ids if one.startswith("feedback")]  # its voices are simulated


def test_no_effect_is_invented(plan: ActionPlan) -> None:
    assert {one.id for one in plan.actions if one.effect} == {"alternative-close-warehouse-invest-internet"}


def test_every_proposal_is_traced_graded_and_dated(plan: ActionPlan) -> None:
    for one in plan.actions:
        if one.proposal is not None:
            assert one.evidence, one.id
            assert (one.grade is Grade.D) <= (one.proposal.verify is not None), one.id
            assert one.proposal.start <= one.proposal.end < one.proposal.review, one.id
            assert one.horizon is not None


def test_sales_are_measured_against_partners_of_other_channels(plan: ActionPlan) -> None:
    sales, line, score = plan.measured
    assert (sales.how, sales.months) == ("synthetic", 12)
    assert sales.change is not None
    assert sales.change.grade is Grade.A  # a year after, with a control
    assert sales.check is not None
    assert sales.gain is not None
    assert sales.gain.value is not None
    assert sales.roi is not None
    assert sales.roi.value == pytest.approx(sales.gain.value / 20_000 - 1)
    assert (line.how, line.change and line.change.grade) == ("plain", Grade.D)
    assert score.how == "none"  # one wave only
    assert score.missing is not None
    assert "wave" in score.missing.say("en")


def test_faults_of_a_plan_stop_every_verb(tmp_path: Path) -> None:
    case = new_case(tmp_path / "mine")
    (case / FILE).write_text('alternative = "x"\n[[actions]]\nid = "a"\ntitle = "One"\nchannel = "moon"\n')
    with pytest.raises(InputRefused) as refused:
        open_case(case)
    assert {fault.column for fault in refused.value.faults} == {"alternative", "actions.0.channel"}


def test_a_new_case_has_nothing_to_propose(tmp_path: Path) -> None:
    done = refresh_actions(new_case(tmp_path / "mine"))
    assert (done.plan.actions, done.written, done.file.exists()) == ((), False, False)
