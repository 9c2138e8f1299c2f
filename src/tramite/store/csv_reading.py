"""Read a CSV file as text: UTF-8, separated by semicolon, comma or tab."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused
from tramite.store.csv_lines import Records, cut, split_header
from tramite.store.findings import Finding
from tramite.store.raw import RawTable, match_columns

_CHUNK = 16 << 20


def read_csv(path: Path, contract: Contract, *, file: str) -> RawTable:
    """Read a CSV file whose first row names the columns.

    Every record becomes a row; one with too few or too many values, or with a stray quotation mark, is kept as far
    as it can be told apart, with a finding.

    Raises:
        InputRefused: all faults of the file as a whole: encoding, empty, columns, quotation marks.
    """
    data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    _check_encoding(data, file)
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    lines = pl.read_lines(data)["line"]
    head = (lines.str.strip_chars() != "").arg_max()
    if head is None or not lines[head].strip():
        raise InputRefused([Fault(file, "empty_file")])
    header, separator = split_header(lines[head], list(contract.by_name))
    width = len(header)
    records = cut(lines[head + 1 :], first=head + 2, separator=separator, file=file)
    frame = _parse(data, head + 1, records, width=width, separator=separator, file=file)
    frame = frame.select(_stripped(pl.all()))
    named = [name if name.strip() or frame[:, i].count() else None for i, name in enumerate(header)]
    matched, faults = match_columns(named, contract, file=file)
    if faults:
        raise InputRefused(faults)
    kept = frame.select(pl.nth(i).alias(name) for i, name in enumerate(matched) if name is not None)
    return RawTable(
        contract=contract,
        file=file,
        frame=kept,
        rows=records.rows,
        decimal_mark="comma" if separator == ";" else "point",
        findings=tuple(_findings(records, width)),
    )


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
