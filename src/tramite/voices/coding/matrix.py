"""In how many interviews was a code given? By channel, and only where that discloses nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from tramite.kernel.method import Method
from tramite.kernel.tables import ROLES
from tramite.voices.coding.answers import ANSWER
from tramite.voices.coding.book import NOTHING, Codebook
from tramite.voices.disclosure.screening import ALL, screen
from tramite.voices.estimation.field import usable_interviews


@dataclass(frozen=True, slots=True)
class CodeMatrix:
    """Interviews by code and channel.

    Attributes:
        cells: ``code``, ``channel_id`` («all»: the whole), ``n`` (interviews with the code), ``of`` (interviews of
            the channel that were coded), ``shown``, ``why`` (null where shown). In a hidden cell ``n`` is null.
        channels: in the order of the columns, without «all».
        interviews: usable ones with a coded answer.
    """

    cells: pl.DataFrame
    channels: tuple[str, ...]
    interviews: int

    def of_code(self, code: str) -> pl.DataFrame:
        """Return the cells of a code; none if nobody gave it."""
        return self.cells.filter(pl.col("code") == code)


def code_matrix(codings: pl.DataFrame, *, interviews: pl.DataFrame, book: Codebook, method: Method) -> CodeMatrix:
    """Count interviews by code and channel.

    Of an answer that two people coded, only the codes of its main coder count: of those who read it, the one with
    most answers. So an answer weighs the same whether it was double coded or not. A code above others holds all
    interviews of those below it. A cell of fewer than k interviews is hidden, and so is what subtraction would
    tell (METHOD §3.3).

    Args:
        codings: checked, contract ``codings``. interviews: contract ``interviews``.
    """
    usable = usable_interviews(interviews, roles=ROLES).select("interview_id", "channel_id")
    main = main_codings(codings).join(usable, on="interview_id", how="inner")
    read = main.select("interview_id", "channel_id").unique()
    given = main.filter(pl.col("code") != NOTHING).select("interview_id", "channel_id", "code").unique()
    rolled = pl.DataFrame(
        [(i, c, code) for i, c, given_code in given.iter_rows() for code in _with_above(given_code, book)],
        schema={"interview_id": pl.String, "channel_id": pl.String, "code": pl.String}, orient="row",
    ).unique()  # fmt: skip
    channels = tuple(sorted(read["channel_id"].unique()))
    used = set(rolled["code"])
    counts, readers = Counter(rolled.select("code", "channel_id").iter_rows()), Counter(read["channel_id"])
    cells = pl.DataFrame(
        [
            (code.code, channel, *_count(code.code, channel, counts, readers))
            for code in book.codes
            if code.code in used
            for channel in (*channels, ALL)
        ],
        schema={"code": pl.String, "channel_id": pl.String, "n": pl.Int64, "of": pl.Int64}, orient="row",
    )  # fmt: skip
    screened = screen(cells, method=method, margins=["channel_id"], within=["code"])
    shown = pl.when(pl.col("shown")).then(pl.col("n")).alias("n")
    return CodeMatrix(screened.with_columns(shown), channels, read.height)


def main_codings(codings: pl.DataFrame) -> pl.DataFrame:
    """Keep of each answer the codings of its main coder: of those who read it, the one who read most answers."""
    reads = codings.select(*ANSWER, "coder").unique()
    busy = reads.group_by("coder").len("answers")
    first = (
        reads.join(busy, on="coder")
        .sort("answers", "coder", descending=[True, False])
        .unique(ANSWER, keep="first")
    )
    return codings.join(first.select(*ANSWER, "coder"), on=[*ANSWER, "coder"], how="semi", maintain_order="left")


def _with_above(code: str, book: Codebook) -> Iterator[str]:
    yield code
    yield from book.above(code)


def _count(code: str, channel: str, counts: Counter[tuple[str, str]], readers: Counter[str]) -> tuple[int, int]:
    if channel != ALL:
        return counts[code, channel], readers[channel]
    return sum(n for (name, _), n in counts.items() if name == code), readers.total()
