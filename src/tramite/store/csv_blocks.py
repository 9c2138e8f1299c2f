"""The bytes of a CSV file as UTF-8, block by block, and cut where a record ends."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from tramite.kernel.errors import Fault, InputRefused

BLOCK: Final = 16 << 20
UTF8: Final = "utf-8"
_LONGEST = 4  # blocks
_LINE = 1 << 16  # bytes in which a line mostly ends
_GLANCE = 1 << 20  # bytes that are looked at while they are near the processor


@dataclass(slots=True)
class CsvBytes:
    """A CSV file, looked through once.

    Attributes:
        encoding: of the file. end: what ends its lines. marks: whether there are quotation marks in it.
        sha256: of the bytes that were read when it was last read to its end; empty before.
    """

    path: Path
    encoding: str
    end: bytes
    marks: bool
    sha256: str = ""

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size

    def blocks(self, *, size: int = BLOCK) -> Iterator[tuple[bytes, int]]:
        """Yield the file as UTF-8 without its mark, lines ended by line feeds; and how many bytes are read."""
        decoder = None if self.encoding == UTF8 else codecs.getincrementaldecoder(self.encoding)()
        read, total, digest = 0, self.size, hashlib.sha256()
        for block in _raw(self.path, size):
            digest.update(block)
            read += len(block)
            data = block.removeprefix(codecs.BOM_UTF8) if read == len(block) else block
            if decoder is not None:
                data = decoder.decode(data, final=read == total).encode()
            yield data if self.end == b"\n" else data.replace(self.end, b"\n"), read
        self.sha256 = digest.hexdigest()

    def records(self, *, skip: int, quoting: bool, size: int = BLOCK) -> Iterator[tuple[bytes, int]]:
        """Yield whole records, as :meth:`blocks`, without the first ``skip`` bytes.

        A value in quotation marks that is longer than some blocks is one that does not close: it is yielded so.
        """
        rest, total = b"", self.size
        for data, read in self.blocks(size=size):
            block, skip = data[skip:], max(0, skip - len(data))
            end = _last_end(block, before=rest, quoting=quoting) if read < total else len(block)
            if not end and len(rest) + len(block) > _LONGEST * size:
                end = len(block)
            if end or (rest and read >= total):
                yield rest + block[:end], read
                rest = b""
            rest += block[end:]


def look_through(path: Path, *, encoding: str, file: str) -> CsvBytes:
    """Look at every byte of a file once: is it in its encoding, how do its lines end, is anything quoted.

    Raises:
        InputRefused: it is not in its encoding; the row of the first byte that is not is told.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    before, ends, marks, ascii_only = 0, False, False, encoding in (UTF8, "cp1252", "mac-roman")
    for block in _raw(path, _GLANCE):
        pending = decoder.getstate()[0]
        try:
            plain = ascii_only and not pending and block.isascii()
            text = "" if plain else decoder.decode(block)
        except UnicodeDecodeError as error:
            raise _not_encoded(path, before - len(pending) + error.start, encoding, file) from error
        ends = ends or (b"\n" in block if plain else "\n" in text)
        marks = marks or (b'"' in block if plain else '"' in text)
        before += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _not_encoded(path, before - len(error.object) + error.start, encoding, file) from error
    return CsvBytes(path, encoding, b"\n" if ends else b"\r", marks)


def _raw(path: Path, size: int) -> Iterator[bytes]:
    """Yield a file in blocks that end where a line does, if one ends nearby: records are then seldom cut."""
    with path.open("rb", buffering=0) as stream:
        at, line = 0, min(_LINE, size)
        while True:
            stream.seek(at + size - line)
            last = stream.read(line)
            end = last.rfind(b"\n") + 1 if len(last) == line else 0  # what is left of the file comes whole
            stream.seek(at)
            block = stream.read(size - line + end if end else size)
            if not block:
                return
            at += len(block)
            yield block


def _not_encoded(path: Path, place: int, encoding: str, file: str) -> InputRefused:
    """Tell the row of a byte; in UTF-8 also the byte."""
    row, left, bad = 1, place, b""
    for block in _raw(path, BLOCK):
        row += block.count(b"\n", 0, max(left, 0))
        if 0 <= left < len(block):
            bad = block[left : left + 1]
        left -= len(block)
    if encoding == UTF8:
        return InputRefused([Fault(file, "wrong_encoding", row, value=f"0x{bad.hex().upper()}")])
    return InputRefused([Fault(file, "not_in_encoding", row, hint=encoding)])


def _last_end(data: bytes, *, before: bytes, quoting: bool) -> int:
    """Return the place after the last line end outside quotation marks; 0 if there is none.

    Args:
        before: the beginning of the record that ``data`` goes on with.
    """
    last = data.rfind(b"\n") + 1
    if not quoting or not last:
        return last
    signs = np.frombuffer(data, np.uint8)
    open_before = before.count(b'"')
    if (open_before + np.count_nonzero(signs[:last] == ord('"'))) % 2 == 0:
        return last
    ends, marks = np.flatnonzero(signs == ord("\n")), np.flatnonzero(signs == ord('"'))
    outside = ends[(open_before + np.searchsorted(marks, ends)) % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0
