"""Does the interval of what recruits bring hold what was planted?

Partners are planted who sell very different amounts, and who meet another channel of ours more or less often.
The books tell what each sells; some of them are heard on clashes. Recruits are like the middle half of all
partners that there could be, of whom today's are a sample: what they sell in all is known, and so is what is lost
where partners newly meet one another. An interval of 90% should hold it in 87–93 of 100 worlds
(``TRAMITE_WORLDS=500`` for the full length).
"""

from __future__ import annotations

import math
import os
from datetime import date

import numpy as np
from scipy.stats import lognorm

from tests.beliefs.said import Talks
from tests.decisions.levers.invented import sure
from tests.recovery.test_fewer_clashes import CASE, DRAWS, SOLD, ground
from tramite.beliefs.conflict.belief import ConflictBelief
from tramite.beliefs.conflict.levels import clash_table
from tramite.beliefs.held import Beliefs
from tramite.beliefs.potential.productivity import productivity
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.recruit_partners import RecruitPartners, draw_recruit_partners, recruit_partners
from tramite.kernel.chance import Chance
from tramite.kernel.periods import Period

WORLDS = int(os.environ.get("TRAMITE_WORLDS", "25"))
N, HEARD, RECRUITS, OVERLAP, LOST, ONBOARDING = 120, 30, 20, 0.3, 0.2, 100.0
NET, MARGIN = 0.7 * SOLD, 0.2  # of the channel «shops» in the ground
LEVER = RecruitPartners(
    kind="recruit-partners", channel="shops", partners=RECRUITS, start=date(2025, 1, 1), ramp_months=sure(0),
    onboarding=sure(ONBOARDING), overlap=sure(OVERLAP), lost_per_clash=sure(LOST),
)  # fmt: skip


def world(rng: np.random.Generator) -> tuple[Beliefs, float]:
    """Plant partners, let some speak, and recruit; return what is believed, and what recruiting brings."""
    sizes = np.sort(rng.lognormal(0.0, 1.0, N))
    sales = sizes * NET / sizes.sum()
    recruits = lognorm.ppf(rng.uniform(0.25, 0.75, RECRUITS), 1.0).sum() * NET / sizes.sum()
    often = np.rint(rng.beta(2, 6, N) * 20) * 5
    talks = Talks()
    for number in rng.choice(N, HEARD, replace=False):
        met: dict[str, float | str] = {"": float(often[number]), "code": "shops"}
        talks.hear("shops", {"PW04": met, "PW05": {"comp": 0.0, "me": 100.0}})
    talks.silent("shops", N - HEARD)
    clashes = clash_table(talks.study(CASE.method))
    held = productivity(
        {"shops": {f"p{place}": float(sold) for place, sold in enumerate(sales)}}, {}, definition=CASE,
        period=Period.trailing(CASE.as_of),
    )  # fmt: skip
    conflict = ConflictBelief((), {}, (), clashes, (), (), clashes, False)
    lost = NET * float(often.mean()) / 100 * RECRUITS / N * LOST
    truth = MARGIN * (recruits * (1 - OVERLAP) - lost) - RECRUITS * ONBOARDING
    return Beliefs(productivity=held, conflict=conflict), float(truth)


def test_interval_of_what_recruits_bring_holds_the_truth() -> None:
    rng, there, held = np.random.default_rng(5), ground(), 0
    before, middles, truths = there.value(there.unchanged()), [], []
    for number in range(WORLDS):
        beliefs, truth = world(rng)
        context = LeverContext(there, beliefs, CASE, Chance(number, DRAWS))
        steps = list(recruit_partners(LEVER, draw_recruit_partners(LEVER, context), there, there.unchanged()))
        brought = there.value(steps[-1].world) - before
        lower, upper = np.quantile(brought, [0.05, 0.95])
        held += bool(lower <= truth <= upper)
        middles.append(float(brought.mean()))
        truths.append(truth)
    told = float(np.mean(middles) / np.mean(truths))
    print(f"recruits: intervals hold {held / WORLDS:.1%}, told {told:.3f} of what came")
    error = math.sqrt(0.09 / WORLDS)
    assert 0.87 - 2 * error <= held / WORLDS <= 0.93 + 2 * error
    assert 0.9 < told < 1.1  # a wrong factor would show here, however wide the interval is
