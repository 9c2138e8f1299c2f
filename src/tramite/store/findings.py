"""What a check finds in a column: which rows, what stands there, what is expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.kernel.errors import Fault
from tramite.kernel.wording import Language, say

ROW: Final = "row"
REFUSED_BECAUSE: Final = "refused_because"  # not «reason»: the table ``sample`` has a column of that name
MAX_FAULTS = 1000  # of a kind in a column; a person mends the cause, not the thousandth row
_VALUE_LENGTH = 80
_HINT = "\x00"


@dataclass(frozen=True, slots=True)
class Finding:
    """Rows of a table with the same fault in the same column.

    Attributes:
        kind: key of the sentence ``faults.<kind>``.
        column: name of the column (or columns) at fault; ``None``: the row as a whole.
        at: positions in the table, from 0, ascending.
        values: what stands there, one for each position; null where nothing does.
        hint: fills the sentence; one for all, or one for each position.
    """

    kind: str
    column: str | None
    at: pl.Series
    values: pl.Series
    hint: str | pl.Series = ""

    @classmethod
    def where(
        cls, mask: pl.Series, *, kind: str, column: str | None, values: pl.Series, hint: str | pl.Series = ""
    ) -> Iterator[Finding]:
        """Yield a finding for the rows where a mask is true; nothing if it is nowhere.

        Args:
            mask: boolean, one for each row of the table. values, hint: aligned with ``mask``.
        """
        if mask.any():
            at = mask.fill_null(False).arg_true()
            hints = hint if isinstance(hint, str) else hint.gather(at)
            yield cls(kind, column, at, values.gather(at), hints)

    def only(self, keep: pl.Series) -> Iterator[Finding]:
        """Yield this finding for those of its rows where ``keep`` (a mask over the table) is true."""
        kept = keep.gather(self.at).arg_true()
        if len(kept):
            hint = self.hint if isinstance(self.hint, str) else self.hint.gather(kept)
            yield Finding(self.kind, self.column, self.at.gather(kept), self.values.gather(kept), hint)


class Telling:
    """Findings written as faults, piece by piece of a file: of a column :data:`MAX_FAULTS`, then how many more.

    Args:
        file: name of the file. order: of the columns, where a row has faults in several.
    """

    def __init__(self, file: str, order: Sequence[str | None] = ()) -> None:
        self._file = file
        self._told: dict[str | None, list[Fault]] = {column: [] for column in order}
        self._counts: Counter[str | None] = Counter()

    def add(self, findings: Iterable[Finding], rows: pl.Series) -> None:
        """Take the findings of a piece; pieces come in the order of the file.

        Args:
            rows: row number in the file, for each row of the piece.
        """
        by_column: dict[str | None, list[Finding]] = {}
        for finding in findings:
            by_column.setdefault(finding.column, []).append(finding)
        for column, group in by_column.items():
            self._counts[column] += sum(len(finding.at) for finding in group)
            told = self._told.setdefault(column, [])
            if len(told) < MAX_FAULTS:
                new = sorted((fault for each in group for fault in _told(each, self._file, rows)), key=_row)
                told += new[: MAX_FAULTS - len(told)]

    def faults(self) -> tuple[Fault, ...]:
        """Return the faults in the order of the rows."""
        more = [
            Fault(self._file, "more_faults", column=column, hint=str(self._counts[column] - MAX_FAULTS))
            for column in self._told
            if self._counts[column] > MAX_FAULTS
        ]
        return (*sorted((fault for told in self._told.values() for fault in told), key=_row), *more)


def faults_of(findings: Iterable[Finding], *, file: str, rows: pl.Series) -> tuple[Fault, ...]:
    """Write the findings of a whole file as faults in the order of the rows; args as of :class:`Telling`."""
    telling = Telling(file)
    telling.add(findings, rows)
    return telling.faults()


def _row(fault: Fault) -> int:
    return fault.row or 0


def _told(finding: Finding, file: str, rows: pl.Series) -> Iterator[Fault]:
    numbers = rows.gather(finding.at.head(MAX_FAULTS))
    values = _printable(finding.values.head(MAX_FAULTS))
    hints: Sequence[str]
    if isinstance(finding.hint, str):
        hints = [finding.hint] * len(numbers)
    else:
        hints = finding.hint.head(MAX_FAULTS).to_list()
    for row, value, hint in zip(numbers, values, hints, strict=True):
        yield Fault(file, finding.kind, row, finding.column, value, hint)


def _printable(values: pl.Series) -> pl.Series:
    clean = values.str.replace_all(r"\p{C}", " ")
    short = clean.str.slice(0, _VALUE_LENGTH) + pl.Series(["…"])
    return (
        clean.to_frame("value")
        .select(pl.when(pl.col("value").str.len_chars() > _VALUE_LENGTH).then(short).otherwise(pl.col("value")))
        .to_series()
    )


def reasons(findings: Iterable[Finding], language: Language) -> pl.DataFrame:
    """Write for each refused row why: columns ``at`` (position, ascending) and ``refused_because``."""
    parts = [
        pl.DataFrame({"at": finding.at}).with_columns(_sentence(finding, language).alias(REFUSED_BECAUSE))
        for finding in findings
    ]
    if not parts:
        return pl.DataFrame(schema={"at": pl.UInt32, REFUSED_BECAUSE: pl.String})
    texts = pl.concat(parts).group_by("at", maintain_order=True).agg(pl.col(REFUSED_BECAUSE).str.join("; "))
    return texts.sort("at")


def _sentence(finding: Finding, language: Language) -> pl.Expr:
    place = "" if finding.column is None else f"{say('faults.column', language, column=finding.column)}: "
    if isinstance(finding.hint, str):
        return pl.lit(place + say(f"faults.{finding.kind}", language, hint=finding.hint))
    before, _, after = say(f"faults.{finding.kind}", language, hint=_HINT).partition(_HINT)
    return pl.concat_str(pl.lit(place + before), pl.lit(finding.hint), pl.lit(after))
