"""The stochastic frontier against FRONTIER 4.1 (Coelli 1996), example EG1: 60 firms, capital and labour."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tramite.beliefs.potential.frontier import fit_frontier

DATA = Path(__file__).parent / "data" / "front41.txt.gz"


def test_frontier_meets_frontier_4_1() -> None:
    names = ["row", "firm", "output", "capital", "labour"]
    table = pl.read_csv(gzip.decompress(DATA.read_bytes()), separator=" ", has_header=False, skip_rows=1,
                        new_columns=names)  # fmt: skip
    y = np.log(table["output"].to_numpy())
    X = np.column_stack([np.ones(len(y)), *(np.log(table[name].to_numpy()) for name in ("capital", "labour"))])
    fitted = fit_frontier(y, X)
    assert fitted.beta == pytest.approx([0.56162, 0.28110, 0.53648], abs=5e-6)
    assert fitted.gamma == pytest.approx(0.79721, abs=5e-6)
    assert fitted.log_likelihood == pytest.approx(-17.02723, abs=5e-6)
    assert fitted.efficiency(y, X).mean() == pytest.approx(0.74057, abs=5e-6)
