"""Prior, posterior and evidence of every uncertain parameter, with named dimensions, unit, grade and source."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tramite.beliefs.held import Beliefs
from tramite.beliefs.parameters.laid_out import laid_out
from tramite.beliefs.parameters.parameter import Parameter
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.voices.disclosure.screening import PRINTED_DECIMALS

_PRINTED = PRINTED_DECIMALS["share"]
_DRAWN = ("prior", "posterior")


def parameters(beliefs: Beliefs, *, definition: CaseDefinition, chance: Chance) -> xr.DataTree:
    """Draw all parameters of the beliefs into one tree.

    Groups: ``prior`` (before anybody was heard), ``posterior`` (after), ``evidence`` (what each side said, its n
    and its weight). Dimension ``draw`` is first, then ``channel``, ``destination``, the sizes asked about …, named
    by coordinates. What nobody was heard about is NaN. Posterior draws are those that decisions use: the same
    streams of chance. Attributes say unit, grade and source.

    Args:
        chance: seed and number of draws.
    """
    found = list(laid_out(beliefs, definition=definition, chance=chance))
    groups = {
        "prior": xr.Dataset({one.name: _drawn(one, one.prior) for one in found if one.prior is not None}),
        "posterior": xr.Dataset({one.name: _drawn(one, one.posterior) for one in found}),
        "evidence": xr.Dataset({name: array for one in found for name, array in _evidence(one)}),
    }
    tree = xr.DataTree.from_dict(groups)
    tree.attrs = {"seed": chance.seed, "draws": chance.draws, "simulated": int(definition.simulated.voices)}
    return tree


def with_chain(tree: xr.DataTree) -> xr.DataTree:
    """Return the tree as ArviZ expects it: one chain before the draws. Arrays are not copied."""
    groups = {name: node.to_dataset() for name, node in tree.children.items()}
    framed = xr.DataTree.from_dict(
        {name: group.expand_dims(chain=1) if name in _DRAWN else group for name, group in groups.items()}
    )
    framed.attrs = tree.attrs
    return framed


def _drawn(one: Parameter, draws: NDArray[np.float64]) -> xr.DataArray:
    attributes = {"unit": "share", "grade": one.grade.value, "source": ", ".join(one.sources)}
    coordinates = {name: list(labels) for name, labels in one.coordinates.items()}
    return xr.DataArray(draws, dims=("draw", *coordinates), coords=coordinates, attrs=attributes)


def _evidence(one: Parameter) -> Iterator[tuple[str, xr.DataArray]]:
    """Write what was said, a row for each side and place («CC03:shops:web»): mean, answers, weight.

    Means have the digits in which they are printed: with all of them a few answers could be worked out (§3.3).
    """
    row = f"{one.name}_said"
    labels = [said.label for said in one.said]
    for name in ("mean", "n", "weight") if labels else ():
        values = np.array([getattr(said, name) for said in one.said], dtype=np.float64).round(_PRINTED)
        yield f"{one.name}_{name}", xr.DataArray(values, dims=(row,), coords={row: labels})
