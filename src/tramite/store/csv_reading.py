"""Read a CSV file as text: UTF-8, separated by semicolon, comma or tab."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused
from tramite.store.csv_lines import Records, cut, fields_of, split_header
from tramite.store.findings import Finding
from tramite.store.names import plain
from tramite.store.raw import RawTable
from tramite.store.sheet import HEADER_WITHIN, Layout, Sheet, as_contract, header_place

_CHUNK = 16 << 20


def read_csv(path: Path, contract: Contract, *, file: str) -> RawTable:
    """Read a CSV file whose first row names the columns of a contract.

    Raises:
        InputRefused: all faults of the file as a whole: encoding, empty, columns, quotation marks.
    """
    layout = Layout(names=frozenset(map(plain, contract.by_name)))
    return as_contract(read_csv_sheet(path, layout, file=file), contract)


def read_csv_sheet(path: Path, layout: Layout, *, file: str) -> Sheet:
    """Read a CSV file under its own column names.

    Every record becomes a row; one with too few or too many values, or with a stray quotation mark, is kept as far
    as it can be told apart, with a finding.

    Raises:
        InputRefused: encoding, empty, no such header row, quotation marks.
    """
    data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    if layout.encoding != "utf-8":
        data = _recoded(data, layout.encoding, file)
    _check_encoding(data, file)
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    lines = pl.read_lines(data)["line"]
    head, header, separator = _header(lines, layout, file)
    width = len(header)
    records = cut(lines[head + 1 :], first=head + 2, separator=separator, file=file)
    frame = _parse(data, head + 1, records, width=width, separator=separator, file=file)
    frame = frame.select(_stripped(pl.all()))
    return Sheet(
        file=file,
        header=tuple(name if name.strip() or frame[:, i].count() else None for i, name in enumerate(header)),
        frame=frame,
        rows=records.rows,
        decimal_mark="comma" if separator == ";" else "point",
        findings=tuple(_findings(records, width)),
    )


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


def _recoded(data: bytes, encoding: str, file: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputRefused([Fault(file, "not_in_encoding", line, hint=encoding)]) from error


def _check_encoding(data: bytes, file: str) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=start + _CHUNK >= len(data))
        except UnicodeDecodeError as error:
            bad = start - pending + error.start
            line = data.count(b"\n", 0, bad) + 1
            raise InputRefused([Fault(file, "wrong_encoding", line, value=f"0x{data[bad]:02X}")]) from error


def _stripped(expression: pl.Expr) -> pl.Expr:
    text = expression.str.strip_chars()
    return pl.when(text != "").then(text)


def _parse(data: bytes, skip: int, records: Records, *, width: int, separator: str, file: str) -> pl.DataFrame:
    """Return the fields of all records as text, in the order of the records."""
    good = (records.fields == width) & ~records.stray
    whole = not records.blanks and bool(good.all())
    text = data if whole else (records.text.filter(good).str.join("\n").item() or "").encode()
    frame = pl.DataFrame(schema={str(i): pl.String for i in range(width)})
    if good.any():
        frame = pl.read_csv(
            BytesIO(text),
            has_header=False,
            skip_lines=skip if whole else 0,
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
