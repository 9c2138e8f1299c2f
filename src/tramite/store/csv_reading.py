"""Read a CSV file as text: UTF-8, separated by semicolon, comma or tab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np
import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused
from tramite.store.csv_blocks import BLOCK, CsvBytes, look_through
from tramite.store.csv_lines import Records, cut, fields_of, quotes, split_header
from tramite.store.findings import Finding
from tramite.store.names import plain
from tramite.store.raw import DecimalMark, RawTable
from tramite.store.sheet import HEADER_WITHIN, Layout, Sheet, as_contract, header_place

_HEAD = 1 << 16  # bytes of a first look
_SPACE = 32  # of the signs of ASCII, this and all below are blank or control signs


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file whose header was read.

    Attributes:
        file: its name as a person knows it. header: as in :class:`~tramite.store.sheet.Sheet`.
        skip: bytes down to the first row below the header, and ``first`` the number of that row.
        quoting: whether quotation marks mean quoting.
    """

    source: CsvBytes
    file: str
    header: tuple[str | None, ...]
    separator: str
    skip: int
    first: int
    quoting: bool = False

    def sheets(self, *, size: int | None = None) -> Iterator[tuple[Sheet, float]]:
        """Yield the file piece by piece, at least one, and the share of it that is read.

        Args:
            size: bytes of a piece, about.

        Every record becomes a row; one with too few or too many values, or with a stray quotation mark, is kept as
        far as it can be told apart, with a finding.

        Raises:
            InputRefused: a quotation mark opens that does not close.
        """
        row, total = self.first, self.source.size
        for data, read in self.source.records(skip=self.skip, quoting=self.quoting, size=size or BLOCK):
            sheet, height = self._sheet(data, row)
            row += height
            yield sheet, read / total
        if row == self.first:
            yield self._sheet(b"", row)[0], 1.0

    @property
    def single(self) -> bool:
        """Whether the whole file is one piece."""
        return self.source.size <= BLOCK

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes that were read, once all were."""
        return self.source.sha256

    def _sheet(self, data: bytes, first: int) -> tuple[Sheet, int]:
        """Return the rows of some records, and how many there are, with those that have nothing in them."""
        width = len(self.header)
        plain_rows = plain_frame(data, width=width, separator=self.separator, quoting=self.quoting)
        if plain_rows is not None:
            rows = pl.int_range(first, first + plain_rows.height, eager=True)
            return Sheet(self.file, self.header, plain_rows, rows, self._mark), plain_rows.height
        lines = pl.read_lines(data)["line"] if data else pl.Series([], dtype=pl.String)
        records = cut(
            lines, first=first, width=width, separator=self.separator, quoting=self.quoting, file=self.file
        )
        frame = _parse(data, records, width=width, separator=self.separator, file=self.file)
        found = tuple(_findings(records, width))
        return Sheet(self.file, self.header, _stripped(frame), records.rows, self._mark, found), records.height

    @property
    def _mark(self) -> DecimalMark:
        return "comma" if self.separator == ";" else "point"


def read_csv(path: Path, contract: Contract, *, file: str) -> RawTable:
    """Read a CSV file whose first row names the columns of a contract.

    Raises:
        InputRefused: all faults of the file as a whole: encoding, empty, columns, quotation marks.
    """
    return as_contract(read_csv_sheet(path, contract_layout(contract), file=file), contract)


def read_csv_sheet(path: Path, layout: Layout, *, file: str) -> Sheet:
    """Read a whole CSV file under its own column names.

    Raises:
        InputRefused: as :func:`open_csv`; quotation marks.
    """
    opened = open_csv(path, layout, file=file)
    return next(opened.sheets(size=opened.source.size + 1))[0]


def contract_layout(contract: Contract) -> Layout:
    """Return the layout of a file whose first filled row names the columns of a contract."""
    return Layout(names=frozenset(map(plain, contract.by_name)))


def open_csv(path: Path, layout: Layout, *, file: str) -> CsvFile:
    """Look through a CSV file, and read its header.

    Raises:
        InputRefused: encoding, empty, no such header row.
    """
    source = look_through(path, encoding=layout.encoding, file=file)
    lines, ends = _first_lines(source, layout)
    place, header, separator = _header(lines, layout, file)
    opened = CsvFile(source, file, tuple(header), separator, ends[place], place + 2)
    if source.marks:
        records = source.records(skip=opened.skip, quoting=False)
        quoting = any(quotes(pl.read_lines(data)["line"], separator) for data, _ in records)
        opened = replace(opened, quoting=quoting)
    unnamed = {at for at, name in enumerate(header) if not name.strip()}
    if unnamed:
        held = {at for sheet, _ in opened.sheets() for at in unnamed if sheet.frame[:, at].count()}
        names = tuple(None if at in unnamed - held else name for at, name in enumerate(header))
        opened = replace(opened, header=names)
    return opened


def _first_lines(source: CsvBytes, layout: Layout) -> tuple[pl.Series, list[int]]:
    """Return the lines among which the header is, and the place in the file after each."""
    data = b""
    lines = pl.Series([], dtype=pl.String)
    for block, _ in source.blocks(size=_HEAD):
        data += block
        whole = data[: data.rfind(b"\n") + 1]
        lines = pl.read_lines(whole)["line"] if whole else lines
        filled = (lines.str.strip_chars() != "").arg_max() or 0
        if len(lines) > max(filled + HEADER_WITHIN, layout.header_row or 0) and lines[filled].strip():
            break
    else:
        lines = pl.read_lines(data)["line"] if data else lines
    ends = (np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")) + 1).tolist()
    return lines, [*ends, len(data)]


def _header(lines: pl.Series, layout: Layout, file: str) -> tuple[int, list[str], str]:
    """Return place, names and separator of the header."""
    head = (lines.str.strip_chars() != "").arg_max()
    if head is None or not lines[head].strip():
        raise InputRefused([Fault(file, "empty_file")])

    def split(line: str) -> tuple[list[str], str]:
        if layout.separator is None:
            return split_header(line, layout.names)
        return fields_of(line, layout.separator), layout.separator

    place = header_place([split(line)[0] for line in lines[: head + HEADER_WITHIN]], layout)
    if place >= len(lines) or not lines[place].strip():
        raise InputRefused([Fault(file, "no_header", place + 1)])
    return place, *split(lines[place])


def plain_frame(data: bytes, *, width: int, separator: str, quoting: bool) -> pl.DataFrame | None:
    """Return the fields of records as text where each line is plainly one: nothing is quoted, missing or too much.

    The result is what :func:`~tramite.store.csv_lines.cut` and a look at every line would give; ``None`` where
    they are needed.
    """
    if width == 1 or not data or (quoting and b'"' in data):
        return None
    signs = np.frombuffer(data, np.uint8)
    ends = int(np.count_nonzero(signs == ord("\n")))
    lines = ends + (not data.endswith(b"\n"))
    if np.count_nonzero(signs == ord(separator)) != lines * (width - 1):
        return None
    schema = {str(i): pl.String for i in range(width)}
    try:
        frame = pl.read_csv(data, has_header=False, separator=separator, schema=schema, quote_char=None)
    except pl.exceptions.PolarsError:  # a line has more fields than the header, so that another has fewer
        return None
    blanks = int(np.count_nonzero(signs <= _SPACE))
    blanks -= lines * (width - 1) if separator == "\t" else 0
    if blanks != ends or not data.isascii():
        frame = _stripped(frame)
    if frame.height != lines or frame.select(pl.all_horizontal(pl.all().is_null()).any()).item():
        return None
    return frame


def _stripped(frame: pl.DataFrame) -> pl.DataFrame:
    text = frame.select(pl.all().str.strip_chars())
    if not text.select(pl.any_horizontal((pl.all() == "").any())).item():
        return text
    return text.select(pl.when(pl.all() != "").then(pl.all()))


def _parse(data: bytes, records: Records, *, width: int, separator: str, file: str) -> pl.DataFrame:
    """Return the fields of all records as text, in the order of the records."""
    good = (records.fields == width) & ~records.stray
    whole = records.height == len(good) and bool(good.all()) and b"\r" not in data
    text = data if whole else (records.text.filter(good).str.join("\n").item() or "").encode()
    frame = pl.DataFrame(schema={str(i): pl.String for i in range(width)})
    if good.any():
        frame = pl.read_csv(
            BytesIO(text),
            has_header=False,
            separator=separator,
            schema=frame.schema,
            quote_char='"' if records.quoting else None,
        )
    if frame.height != good.sum():  # never trust a parser that loses or makes rows
        raise InputRefused([Fault(file, "damaged_file")])
    if good.all():
        return frame
    rough = _rough(records.text.filter(~good), width=width, separator=separator)
    order = pl.concat([good.arg_true(), (~good).arg_true()]).alias("order")
    return pl.concat([frame, rough]).with_columns(order).sort("order").drop("order")


def _rough(text: pl.Series, *, width: int, separator: str) -> pl.DataFrame:
    """Split unreadable records at every separator; what is too much stays in the last column."""
    parts = text.str.splitn(separator, width).struct
    frame = parts.unnest()
    return frame.rename({name: str(i) for i, name in enumerate(frame.columns)})


def _findings(records: Records, width: int) -> Iterator[Finding]:
    nothing = pl.repeat(None, len(records.rows), dtype=pl.String, eager=True)
    yield from Finding.where(records.stray, kind="stray_quote", column=None, values=nothing)
    wrong = (records.fields != width) & ~records.stray
    counts = records.fields.cast(pl.String)
    yield from Finding.where(wrong, kind="field_count", column=None, values=counts, hint=str(width))
