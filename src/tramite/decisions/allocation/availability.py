"""Which options of a plan cannot be chosen, and why: the plan says so, the vendor's people do, or data lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tramite.beliefs.held import Beliefs
from tramite.books.statement import IncomeStatement
from tramite.decisions.allocation.plan import AllocationPlan, Option
from tramite.decisions.levers.lever import Lever
from tramite.decisions.market import Market
from tramite.decisions.missing import Missing
from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.measure_table import MeasureTable

Books = tuple[Market, IncomeStatement]


@dataclass(frozen=True, slots=True)
class Unavailable:
    """An option that cannot be chosen.

    Attributes:
        item: its place in the plan. why: the plan blocks it, the vendor's people call its lever blocked, or its
            simulation lacks something.
        said: share of the vendor's people who call it blocked. missing: what the simulation lacks.
    """

    item: int
    why: Literal["plan", "people", "missing"]
    said: Estimate | None = None
    missing: tuple[Missing, ...] = ()


def unavailable(
    plan: AllocationPlan,
    *,
    beliefs: Beliefs,
    definition: CaseDefinition,
    blocked: Mapping[tuple[str, str], Estimate],
    books: Books | None = None,
) -> tuple[Unavailable, ...]:
    """Return the options that cannot be chosen.

    Args:
        blocked: as :func:`levers_blocked` tells. books: market and statement of the base year, where they tell
            enough to simulate.
    """
    return tuple(_found(plan, beliefs, definition, blocked, books))


def levers_blocked(table: MeasureTable | None, *, method: Method) -> dict[tuple[str, str], Estimate] | None:
    """Return the levers that at least ``b14_blocked`` of those asked about a channel call blocked (VO01).

    Args:
        table: item VO01 of the vendor's people by channel; a cell that is hidden blocks nothing.

    Returns: channel and lever as VO01 names it, to the share that says so; ``None`` if nothing may be read of any
        channel.
    """
    cells = () if table is None else table.cells
    read = {
        (cell.domain, cell.key): cell.estimate
        for cell in cells
        if cell.domain != ALL and cell.estimate.value is not None
    }
    blocked = {key: said for key, said in read.items() if (said.value or 0.0) >= method.b14_blocked}
    return blocked if read else None


def _found(
    plan: AllocationPlan,
    beliefs: Beliefs,
    definition: CaseDefinition,
    blocked: Mapping[tuple[str, str], Estimate],
    books: Books | None,
) -> Iterator[Unavailable]:
    for item, (_, option) in enumerate(plan.options()):
        said = next((blocked[key] for key in _asked(option, definition) if key in blocked), None)
        missing = tuple(lack for lever in option.levers for lack in _lacks(lever, beliefs, definition, books))
        if option.blocked is not None or any(lever.barred is not None for lever in option.levers):
            yield Unavailable(item, "plan")
        elif said is not None:
            yield Unavailable(item, "people", said)
        elif missing:
            yield Unavailable(item, "missing", missing=missing)


def _lacks(lever: Lever, beliefs: Beliefs, definition: CaseDefinition, books: Books | None) -> Iterator[Missing]:
    yield from lever.missing(beliefs, definition)
    if books is not None:
        yield from lever.missing_in_books(books[0], books[1], beliefs, definition)


def _asked(option: Option, definition: CaseDefinition) -> Iterator[tuple[str, str]]:
    for lever in option.levers:
        yield from lever.asked_as(definition)
