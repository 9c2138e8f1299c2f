"""Does the interval of what new rules win back hold what was planted?

Partners are planted who meet another channel of ours more or less often, and who then lose the sale to nobody of
ours more or less often. Some are heard. What is won back if rules avoid every clash is known: the share of the
opportunities that is lost so, times what the channel sells and earns. At full length (``TRAMITE_WORLDS=500``)
coverage is to lie in 87–93%, with two binomial standard errors of luck.
"""

from __future__ import annotations

import math
import os
from dataclasses import replace
from datetime import date

import numpy as np

from tests.beliefs.said import Talks
from tests.beliefs.told_books import case
from tests.decisions.levers.invented import sure
from tramite.beliefs.conflict.belief import ConflictBelief
from tramite.beliefs.conflict.levels import clash_table, gone_table
from tramite.beliefs.held import Beliefs
from tramite.decisions.ground import Future, Ground
from tramite.decisions.levers.change_rules import ChangeRules, change_rules, draw_change_rules
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.market import VARIABLE, Market
from tramite.kernel.chance import Chance
from tramite.voices.estimation.study import Study

WORLDS = int(os.environ.get("TRAMITE_WORLDS", "25"))
N, HEARD, DRAWS, MONTHS = 150, 30, 600, 12
CASE = case("shops", "web", direct=("web",), draws=DRAWS)
SOLD = 1_000_000.0
LEVER = ChangeRules(
    kind="change-rules", channel="shops", start=date(2025, 1, 1), avoided=sure(1), setup_cost=sure(0),
    monthly_cost=sure(0), ramp_months=sure(0),
)  # fmt: skip


def ground() -> Ground:
    """Return two channels; end customers spend a million a year in the shops, of which we earn a fifth of 0.7."""
    rates = np.zeros((2, 1, len(VARIABLE)))
    rates[:, 0, 0], rates[:, 0, VARIABLE.index("cogs")] = 0.7, -0.7 * 0.8
    spend = np.zeros((2, MONTHS, 1))
    spend[0] = SOLD / MONTHS
    nothing, ones = np.zeros(2), np.ones((DRAWS, MONTHS, 2))
    market = Market(
        channels=("shops", "web"), cells=((None, None),), spend=spend, rates=rates, fixed=np.zeros((2, 2)),
        overhead=nothing, unallocated=0.0, indirect=np.array([1.0, 0.0]), physical=np.array([1.0, 0.0]),
        on_commission=nothing,
    )  # fmt: skip
    future = Future(
        date(2025, 1, 1), np.ones(MONTHS), ones, np.ones((DRAWS, 2)), np.zeros((DRAWS, 2))
    )  # fmt: skip
    return Ground(market, future, (frozenset({0}),))


def heard(rng: np.random.Generator) -> tuple[Study, float]:
    """Plant a population and hear some of it; return what they say, and the share that nobody of ours won."""
    often = np.rint(rng.beta(2, 6, N) * 20) * 5
    gone = np.rint(rng.beta(2, 4, N) * 10) * 10
    talks = Talks()
    for number in rng.choice(N, HEARD, replace=False):
        met, lost = float(often[number]), float(gone[number])
        talks.hear("shops", {"PW04": {"": met, "code": "shops"}, "PW05": {"comp": lost, "me": 100 - lost}})
    talks.silent("shops", N - HEARD)
    return talks.study(CASE.method), float((often * gone).mean() / 1e4)


def test_interval_of_what_is_won_back_holds_the_truth() -> None:
    rng, there, held = np.random.default_rng(11), ground(), 0
    before = there.value(there.unchanged())
    for world in range(WORLDS):
        study, truth = heard(rng)
        belief = ConflictBelief((), {}, (), clash_table(study), (), (), clash_table(study), False)
        beliefs = Beliefs(conflict=replace(belief, gone=gone_table(study)))
        context = LeverContext(there, beliefs, CASE, Chance(world, DRAWS))
        steps = list(change_rules(LEVER, draw_change_rules(LEVER, context), there, there.unchanged()))
        won = there.value(steps[-1].world) - before
        lower, upper = np.quantile(won, [0.05, 0.95])
        held += bool(lower <= truth * SOLD * 0.7 * 0.2 <= upper)
    luck = 2 * math.sqrt(0.09 / WORLDS)
    assert 0.87 - luck <= held / WORLDS <= 0.93 + luck
