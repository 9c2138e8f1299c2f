"""Write the tables of coding: they are edited by people, in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from tramite.store.outputs import disarmed, save_bytes

CODEBOOK_FILE: Final = "voices/codebook.csv"
CODINGS_FILE: Final = "voices/codings.csv"
PROPOSALS_FILE: Final = "voices/proposals.csv"
DOUBLE_FILE: Final = "coding/double_coding.csv"
DISAGREEMENTS_FILE: Final = "coding/disagreements.csv"
MATRIX_FILE: Final = "coding/matrix.csv"
_WORDS: Final = ("label_en", "label_it", "about", "about_it", "quote", "text", "because")


def save_coding_table(path: Path, file: str, table: pl.DataFrame) -> Path:
    """Write a table into a case, words disarmed; separated by semicolons, with the mark of UTF-8.

    Args:
        path: folder of the case. file: relative to it.

    Raises:
        TramiteError: it cannot be written.
    """
    words = [disarmed(name) for name in _WORDS if name in table.columns]
    text = table.with_columns(words).write_csv(include_bom=True, separator=";")
    return save_bytes(path / file, text.encode())
