"""Let the program propose codes, and take those that a person confirms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tramite.kernel.errors import InputRefused
from tramite.kernel.tables import CODINGS, PROPOSALS
from tramite.store.coding_tables import CODINGS_FILE, PROPOSALS_FILE, save_coding_table
from tramite.store.columns import empty_frame
from tramite.voices.coding.answers import check_codings, quote_of, texts_of
from tramite.voices.coding.proposals import PROPOSED, PROPOSER, propose_codes
from tramite.workflows.codebook import keep_all
from tramite.workflows.coding import Coding, open_coding

_FILES = {"codings": CODINGS_FILE, "proposals": PROPOSALS_FILE}


@dataclass(frozen=True, slots=True)
class ProposedCodes:
    """How many proposals wait for a decision, and where."""

    open: int
    file: Path


@dataclass(frozen=True, slots=True)
class ConfirmedCodes:
    """How many proposals a person took, refused, and has still to judge; ``file``: the codings."""

    confirmed: int
    refused: int
    open: int
    file: Path


def propose_codings(path: str | Path) -> ProposedCodes:
    """Write ``voices/proposals.csv``: codes for answers that nobody coded. What was decided there stays.

    Raises:
        CaseNotFound: as :func:`~tramite.workflows.coding.coding_state`. InputRefused: the table of proposals has
            faults; nothing is written.
    """
    coding, before = _open(path)
    fresh = propose_codes(coding.answers, codings=coding.codings)
    decided = before.filter(pl.col("decision").is_not_null())
    fresh = fresh.join(decided, on=PROPOSED, how="anti", maintain_order="left")
    table = pl.concat([decided, fresh.select(decided.columns)])
    return ProposedCodes(fresh.height, save_coding_table(coding.folder.path, PROPOSALS_FILE, table))


def confirm_proposals(path: str | Path, *, coder: str) -> ConfirmedCodes:
    """Make codings of the proposals that say «yes»; refused ones stay, so that they are not proposed again.

    Args:
        coder: the person who decided; the codings are theirs, and tell that a program proposed them.

    Raises:
        CaseNotFound, InputRefused: as :func:`propose_codings`, or the answers changed since; nothing is written.
    """
    coding, proposals = _open(path)
    texts = texts_of(coding.answers)
    yes = proposals.filter(pl.col("decision") == "yes")
    fresh = yes.with_columns(
        pl.lit(coder).alias("coder"), pl.lit(PROPOSER).alias("proposed_by"), pl.col("text").alias("quote")
    ).select(coding.every.columns)
    checked = check_codings(fresh, answers=coding.answers, book=coding.book)
    if checked.faults:
        raise InputRefused(checked.faults)
    quotes = [
        quote_of(texts[i, q], start, end)
        for i, q, start, end in fresh.select("interview_id", "item_id", "start", "end").iter_rows()
    ]
    fresh = fresh.with_columns(pl.Series("quote", quotes, dtype=pl.String))
    table = (
        pl.concat([coding.every, fresh]).unique(CODINGS.key, keep="first", maintain_order=True).sort(CODINGS.key)
    )
    rest = proposals.filter((pl.col("decision") == "yes").not_().fill_null(True))
    file = save_coding_table(coding.folder.path, CODINGS_FILE, table)
    save_coding_table(coding.folder.path, PROPOSALS_FILE, rest)
    still = rest.filter(pl.col("decision").is_null()).height
    return ConfirmedCodes(fresh.height, rest.height - still, still, file)


def _open(path: str | Path) -> tuple[Coding, pl.DataFrame]:
    coding = open_coding(Path(path))
    folder = coding.folder
    keep_all(folder, _FILES)
    there = "proposals" in folder.tables
    return coding, folder.frame("proposals") if there else empty_frame(PROPOSALS)
