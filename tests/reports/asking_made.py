"""What to ask next, invented: none of these numbers was simulated."""

from __future__ import annotations

from dataclasses import replace

from tramite.decisions.comparison import ParameterWorth
from tramite.decisions.information.group_advice import GroupAdvice, StudySize
from tramite.decisions.information.next_wave import NextWave
from tramite.decisions.information.perfect import WorthKnowing
from tramite.decisions.information.respondents_left import Group
from tramite.decisions.information.wave_plan import Plan, PlanPart
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source

CUSTOMERS = Group(
    "customer", "depots", "depots-customers", "customer", "", tuple(f"c{n}" for n in range(90)), 60, 120.0, 90,
    1.0, 1.0, 1.0,
)  # fmt: skip
PARTNERS = Group(
    "partner", "depots", "depots-small-north-east", "distributor", "North-East",
    tuple(f"p{n}" for n in range(22)), 22, 400.0, 0, 5_000.0, 3e7, 9_000.0,
)  # fmt: skip
COLLEAGUES = Group(
    "vendor", "depots", "depots-staff", "vendor", "", ("v1", "v2", "v3"), 3, 100.0, 0, 1.0, 1.0, 1.0
)  # fmt: skip


def next_wave_made() -> NextWave:
    """Ask customers and partners; colleagues are too few to be heard; exit costs stand in contracts."""
    ceiling = WorthKnowing(150_000.0, 3_000.0)
    numbers = (2, 6, 10, 14, 20, 34, 50, 60)
    customers = tuple(StudySize(n, WorthKnowing(120_000.0 * n / (n + 18), 2_900.0), 120.0 * n) for n in numbers)
    partners = tuple(
        StudySize(n, WorthKnowing(52_000.0 * n / (n + 5.16), 2_600.0), 400.0 * n) for n in (2, 6, 10, 14, 20, 22)
    )
    groups = (
        GroupAdvice(CUSTOMERS, ("diversion",), ceiling, customers, customers[-1], "ask"),
        GroupAdvice(PARTNERS, ("diversion", "price"), ceiling, partners, partners[3], "ask"),
        GroupAdvice(COLLEAGUES, ("diversion",), WorthKnowing(120.0, 40.0), (), None, "stop"),
    )
    alone = (PlanPart(CUSTOMERS, 60, customers[-1].worth.value), PlanPart(PARTNERS, 14, partners[3].worth.value))
    plan = Plan("greedy", alone, WorthKnowing(104_500.0, 3_100.0))
    other = replace(plan, how="integer", parts=alone[:1], together=WorthKnowing(92_300.0, 2_900.0))
    elsewhere = ParameterWorth(
        "exit_cost", None, Grade.D, WorthKnowing(40_000.0, 2_000.0),
        (Source("assumption", "exit_cost", "the controller's guess"),),
    )  # fmt: skip
    return NextWave(
        WorthKnowing(240_000.0, 4_000.0), Grade.D, groups, 13_000.0, (), (plan, other), plan, (elsewhere,)
    )  # fmt: skip
