"""Write drawn parameters as NetCDF, which ArviZ, xarray and R read."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

import xarray as xr

from tramite.kernel.errors import Fault, InputRefused, TramiteError
from tramite.store.outputs import save_bytes

_SUFFIX: Final = ".nc"
_ENGINE: Final = "h5netcdf"


def check_parameters_file(path: Path) -> None:
    """Check that parameters can be written as a file of this name.

    Raises:
        InputRefused: the name does not end in .nc.
        TramiteError: the engine that writes groups is not installed (``tramite[arviz]``).
    """
    if path.suffix.lower() != _SUFFIX:
        raise InputRefused([Fault(path.name, "unknown_format", hint=_SUFFIX)])
    if find_spec(_ENGINE) is None:
        raise TramiteError("no_netcdf")


def save_parameters(path: Path, tree: xr.DataTree) -> Path:
    """Write a tree of parameters; returns the path.

    Raises:
        TramiteError: the file cannot be written.
    """
    return save_bytes(path, bytes(tree.to_netcdf(None, engine=_ENGINE)))
