"""Value of information of the chemotherapy example of the R package voi (its tests; 10,000 draws)."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tramite.decisions.information.perfect import worth_of_everything, worth_of_parameters
from tramite.kernel.chance import Draws

DATA = Path(__file__).parent / "data" / "voi_chemo_nb_pars.csv.gz"


@pytest.fixture(scope="module")
def chemo() -> pl.DataFrame:
    return pl.read_csv(gzip.decompress(DATA.read_bytes()))


def values(chemo: pl.DataFrame) -> Draws:
    return np.asarray(chemo.select("nb_soc", "nb_novel").to_numpy())


def test_worth_of_everything(chemo: pl.DataFrame) -> None:
    assert worth_of_everything(values(chemo)).value == pytest.approx(368.6051, abs=5e-5)


@pytest.mark.parametrize(
    ("group", "published"),
    [(["p_side_effects_t2"], 261.8708), (["p_side_effects_t2", "logor_side_effects"], 333.45)],
)
def test_worth_of_parameters_within_a_hundredth(chemo: pl.DataFrame, group: list[str], published: float) -> None:
    found = worth_of_parameters(values(chemo), np.asarray(chemo.select(group).to_numpy()))
    assert found.value == pytest.approx(published, rel=0.01)
