"""Hashes of very many keys, in sorted runs: long ones on the disk, in files that are gone with their process."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tramite.kernel.errors import TramiteError
from tramite.store.walk import Hashes

_LONG: Final = 1 << 20  # hashes that go to the disk; 8 MB
_LONGEST: Final = 1 << 24  # hashes that are sorted at once; 128 MB


class HashRuns:
    """Counts how often each hash was added.

    A run is joined with one that is not much longer, as in a merge sort: a hash is moved few times, however many
    additions there are.

    Args:
        folder: where long runs go.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runs: list[Hashes] = []

    def add(self, hashes: Hashes) -> None:
        """Take in hashes, in any order.

        Raises:
            TramiteError: they cannot be written to the disk.
        """
        run = np.sort(hashes)
        while self._runs and len(self._runs[-1]) <= 2 * len(run) and len(self._runs[-1]) + len(run) <= _LONGEST:
            run = np.sort(np.concatenate((self._runs.pop(), run)))
        self._runs.append(run if len(run) < _LONG else self._on_disk(run))

    def count(self, hashes: Hashes) -> NDArray[np.int64]:
        """Return how often each of some sorted hashes was added."""
        found = np.zeros(len(hashes), np.int64)
        for run in self._runs:
            found += np.searchsorted(run, hashes, "right") - np.searchsorted(run, hashes, "left")
        return found

    def _on_disk(self, run: Hashes) -> Hashes:
        try:
            with tempfile.TemporaryFile(dir=self._folder) as file:
                run.tofile(file)
                return np.memmap(file, run.dtype, "r")
        except OSError as error:
            raise TramiteError("cannot_write", path=self._folder) from error
