"""The commands that link end customers: ``link``, ``review``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from tramite.cli.speaking import TERMINAL, out, told_plainly
from tramite.kernel.figures import figure
from tramite.kernel.wording import say
from tramite.workflows.linkage import LinkReview, link_case, review_case, review_page

PAIRS_SHOWN = 20

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]

PageOption = Annotated[bool, typer.Option("--page", help=say("review.page_option", TERMINAL))]
PairOption = Annotated[
    tuple[str, str] | None, typer.Option("--pair", metavar="A B", help=say("review.pair_option", TERMINAL))
]


def link(case: CasePath) -> None:
    """Link the end customers of a case."""
    with told_plainly():
        done = link_case(case)
        entries, entities = (figure(count, "count", TERMINAL) for count in (done.customers, done.entities))
        out.print(say("linkage.linked", TERMINAL, customers=entries, entities=entities, links=done.links))
        if done.invalid_vat_numbers:
            out.print(say("linkage.invalid_vat", TERMINAL, count=done.invalid_vat_numbers))
        if done.to_review:
            out.print(say("linkage.to_review", TERMINAL, count=done.to_review, file=done.decisions, case=case))
        else:
            out.print(say("linkage.nothing_to_review", TERMINAL))


def review(case: CasePath, page: PageOption = False, pair: PairOption = None) -> None:
    """Show the pairs of customers that are still to judge."""
    with told_plainly():
        if page or pair is not None:
            file = review_page(case, pair=pair, language=TERMINAL)
            out.print(say("review.written", TERMINAL, file=file))
        if pair is not None:
            return
        found = review_case(case)
        if found.open.is_empty():
            out.print(say("linkage.nothing_to_review", TERMINAL))
        else:
            _print_pairs(found)
            out.print(say("linkage.to_review", TERMINAL, count=found.open.height, file=found.file, case=case))
        out.print(say("linkage.judged", TERMINAL, judged=found.judged, open=found.open.height))


def _print_pairs(found: LinkReview) -> None:
    table = Table(*(say(f"linkage.column_{name}", TERMINAL) for name in ("probability", "a", "b")))
    for row in found.open.head(PAIRS_SHOWN).iter_rows(named=True):
        sides = (
            "\n".join(
                escape(str(row[f"{part}_{side}"]))
                for part in ("customer", "name", "address", "vat_number", "email_domain")
                if row[f"{part}_{side}"] is not None
            )
            for side in ("a", "b")
        )
        table.add_row(figure(row["probability"], "share", TERMINAL), *sides, end_section=True)
    out.print(table)
    if found.open.height > PAIRS_SHOWN:
        count = found.open.height - PAIRS_SHOWN
        out.print(say("linkage.more_pairs", TERMINAL, count=count, file=found.file))
