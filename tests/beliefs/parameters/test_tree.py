from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from tests.beliefs.conftest import BANK, Answer, Voices, loss
from tramite.beliefs.held import Beliefs
from tramite.beliefs.parameters.tree import parameters, with_chain
from tramite.beliefs.reactions.believed import reactions
from tramite.beliefs.reactions.diversion import diversion
from tramite.beliefs.reactions.halo import halo
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.grade import Grade
from tramite.voices.estimation.study import Study

CHANCE = Chance(11, 500)


@pytest.fixture
def beliefs(make_voices: Callable[[Sequence[Answer]], Voices], definition: CaseDefinition) -> Beliefs:
    """Believe in diversion, halo and reactions of invented answers."""
    answers = [Answer(f"d{n}", "CC03", {"web": 60, "comp_other": 40}) for n in range(8)]
    answers += [Answer(f"h{n}", "CC04", {"": 20}, channel_id="web") for n in range(8)]
    answers += [loss(f"f{n}", "CX03", 5, 5 + n) for n in range(8)]
    answers += [loss(f"t{n}", "CX03", 10, 10 + n, code="less") for n in range(8)]
    answers += [Answer(f"u{n}", "CX04", {"": 4 + n % 3}) for n in range(8)]
    voices = make_voices(answers)
    study = Study(*voices, bank=BANK, method=definition.method)
    found = diversion(*voices, channel_id="shops", definition=definition)
    assert found is not None
    return Beliefs(
        diversion={"shops": found}, halo=halo(*voices[:2], definition=definition),
        reactions=reactions(study, definition=definition),
    )  # fmt: skip


@pytest.fixture
def tree(beliefs: Beliefs, definition: CaseDefinition) -> xr.DataTree:
    return parameters(beliefs, definition=definition, chance=CHANCE)


def test_tree_has_named_dimensions_draw_first(tree: xr.DataTree) -> None:
    posterior = tree["posterior"].to_dataset()
    assert {name: array.dims for name, array in posterior.items()} == {
        "diversion": ("draw", "channel", "destination"),
        "halo": ("draw",),
        "price": ("draw", "channel", "price_asked"),
        "buy_direct": ("draw", "channel"),
        "price_first": ("draw", "channel", "price_move"),
        "d2c_uptake": ("draw", "channel"),
    }
    assert posterior["price_asked"].values.tolist() == [5.0, 10.0]
    assert posterior["channel"].values.tolist() == ["web", "shops"]


def test_posterior_draws_are_those_that_decisions_use(tree: xr.DataTree, beliefs: Beliefs) -> None:
    believed = beliefs.diversion["shops"]
    used = believed.draw(CHANCE.stream("diversion.shops"), CHANCE.draws)
    laid = tree["posterior/diversion"].sel(channel="shops", destination=list(believed.destinations))
    np.testing.assert_array_equal(laid.values, used)
    assert beliefs.halo is not None
    np.testing.assert_array_equal(
        tree["posterior/halo"].values, beliefs.halo.draw(CHANCE.stream("halo"), CHANCE.draws)
    )


def test_what_nobody_was_heard_about_is_missing(tree: xr.DataTree) -> None:
    price = tree["posterior/price"]
    assert np.isnan(price.sel(channel="web")).all()
    assert np.isfinite(price.sel(channel="shops")).all()
    closing_shops = tree["posterior/diversion"].sel(channel="shops")
    assert np.isnan(closing_shops.sel(destination="shops")).all()


def test_prior_is_wider_than_posterior_and_holds_its_bounds(tree: xr.DataTree) -> None:
    before, after = tree["prior/price"].sel(channel="shops"), tree["posterior/price"].sel(channel="shops")
    assert (before.std("draw") > 5 * after.std("draw")).all()
    assert (before.sel(price_asked=5) <= before.sel(price_asked=10)).all()
    destinations = tree["prior/diversion"].sel(channel="shops").sum("destination")
    np.testing.assert_allclose(destinations, 1)


def test_evidence_says_what_was_heard(tree: xr.DataTree) -> None:
    evidence = tree["evidence"].to_dataset()
    assert evidence["price_mean"].sel(price_said="CX03:shops:5").item() == pytest.approx(0.085)
    assert evidence["price_n"].sel(price_said="CX03:shops:5").item() == 8
    assert evidence["diversion_weight"].sel(diversion_said="CC03:shops:web").item() == pytest.approx(8)


def test_every_parameter_carries_unit_grade_and_source(tree: xr.DataTree) -> None:
    posterior = tree["posterior"].to_dataset()
    assert {array.attrs["unit"] for array in posterior.values()} == {"share"}
    assert posterior["price"].attrs == {"unit": "share", "grade": Grade.C, "source": "CX03, PX08, VX08"}
    assert posterior["d2c_uptake"].attrs["grade"] == Grade.D


def test_a_case_without_beliefs_has_an_empty_tree(definition: CaseDefinition) -> None:
    tree = parameters(Beliefs(), definition=definition, chance=CHANCE)
    assert [len(tree[group].data_vars) for group in ("prior", "posterior", "evidence")] == [0, 0, 0]


def test_ten_thousand_draws_stay_small(beliefs: Beliefs, definition: CaseDefinition) -> None:
    tree = parameters(beliefs, definition=definition, chance=Chance(11, 10_000))
    assert tree.nbytes < 10e6


def test_chain_is_a_view(tree: xr.DataTree) -> None:
    framed = with_chain(tree)
    assert framed["posterior/price"].dims == ("chain", "draw", "channel", "price_asked")
    assert np.shares_memory(framed["posterior/price"].values, tree["posterior/price"].values)


def test_arviz_opens_the_file(tree: xr.DataTree, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of ArviZ 0.23, about its own next version
        import arviz  # noqa: PLC0415 - it warns when it is imported
    path = tmp_path / "parameters.nc"
    with_chain(tree).to_netcdf(path, engine="h5netcdf")
    opened = arviz.from_netcdf(str(path))  # type: ignore[no-untyped-call]
    assert sorted(opened.groups()) == ["evidence", "posterior", "prior"]
    summary = arviz.summary(opened, var_names=["price"], kind="stats", coords={"channel": ["shops"]})
    expected = tree["posterior/price"].sel(channel="shops").mean("draw").to_numpy()
    assert summary["mean"].to_numpy() == pytest.approx(expected, abs=0.001)
