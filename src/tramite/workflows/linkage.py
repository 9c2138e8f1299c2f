"""Link the end customers of a case; show what a person has to judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tramite.kernel.errors import CaseNotFound, Fault, InputRefused
from tramite.kernel.tables import LINK_DECISIONS
from tramite.store.case_folder import CaseFolder, load_case
from tramite.store.columns import empty_frame
from tramite.store.outputs import save_frame

LINKS_FILE = "books/links.parquet"
WEIGHTS_FILE = "linkage/weights.parquet"


@dataclass(frozen=True, slots=True)
class LinkedCustomers:
    """What was linked, and where it was written.

    Attributes:
        customers: entries of the table. entities: different end customers.
        to_review: doubtful pairs that nobody has judged. invalid_vat_numbers: not used.
        links, decisions, weights: files; ``weights`` tells why each pair is thought to be one.
    """

    customers: int
    entities: int
    to_review: int
    invalid_vat_numbers: int
    links: Path
    decisions: Path
    weights: Path


@dataclass(frozen=True, slots=True)
class LinkReview:
    """Pairs that are still to judge (rows of ``link_decisions``, surest first), and how many were judged."""

    open: pl.DataFrame
    judged: int
    file: Path


def link_case(path: str | Path) -> LinkedCustomers:
    """Link the customers of a case, honour what was decided, and write links and doubtful pairs into the case.

    Writes ``books/links.parquet``, ``books/link_decisions.csv`` (decisions are kept) and
    ``linkage/weights.parquet``.

    Raises:
        CaseNotFound: there is no case, or it has no customers. InputRefused: the decisions have faults or
            contradict each other, or stand in another file than a CSV; nothing is written.
    """
    # Splink takes half a second to import: only who links pays for it.
    from tramite.store.linkage.links import DECISIONS_FILE, link_customers  # noqa: PLC0415
    from tramite.store.linkage.review import save_review  # noqa: PLC0415

    folder = load_case(Path(path))
    customers = folder.tables.get("customers")
    if customers is None or customers.is_empty():
        raise CaseNotFound("no_customers", path=folder.path)
    faults = tuple(_would_be_lost(folder, {"links": LINKS_FILE, "link_decisions": DECISIONS_FILE}))
    if faults:
        raise InputRefused(faults)
    decisions = folder.tables.get("link_decisions", empty_frame(LINK_DECISIONS))
    definition = folder.definition
    linkage = link_customers(customers, decisions=decisions, method=definition.method, seed=definition.seed)
    return LinkedCustomers(
        customers=customers.height,
        entities=linkage.entities,
        to_review=linkage.to_review.height,
        invalid_vat_numbers=linkage.invalid_vat_numbers,
        links=save_frame(folder.path / LINKS_FILE, linkage.links),
        decisions=save_review(folder.path, customers=customers, decisions=decisions, to_review=linkage.to_review),
        weights=save_frame(folder.path / WEIGHTS_FILE, linkage.weights),
    )


def review_case(path: str | Path) -> LinkReview:
    """Read the pairs of a case that a person has to judge.

    Raises:
        CaseNotFound: there is no case, or its customers were not linked yet.
    """
    folder = load_case(Path(path))
    decisions = folder.tables.get("link_decisions")
    if decisions is None:
        raise CaseNotFound("not_linked", path=folder.path)
    open_pairs = decisions.filter(pl.col("decision").is_null()).sort(
        "probability", descending=True, nulls_last=True
    )
    return LinkReview(
        open_pairs, decisions.height - open_pairs.height, folder.path / folder.origins["link_decisions"]
    )


def _would_be_lost(folder: CaseFolder, files: dict[str, str]) -> Iterator[Fault]:
    for table, file in files.items():
        origin = folder.origins.get(table, file)
        if origin != file:
            yield Fault(origin, "unknown_format", hint=Path(file).suffix)
    refused = folder.refused.get("link_decisions")
    if refused is not None and refused.height:
        yield from (fault for fault in folder.faults if fault.file == folder.origins["link_decisions"])
