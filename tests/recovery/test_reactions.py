"""Do the intervals of reactions hold a planted truth? Whole studies, from answers to beliefs."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from tramite.beliefs.reactions.kinds import BUY_DIRECT, CONTINUITY, DIRECT_SALES, EARNINGS_CUT, PRICE, Kind
from tramite.beliefs.reactions.reaction import react
from tramite.beliefs.reactions.respondents import respondents
from tramite.beliefs.reactions.uptake import uptake
from tramite.kernel.case import CaseDefinition
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.sides import SIDES
from tramite.voices.estimation.study import Study

WORLDS = max(int(os.environ.get("TRAMITE_WORLDS", "12")), 1)
BANK = load_bank()
CHANNELS = ("north", "south", "west")
CUSTOMERS, PARTNERS = 26, 30  # a channel
SD = 0.06  # of one answer
APART = 0.02  # of channels of one role
KINDS = (PRICE, EARNINGS_CUT, DIRECT_SALES, BUY_DIRECT, CONTINUITY)
MIDDLE: Mapping[str, Mapping[str, float]] = {
    "price": {"5": 0.12, "10": 0.25}, "earnings_cut": {"10": -0.15, "20": -0.3}, "direct_sales": {"": -0.2},
    "buy_direct": {"": 0.45}, "continuity": {"": 0.65},
}  # fmt: skip
Truth = Mapping[tuple[str, str, str], float]


@dataclass(frozen=True, slots=True)
class World:
    """A study, and what is true in it, by kind, channel and point."""

    study: Study
    truth: Truth
    correction: float


def case() -> CaseDefinition:
    channels = [
        {"id": c, "name": {"en": c, "it": c}, "kind": "resellers", "reach": "indirect", "medium": "physical",
         "end_customer": "both"}
        for c in CHANNELS
    ]  # fmt: skip
    return CaseDefinition.model_validate({
        "name": {"en": "Worlds", "it": "Mondi"}, "vendor": "V", "currency": "EUR", "as_of": date(2024, 12, 31),
        "channels": channels,
    })  # fmt: skip


CASE = case()


def world(rng: np.random.Generator, overstated: float) -> World:
    """Plant the truth, and let people answer around it; partners overstate losses."""
    truth = {
        (code, channel, point): middle + APART * rng.standard_normal()
        for code, points in MIDDLE.items()
        for channel in CHANNELS
        for point, middle in points.items()
    }
    units = [(f"c-{c}-{n}", "customer", c) for c in CHANNELS for n in range(CUSTOMERS)]
    units += [(f"p-{c}-{n}", "reseller", c) for c in CHANNELS for n in range(PARTNERS)]
    rows: list[tuple[str, str, str, float]] = []
    for unit, role, channel in units:
        for kind in KINDS:
            item = next((i for i in kind.items if (i[0] == "C") == (role == "customer")), None)
            if item is None:
                continue
            point = str(rng.choice(list(MIDDLE[kind.code])))
            honest = truth[kind.code, channel, point]
            loses = role == "reseller" and kind.reading == "percent"
            mean = honest * overstated if loses else honest
            rows += _answer(unit, item, kind, point, mean + SD * rng.standard_normal(), rng)
    responses = pl.DataFrame(rows, schema=["interview_id", "item_id", "key", "number"], orient="row").with_columns(
        text=pl.lit(None, pl.String), missing=pl.lit(None, pl.String)
    )
    frame = pl.DataFrame(units, schema=["unit_id", "role", "channel_id"], orient="row").with_columns(
        stratum=pl.lit("all"), revenue=pl.lit(100.0), potential=pl.lit(None, pl.Float64), status=pl.lit("active")
    )
    interviews = frame.select(
        pl.col("unit_id").alias("interview_id"), "unit_id", "role", "channel_id", status=pl.lit("approved"),
        consent=pl.lit(value=True), date=pl.lit(date(2024, 12, 1)),
    )  # fmt: skip
    study = Study(responses, interviews, frame, bank=BANK, method=CASE.method, simulated=True)
    return World(study, truth, float(rng.triangular(0.3, 0.6, 0.9)))


def _answer(
    unit: str, item: str, kind: Kind, point: str, value: float, rng: np.random.Generator
) -> list[tuple[str, str, str, float]]:
    """Write an answer: percentages in whole numbers; a chance as tenths, up or down by lot, to be honest."""
    if kind.reading == "percent":
        rows = [(unit, item, "", float(np.rint(100 * np.clip(value, *kind.bounds))))]
        return [*rows, (unit, item, "x", float(point))] if point else rows
    tenths = 10 * float(np.clip(value, 0.1, 0.9))
    return [(unit, item, "", float(np.floor(tenths + rng.random())))]


def held(worlds: Sequence[World]) -> dict[str, NDArray[np.bool_]]:
    """Return for each kind whether each interval holds the truth."""
    found: dict[str, list[bool]] = {}
    for one in worlds:
        heard_on = {side: respondents(one.study, side) for side in SIDES}
        for kind in KINDS:
            reaction = react(kind, one.study, heard_on, definition=CASE)
            assert reaction is not None
            for (channel, point), estimate in reaction.estimates.items():
                true = one.truth[kind.code, channel, point]
                assert estimate.lower is not None
                assert estimate.upper is not None
                found.setdefault(kind.code, []).append(estimate.lower <= true <= estimate.upper)
            if kind is BUY_DIRECT:
                for channel, estimate in uptake(reaction, definition=CASE).estimates.items():
                    realised = one.truth[kind.code, channel, ""] * one.correction
                    assert estimate.lower is not None
                    assert estimate.upper is not None
                    found.setdefault("d2c_uptake", []).append(estimate.lower <= realised <= estimate.upper)
    return {code: np.array(answers) for code, answers in found.items()}


@pytest.mark.parametrize("overstated", [1.0, 1.4])
def test_intervals_of_reactions_hold_the_truth(overstated: float, capsys: pytest.CaptureFixture[str]) -> None:
    """Where people are honest, and where partners overstate losses by two fifths."""
    rng = np.random.default_rng(20241104)
    found = held([world(rng, overstated) for _ in range(WORLDS)])
    with capsys.disabled():
        told = ", ".join(f"{code} {answers.mean():.1%}" for code, answers in found.items())
        print(f"\nreactions, partners overstate ×{overstated:g}, {WORLDS} worlds: {told}")
    # own plans are honest; of prices customers come first, and what partners who overstate still cost is known
    least = {"price": 0.87 - lost_by_overstating(overstated), "buy_direct": 0.87, "continuity": 0.87}
    for code, lowest in least.items():
        assert found[code].mean() >= lowest - luck(found[code])
        assert found[code].mean() <= 0.95 + luck(found[code])
    assert found["d2c_uptake"].mean() >= 0.87 - 2 * math.sqrt(0.09 / WORLDS)  # one correction for a whole world
    if overstated == 1.0:
        # partners' answers about their own losses count half: honest ones are held more than nine times in ten
        for code in ("earnings_cut", "direct_sales"):
            assert found[code].mean() >= 0.90 - luck(found[code])


def lost_by_overstating(overstated: float, worlds: int = 20_000) -> float:
    """Return what the rule of sides (ADR 21) by itself loses of 90% for prices: 0.040 at two fifths.

    Plain normal means of a channel at one size of the change: 13 customers, 15 partners of reliability ½ who count
    as 1/(1/(r·n) + d²) answers, d the distance between the two samples in standard deviations of an answer. d is
    measured: where the customers' sample happens to err the partners' way, they are believed most. So the rule
    does not reach 87 here, and this test does not ask it to.
    """
    customers, partners = CUSTOMERS / 2, PARTNERS / 2
    shown = []
    for factor in (1.0, overstated):
        rng = np.random.default_rng(3)
        for loss in MIDDLE["price"].values():
            said = SD * rng.standard_normal(worlds) / math.sqrt(customers)
            told = loss * (factor - 1) + SD * rng.standard_normal(worlds) / math.sqrt(partners)
            weight = 1 / (2 / partners + np.square((told - said) / SD))
            mean = (customers * said + weight * told) / (customers + weight)
            shown.append(float(np.mean(np.abs(mean) <= 1.645 * SD / np.sqrt(customers + weight))))
    points = len(MIDDLE["price"])
    return float(np.mean(shown[:points]) - np.mean(shown[points:]))


def luck(answers: NDArray[np.bool_]) -> float:
    """Return two standard errors of a coverage; channels of a world are pulled together, hence count as one."""
    return 2 * math.sqrt(0.09 / (len(answers) / len(CHANNELS)))
