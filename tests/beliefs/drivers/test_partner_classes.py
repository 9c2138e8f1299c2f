from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tramite.beliefs.drivers.partner_classes import PartnerClasses, partner_classes
from tramite.kernel.chance import Chance
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Phrase

MEASURES = ("easy", "predictable", "profitable", "trust", "fairness")
HIGH, LOW = 80.0, 50.0
KINDS = ((HIGH, HIGH, LOW, LOW, LOW), (LOW, LOW, HIGH, HIGH, HIGH))
STEPS = ((HIGH,) * 5, (LOW,) * 5)


def firms(*kinds: tuple[tuple[float, ...], int], seed: int = 1) -> pl.DataFrame:
    """Make firms of some kinds, each measure with noise."""
    rows = np.concatenate([np.tile(means, (count, 1)) for means, count in kinds])
    rows = rows + np.random.default_rng(seed).normal(0, 10, rows.shape)
    return pl.DataFrame({name: rows[:, place] for place, name in enumerate(MEASURES)})


def classes(table: pl.DataFrame) -> PartnerClasses:
    return partner_classes(table, measures=MEASURES, method=Method(), chance=Chance(3, 100),
                           evidence=Source("interviews", "PR01"))  # fmt: skip


def why(found: PartnerClasses) -> str:
    assert isinstance(found.why, Phrase)
    return found.why.key


def test_kinds_are_told_from_steps() -> None:
    kinds, steps = (classes(firms((one, 30), (other, 40))) for one, other in (KINDS, STEPS))
    assert [(len(found.classes), found.steps) for found in (kinds, steps)] == [(2, False), (2, True)]
    assert sum(one.n for one in kinds.classes) == 70
    assert [one.share.value for one in kinds.classes] == pytest.approx([40 / 70, 30 / 70], abs=0.05)
    assert {one.share.grade.value for one in kinds.classes} == {"D"}


def test_a_class_below_k_hides_all() -> None:
    found = classes(firms((STEPS[1], 66), ((95.0,) * 5, 4), seed=2))
    assert why(found) in ("drivers.classes_small", "drivers.classes_one")
    assert found.classes == ()


@pytest.mark.parametrize("n", [0, 12, 49])
def test_few_firms_are_no_ground(n: int) -> None:
    assert why(classes(firms((KINDS[0], n)))) == "drivers.classes_few"


def test_alike_firms_cannot_be_told_apart() -> None:
    flat = pl.DataFrame({name: [50.0] * 60 for name in MEASURES})
    assert why(classes(flat)) == "drivers.classes_alike"


def test_order_of_firms_changes_nothing() -> None:
    table = firms((KINDS[0], 30), (KINDS[1], 40))
    assert classes(table) == classes(table.reverse())


def test_firms_with_a_gap_are_left_out() -> None:
    table = firms((KINDS[0], 30), (KINDS[1], 40)).with_columns(
        pl.when(pl.int_range(pl.len()) < 5).then(None).otherwise("trust").alias("trust")
    )
    assert classes(table).n == 65
