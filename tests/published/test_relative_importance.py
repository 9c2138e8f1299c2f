"""LMG and Johnson's weights against R: relaimpo 2.2-7, fertility of Swiss provinces on five other measures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tramite.beliefs.drivers.importance import johnson_weights, lmg_shares, r_squared

DATA = Path(__file__).parent / "data" / "swiss.csv"
PREDICTORS = ("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality")


def test_shares_of_r_squared_of_swiss_fertility() -> None:
    values = pl.read_csv(DATA).select(*PREDICTORS, "Fertility").to_numpy()
    correlation = np.corrcoef(values, rowvar=False)
    lmg = [0.0570912207681, 0.1711730289002, 0.2601346786244, 0.1055701503735, 0.1127659229265]
    johnson = [0.048416895812, 0.154708249806, 0.271964104646, 0.114680029948, 0.116965721381]
    assert lmg_shares(correlation) == pytest.approx(lmg, abs=5e-13)
    assert johnson_weights(correlation) == pytest.approx(johnson, abs=5e-13)
    assert r_squared(correlation) == pytest.approx(0.706735001593, abs=5e-13)
