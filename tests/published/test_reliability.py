"""Alpha and omega against R: psychTools bfi, five items of agreeableness and five of neuroticism."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tramite.kernel.method import Method
from tramite.voices.estimation.reliability import ScaleReliability, scale_reliability

DATA = Path(__file__).parent / "data" / "bfi_agreeableness_neuroticism.csv"


def scale(letter: str) -> ScaleReliability:
    items = pl.read_csv(DATA, null_values="NA").select(pl.col(f"^{letter}[1-5]$"))
    if letter == "A":
        items = items.with_columns((7 - pl.col("A1")).alias("A1"))  # «am indifferent to the feelings of others»
    return scale_reliability(items, level=0.95, method=Method())


@pytest.mark.parametrize(
    ("letter", "n", "alpha", "omega", "published"),
    [("A", 2709, 0.70375589, 0.71212935, 0.7030), ("N", 2694, 0.81330314, 0.81284497, 0.8140)],
)
def test_alpha_and_omega_of_bfi(letter: str, n: int, alpha: float, omega: float, published: float) -> None:
    # n, alpha and omega of complete answers by R 4.2 (cov, factanal); published: psych, which takes pairs.
    found = scale(letter)
    assert found.n == n
    assert found.alpha == pytest.approx(alpha, abs=5e-9)
    assert found.omega == pytest.approx(omega, abs=1e-5)
    assert found.alpha == pytest.approx(published, abs=0.001)
