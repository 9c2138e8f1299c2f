"""Planted partners whose way of selling is known: labels come back, and their probability means what it says."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from tests.beliefs.selling_voices import METHOD, Firm, study_of
from tramite.beliefs.selling.axes import STATED
from tramite.beliefs.selling.labels import LABELS, REDRAWN, Definition, Stated, label_firms
from tramite.beliefs.selling.sell_mode import firm_modes
from tramite.books.joint_work import Dealing, JointWork
from tramite.kernel.chance import Chance

WORLDS = int(os.environ.get("TRAMITE_WORLDS", "40"))
PARTNERS, CASES = 60, 20  # a stated share is trusted like twenty cases (METHOD §3.4)
TITLES = {1.0: "resale", 0.5: "split", 0.0: "agency"}


@dataclass(frozen=True, slots=True)
class World:
    """True shares of each partner, by axis, and what it states after ``CASES`` cases."""

    true: pl.DataFrame
    stated: pl.DataFrame


def world(rng: np.random.Generator, *, clear: bool) -> World:
    """Plant partners; clear ones are far from every threshold, others anywhere."""
    n = PARTNERS
    if clear:
        # Thresholds are at 0.2 to 0.5.
        low = {name: rng.uniform(0, 0.03, n) for name in REDRAWN}
        high = {name: rng.uniform(0.93, 1, n) for name in REDRAWN}
        draws = {name: np.where(rng.random(n) < 0.5, low[name], high[name]) for name in REDRAWN}
        # Steps that are led jointly are among those that the partner leads.
        draws["joint_steps"] = np.minimum(draws["joint_steps"], draws["facing"])
    else:
        draws = {name: rng.random(n) for name in REDRAWN}
    title = rng.choice([0.0, 0.5, 1.0], n, p=[0.2, 0.1, 0.7])
    fixed = {"title": title, "embed": np.where((title == 1) & (rng.random(n) < 0.1), 1.0, 0.0)}
    said = {name: rng.binomial(CASES, share) / CASES for name, share in draws.items()}
    return World(pl.DataFrame(draws | fixed).select(STATED), pl.DataFrame(said | fixed).select(STATED))


def truth(table: pl.DataFrame, definition: Definition) -> list[str]:
    places = getattr(Stated.of(table), definition)(METHOD)
    return [LABELS[definition][place] for place in places]


def test_clear_labels_come_back(capsys: pytest.CaptureFixture[str]) -> None:
    """From answers to labels: at least nine in ten are right where a partner is far from the thresholds."""
    right = dict.fromkeys(LABELS, 0)
    for number in range(WORLDS):
        rng = np.random.default_rng([20, number])
        planted = world(rng, clear=True)
        firms = [firm(f"f{i}", row) for i, row in enumerate(planted.stated.iter_rows(named=True))]
        found = {f.unit_id: f for f in firm_modes(study_of(firms), work=JointWork(), chance=Chance(number, 1000))}
        for of in LABELS:
            codes = truth(planted.true, of)
            right[of] += sum(found[f"f{i}"].labels[of].code == code for i, code in enumerate(codes))
    rates = {of: count / (WORLDS * PARTNERS) for of, count in right.items()}
    with capsys.disabled():
        print(f"\nclear labels that come back, {WORLDS} worlds of {PARTNERS} partners: {rates}")
    assert min(rates.values()) >= 0.9


def firm(unit: str, row: dict[str, float]) -> Firm:
    """Let a partner say what it is: five steps hold shares in fifths, joint ones among those that it leads."""
    led = round(5 * row["facing"])
    joint = min(round(5 * row["joint_steps"]), led)
    steps = "j" * joint + "p" * (led - joint) + "v" * (5 - led)
    title = "embed" if row["embed"] else TITLES[row["title"]]
    return Firm(
        unit, steps=steps, joint=100 * row["joint_sales"], title=title, complement=100 * row["complement"],
        indispensable=100 * row["indispensable"],
    )  # fmt: skip


def test_probability_is_the_rate_at_which_labels_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    """Partners anywhere, each share stated from twenty cases: labels are right as often as told.

    Shares are planted flat, so that the redraws are draws of what is true given what was said.
    """
    told: list[tuple[float, bool]] = []
    for number in range(WORLDS):
        rng = np.random.default_rng([21, number])
        planted = world(rng, clear=False)
        found = label_firms(planted.stated, method=METHOD, rng=rng)
        for of, labelled in found.items():
            codes = truth(planted.true, of)
            told += [
                (float(labelled.probability[i]), LABELS[of][labelled.label[i]] == codes[i])
                for i in range(PARTNERS)
            ]
    table = pl.DataFrame(told, schema=["probability", "right"], orient="row").with_columns(
        bin=(pl.col("probability") * 5).floor().clip(0, 4)
    )
    bins = table.group_by("bin").agg(pl.len().alias("n"), pl.col("probability", "right").mean()).sort("bin")
    with capsys.disabled():
        print("\nprobability of a label, and how often it is right:")
        print("\n".join(f"  {p:.3f} {r:.3f} (n {n})" for _, n, p, r in bins.iter_rows()))
    for _, n, stated, right in bins.filter(pl.col("n") >= 50).iter_rows():
        # 1,000 redraws are common to the firms of a world; the rest is binomial
        assert abs(right - stated) <= 4 * np.sqrt(stated * (1 - stated) / n) + 0.01


def test_confirmed_labels_are_right_more_often(capsys: pytest.CaptureFixture[str]) -> None:
    """Deals that a partner has with us, counted in the books, tell wrong labels from right ones."""
    right: dict[str, list[bool]] = {"agrees": [], "differs": []}
    for number in range(max(4, WORLDS // 4)):
        rng = np.random.default_rng([22, number])
        planted = world(rng, clear=False)
        # Joint work is one thing in truth: steps and deals alike.
        true = planted.true.with_columns(joint_steps=pl.col("joint_sales"), embed=pl.lit(0.0), title=pl.lit(1.0))
        stated = planted.stated.with_columns(
            joint_steps=pl.Series(rng.binomial(5, true["joint_steps"].to_numpy()) / 5), embed=pl.lit(0.0),
            title=pl.lit(1.0),
        )  # fmt: skip
        rows = [row | {"facing": 1.0} for row in stated.iter_rows(named=True)]
        deals = rng.binomial(30, true["joint_sales"].to_numpy())
        work = JointWork({f"f{i}": Dealing(1.0, 30, int(k), joint=k / 30) for i, k in enumerate(deals)})
        firms = [firm(f"f{i}", row) for i, row in enumerate(rows)]
        found = {f.unit_id: f for f in firm_modes(study_of(firms), work=work, chance=Chance(number, 1000))}
        for i, code in enumerate(truth(true, "trade")):
            label = found[f"f{i}"].labels["trade"]
            right[label.verdicts["books"]].append(label.code == code)
    rates = {verdict: float(np.mean(marks)) for verdict, marks in right.items()}
    with capsys.disabled():
        print(f"\nlabels that are right where the books agree, or differ: {rates}")
    assert rates["agrees"] > 0.8 > rates["differs"]
