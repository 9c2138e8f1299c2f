"""Is the promise of more interviews kept? They are really drawn, believed by the beliefs' rule, and decided on."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from tests.decisions.information.asked_voices import (
    BEFORE,
    CASE,
    HEARD,
    believed_diversion,
    believed_price,
    lost,
    named,
)
from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.believed import Reactions
from tramite.decisions.information.informing import informed_beliefs
from tramite.decisions.information.perfect import WorthKnowing
from tramite.decisions.information.respondents_left import Group, Weights
from tramite.decisions.information.studies import Studies
from tramite.kernel.chance import Chance, Draws
from tramite.voices.estimation.sides import Side

WORLDS = max(int(os.environ.get("TRAMITE_WORLDS", "100")), 1)
CHANCE = Chance(20261126, 20_000)


def promised(beliefs: Beliefs, gain: Callable[[Draws], Draws], side: Side, n: int) -> tuple[WorthKnowing, Draws]:
    """Return what n interviews are said to be worth, and the draws of the belief."""
    informed = next(informed_beliefs(beliefs, definition=CASE, chance=CHANCE))
    change = gain(informed.learning.draws)
    group = Group(side, "shops", "all", "reseller", "", ("u",) * n, n, 1.0, 0, 100.0, 10_000.0, 100.0)
    heard = {("customer", "shops"): Weights(HEARD, HEARD * 100.0, HEARD * 10_000.0, 100.0)}
    studies = Studies(
        np.column_stack([np.zeros(len(change)), change]), [informed], groups=[group], heard=heard,  # type: ignore[arg-type]
        method=CASE.method, chance=CHANCE,
    )  # fmt: skip
    return studies.worth({group: n}), informed.learning.draws


@dataclass(frozen=True, slots=True)
class Kept:
    """What deciding after the interviews gained on average, and the error of that average."""

    gain: float
    error: float


def realised(gains: Sequence[float]) -> Kept:
    return Kept(float(np.mean(gains)), float(np.std(gains, ddof=1)) / math.sqrt(len(gains)))


def told(name: str, promise: WorthKnowing, kept: Kept, capsys: pytest.CaptureFixture[str]) -> float:
    """Print promise and what was kept; return the error of their difference."""
    error = math.hypot(promise.standard_error, kept.error)
    with capsys.disabled():
        print(
            f"\n{name}: promised {promise.value:.1f} (se {promise.standard_error:.1f}), kept {kept.gain:.1f} "
            f"(se {kept.error:.1f}); {WORLDS} worlds"
        )
    return error


def to_web(drawn: Draws) -> Draws:
    return 1_000 * (drawn[..., 0] - 0.38)


@pytest.mark.parametrize(("side", "item", "n"), [("customer", "CC03", 20), ("partner", "PX10", 40)])
def test_the_promise_of_asking_where_customers_would_go(
    side: Side, item: str, n: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Customers answer each for themselves; two partners each repeat one customer, so that n tell half of n.

    What chance puts between the sides counts as disagreement (``shares.counted``): partners who were not heard
    before are believed a little less than promised, so that for them only the most is asked for.
    """
    believed = believed_diversion(BEFORE)
    promise, _ = promised(Beliefs(diversion={"shops": believed}), to_web, side, n)
    rng = np.random.default_rng(7)
    today = bool(to_web(np.array(believed.alpha) / sum(believed.alpha)) > 0)
    gains = []
    for _ in range(WORLDS):
        true = rng.dirichlet(believed.alpha)
        echo = 1 if side == "customer" else 2
        going = np.repeat(rng.choice(len(true), size=n // echo, p=true), echo)
        if side == "partner":  # their card does not offer these: who would say so says another thing of it
            going = np.where(np.isin(going, [3, 5]), 4, going)
        units = [f"{side[0]}new{k}" for k in range(n)]
        after = believed_diversion([*BEFORE, *named(units, item, [believed.destinations[k] for k in going])])
        then = bool(to_web(np.array(after.alpha) / sum(after.alpha)) > 0)
        gains.append((then - today) * float(to_web(true)))
    kept = realised(gains)
    error = told(f"diversion, {n} {side}s more", promise, kept, capsys)
    assert kept.gain < promise.value + 2.5 * error
    if side == "customer":
        assert kept.gain > promise.value - 2.5 * error
    assert promise.value > 2.5 * promise.standard_error


def test_the_promise_of_asking_what_a_price_rise_would_lose(capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(8)
    before = lost([f"c{n}" for n in range(HEARD)], 0.4 + 0.1 * np.linspace(-1.6, 1.6, HEARD))
    believed = believed_price(before)
    spread = float(next(informed_beliefs(
        Beliefs(reactions=Reactions({"price": believed})), definition=CASE, chance=CHANCE
    )).learning.sd[0])  # type: ignore[attr-defined]  # fmt: skip

    def rise(drawn: Draws) -> Draws:
        return 1_000 * (0.42 - drawn[..., 0])

    promise, _ = promised(Beliefs(reactions=Reactions({"price": believed})), rise, "customer", 20)
    mean = float(believed.estimates["shops", "5"].value or 0.0)
    today = mean < 0.42
    gains = []
    for _ in range(WORLDS):
        true = mean + spread / math.sqrt(HEARD) * rng.standard_normal()
        answers = true + spread * rng.standard_normal(20)
        after = believed_price([*before, *lost([f"cnew{k}" for k in range(20)], answers)])
        then = float(after.estimates["shops", "5"].value or 0.0) < 0.42
        gains.append((then - today) * 1_000 * (0.42 - true))
    kept = realised(gains)
    error = told("price, 20 customers more", promise, kept, capsys)
    assert abs(kept.gain - promise.value) < 2.5 * error
    assert promise.value > 2.5 * promise.standard_error
