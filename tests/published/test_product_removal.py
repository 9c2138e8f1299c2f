"""When a product is no more, where do its buyers go? Cereals of Nevo (2000), nested logit, as pyblp has it.

94 markets of 24 cereals, simulated by Nevo; the data are part of pyblp (Conlon & Gortmaker 2020). α/(1 − ρ) of two
ways of nesting: its tutorial «logit and nested logit». Removal: its long-run diversion ratios,
D_jk = (s_k without j − s_k)/s_j.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyblp
import pytest
from numpy.typing import NDArray

from tramite.beliefs.reactions.shares import SideHeard, counted, dirichlet, share_estimates
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method

Array = NDArray[np.float64]
METHOD = Method()
BUYERS, WORLDS = 24, 400


@dataclass(frozen=True, slots=True)
class Fitted:
    """A nested logit: ``ratio`` α/(1 − ρ), ``within`` ρ; of the first market firms, nests, shares, diversion."""

    ratio: float
    within: float
    firms: NDArray[np.int64]
    nests: NDArray[np.int64]
    shares: Array
    diversion: Array


@pytest.fixture(scope="module")
def fitted() -> dict[str, Fitted]:
    table = np.genfromtxt(
        pyblp.data.NEVO_PRODUCTS_LOCATION, delimiter=",", names=True, dtype=None, encoding="utf-8"
    )
    pyblp.options.verbose = False
    return {"one nest": _fit(table, np.ones(len(table), dtype=np.int64)), "mushy": _fit(table, table["mushy"])}


def _fit(table: Any, nests: NDArray[np.int64]) -> Fitted:
    """Fit as the tutorial does: price alone, and the number of products in a nest as one more instrument."""
    _, group, size = np.unique(np.stack([_codes(table["market_ids"]), nests]), axis=1, return_inverse=True,
                               return_counts=True)  # fmt: skip
    data = {name: table[name] for name in table.dtype.names}
    data |= {"nesting_ids": nests, "demand_instruments20": size[group].astype(np.float64)}
    found = pyblp.Problem(pyblp.Formulation("0 + prices"), data).solve(rho=0.7)
    first = table["market_ids"] == table["market_ids"][0]
    return Fitted(
        float(found.beta[0, 0] / (1 - found.rho[0, 0])), float(found.rho[0, 0]), table["firm_ids"][first],
        nests[first], table["shares"][first].astype(np.float64),
        found.compute_long_run_diversion_ratios(market_id=table["market_ids"][0]),
    )  # fmt: skip


def _codes(names: Any) -> NDArray[np.int64]:
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def without(model: Fitted, product: int) -> Array:
    """Return where a product's buyers go, by products left and «nothing» last: shares are computed without it.

    s_k = (e^{δ_k/(1−ρ)}/D_g)·D_g^{1−ρ}/(1 + Σ_h D_h^{1−ρ}), D_g = Σ_{k∈g} e^{δ_k/(1−ρ)}; Berry 1994.
    """
    rho, shares = model.within, model.shares
    inside = np.array([shares[model.nests == nest].sum() for nest in model.nests])
    utility = np.log(shares) - np.log(1 - shares.sum()) - rho * np.log(shares / inside)
    left = np.arange(len(shares)) != product
    weight = np.exp(utility / (1 - rho)) * left
    nest = np.array([weight[model.nests == one].sum() for one in model.nests])
    whole = 1 + sum(weight[model.nests == one].sum() ** (1 - rho) for one in np.unique(model.nests))
    then = np.divide(weight, nest**rho, out=np.zeros_like(weight), where=left) / whole
    gained = np.append((then - shares)[left], 1 / whole - (1 - shares.sum()))
    found: Array = gained / shares[product]
    return found


def test_price_coefficients_as_printed(fitted: dict[str, Fitted]) -> None:
    assert fitted["one nest"].ratio == pytest.approx(-67.39338888, abs=5e-9)
    assert fitted["mushy"].ratio == pytest.approx(-72.27074638, abs=5e-9)


@pytest.mark.parametrize("nesting", ["one nest", "mushy"])
def test_shares_without_a_product_are_those_of_pyblp(fitted: dict[str, Fitted], nesting: str) -> None:
    model = fitted[nesting]
    for product in range(len(model.shares)):
        ours, theirs = without(model, product), model.diversion[product]
        assert ours.sum() == pytest.approx(1, abs=1e-12)
        assert ours == pytest.approx(np.append(np.delete(theirs, product), theirs[product]), abs=1e-8)


@pytest.mark.parametrize("nesting", ["one nest", "mushy"])
def test_belief_finds_where_buyers_go_when_a_product_is_no_more(fitted: dict[str, Fitted], nesting: str) -> None:
    """The largest product goes; what 24 of its buyers would buy then tells the share of each firm, and of none."""
    model = fitted[nesting]
    product = int(model.shares.argmax())
    firms = np.append(np.delete(model.firms, product), 0)
    names = [str(firm) for firm in np.unique(firms)]
    truth = {name: float(without(model, product)[firms == int(name)].sum()) for name in names}
    rng, held = np.random.default_rng(2000), 0
    for _ in range(WORLDS):
        said = rng.multinomial(BUYERS, list(truth.values())) / BUYERS
        heard = SideHeard("CC03", BUYERS, BUYERS, 1 / BUYERS, 1.0, 0.0, dict(zip(names, said, strict=True)))
        sides = counted([heard], METHOD)
        alpha = dirichlet(names, sides, METHOD)
        found = share_estimates(names, alpha, sides=sides, grade=Grade.C, method=METHOD, simulated=True)
        for name, estimate in found.items():
            assert estimate.lower is not None
            assert estimate.upper is not None
            held += estimate.lower <= truth[name] <= estimate.upper
    coverage = held / (WORLDS * len(names))
    print(f"{nesting}: {truth}, 90% intervals hold {coverage:.1%} over {WORLDS} worlds")
    assert 0.87 <= coverage <= 0.95
