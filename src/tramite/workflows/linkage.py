"""Link the end customers of a case; show what a person has to judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tramite.kernel.errors import CaseNotFound, Fault, InputRefused
from tramite.kernel.tables import LINK_DECISIONS
from tramite.kernel.wording import Language
from tramite.reports.review import PairWeights, render_review
from tramite.store.case_folder import CaseFolder, load_case
from tramite.store.columns import empty_frame
from tramite.store.linkage.weights import read_weights
from tramite.store.outputs import save_bytes, save_frame

LINKS_FILE = "books/links.parquet"
WEIGHTS_FILE = "linkage/weights.parquet"
REVIEW_FILE = "linkage/review.html"
PAIRS_ON_PAGE = 50  # a picture each


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
    if not len(folder.tables.get("customers", ())):
        raise CaseNotFound("no_customers", path=folder.path)
    customers = folder.frame("customers")
    faults = tuple(_would_be_lost(folder, {"links": LINKS_FILE, "link_decisions": DECISIONS_FILE}))
    if faults:
        raise InputRefused(faults)
    judged = "link_decisions" in folder.tables
    decisions = folder.frame("link_decisions") if judged else empty_frame(LINK_DECISIONS)
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
    if "link_decisions" not in folder.tables:
        raise CaseNotFound("not_linked", path=folder.path)
    decisions = folder.frame("link_decisions")
    open_pairs = decisions.filter(pl.col("decision").is_null()).sort(
        "probability", descending=True, nulls_last=True
    )
    return LinkReview(
        open_pairs, decisions.height - open_pairs.height, folder.path / folder.origins["link_decisions"]
    )


def review_page(
    path: str | Path, *, pair: tuple[str, str] | None = None, language: Language | None = None
) -> Path:
    """Write why the model thinks what it thinks of the pairs to judge: ``linkage/review.html`` of the case.

    The page holds names and addresses of customers. It is for whoever judges the pairs, never part of a dossier.

    Args:
        pair: two customers, judged or not; otherwise the surest of those still to judge.
        language: of the page; the case's own unless given.

    Raises:
        CaseNotFound: there is no case, its customers were not linked yet, or one of the pair is not there.
    """
    folder = load_case(Path(path))
    scored = read_weights(folder.path / WEIGHTS_FILE)
    if "link_decisions" not in folder.tables or scored is None:
        raise CaseNotFound("not_linked", path=folder.path)
    if not len(folder.tables.get("customers", ())):
        raise CaseNotFound("no_customers", path=folder.path)
    decisions = folder.frame("link_decisions")
    judged = {
        frozenset((a, b)): d for a, b, d in decisions.select("customer_a", "customer_b", "decision").iter_rows()
    }
    open_pairs = decisions.filter(pl.col("decision").is_null()).sort(
        "probability", descending=True, nulls_last=True
    )
    wanted = [pair] if pair is not None else list(open_pairs.select("customer_a", "customer_b").iter_rows())
    known = {row["customer_id"]: row for row in folder.frame("customers").iter_rows(named=True)}
    for name in dict.fromkeys(name for names in wanted[:PAIRS_ON_PAGE] for name in names):
        if name not in known:
            raise CaseNotFound("customer_not_found", customer=name)
    shown = [
        PairWeights(known[a], known[b], _weights_of(scored, a, b), judged.get(frozenset((a, b))))
        for a, b in wanted[:PAIRS_ON_PAGE]
    ]
    page = render_review(
        shown, definition=folder.definition, language=language or folder.definition.language,
        left_out=max(len(wanted) - PAIRS_ON_PAGE, 0),
    )  # fmt: skip
    return save_bytes(folder.path / REVIEW_FILE, page.encode())


def _weights_of(scored: pl.DataFrame, one: str, other: str) -> dict[str, float]:
    first, second = sorted((one, other))
    found = scored.filter(pl.col("a") == first, pl.col("b") == second)
    return dict(found.select("comparison", "weight").iter_rows())


def _would_be_lost(folder: CaseFolder, files: dict[str, str]) -> Iterator[Fault]:
    for table, file in files.items():
        origin = folder.origins.get(table, file)
        if origin != file:
            yield Fault(origin, "unknown_format", hint=Path(file).suffix)
    refused = folder.refused.get("link_decisions")
    if refused is not None and refused.height:
        yield from (fault for fault in folder.faults if fault.file == folder.origins["link_decisions"])
