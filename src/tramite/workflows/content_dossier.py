"""Make the dossier of a case that is kept elsewhere than in a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from tramite.kernel.wording import Language
from tramite.store.case_content import CaseContent, read_files, write_content
from tramite.store.work_folder import work_folder
from tramite.workflows.dossier import make_dossier

_LOGS = "fieldwork/"


@dataclass(frozen=True, slots=True)
class MadeDossier:
    """A dossier in memory.

    Attributes:
        files: ``dossier.html`` and ``dossier.xlsx``. tables: what they show, by name.
        logs: files of ``fieldwork/`` that the making has changed: the case must keep them.
    """

    files: Mapping[str, bytes]
    tables: Mapping[str, pl.DataFrame]
    logs: Mapping[str, bytes]


def dossier_of(
    content: CaseContent,
    *,
    language: Language,
    progress: Callable[[str], None] = lambda stage: None,
    when: datetime | None = None,
) -> MadeDossier:
    """Make the dossier of a case, by way of its folder: the same verb as the command line's, the same numbers.

    Args, raises: as :func:`~tramite.workflows.dossier.make_dossier`.
    """
    with work_folder() as folder:
        path = write_content(folder / "case", content)
        made = make_dossier(path, output=folder / "out", language=language, progress=progress, when=when)
        logs = {
            name: data
            for name, data in read_files(path).items()
            if name.startswith(_LOGS) and content.files.get(name) != data
        }
        return MadeDossier(
            files={file.name: file.read_bytes() for file in (made.page, made.workbook)},
            tables={table.stem: pl.read_parquet(table) for table in made.tables},
            logs=logs,
        )
