"""The drawn parameters of a case, in hand or as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xarray as xr

from tramite.beliefs.parameters.tree import parameters, with_chain
from tramite.kernel.chance import Chance
from tramite.store.parameters import check_parameters_file, save_parameters
from tramite.workflows.case import Case, open_case
from tramite.workflows.showings import note_results_shown


@dataclass(frozen=True, slots=True)
class DrawnParameters:
    """What was drawn, and where it is."""

    tree: xr.DataTree
    file: Path


def case_parameters(case: Case) -> xr.DataTree:
    """Draw the parameters of a case: groups prior, posterior, evidence (``beliefs.parameters.tree``).

    ``arviz.from_netcdf`` reads the file of :func:`write_parameters`; in hand, ``with_chain`` makes them ArviZ's.
    """
    chance = Chance(case.definition.seed, case.method.draws)
    return parameters(case.beliefs.all(), definition=case.definition, chance=chance)


def write_parameters(path: str | Path, *, output: str | Path, when: datetime | None = None) -> DrawnParameters:
    """Read a case, draw its parameters, and write them as NetCDF.

    Args:
        when: they are shown, with its offset; now, unless given. The first showing of a wave is noted in the case
            (METHOD §2.5).

    Raises:
        CaseNotFound, InputRefused: as :func:`open_case`; or the output does not end in .nc.
        TramiteError: the file cannot be written.
    """
    check_parameters_file(Path(output))
    case = open_case(path)
    tree = case_parameters(case)
    file = save_parameters(Path(output), with_chain(tree))
    note_results_shown(case.folder.path, case.study, verb="parameters", when=when)
    return DrawnParameters(tree, file)
