"""Costs on places: charged where the ledger names the channel, else split by a driver that is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tramite.books.cost_rows import CostRow, Derived, charged_to, ledger_rows
from tramite.books.credit import credit_costs
from tramite.books.drivers import Drivers
from tramite.books.lines import UNALLOCATED
from tramite.books.places import Dimension, Place
from tramite.books.rows import Tables
from tramite.books.sales import Sales
from tramite.books.serving import serving_costs
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, say

_ROUNDING = 1e-12
_DERIVED = {"cost_to_serve": serving_costs, "credit": credit_costs}


@dataclass(slots=True)
class Charge:
    """What one place bears of one cost line: amounts per month (positive), and by which way it came."""

    monthly: list[float]
    allocated: float = 0.0
    grounds: dict[tuple[str, str], None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Driven:
    """Which accounts a charge is made of, and by which driver each was split."""

    line: str
    grounds: tuple[tuple[str, str], ...]

    def say(self, language: Language = "en") -> str:
        """Write accounts by driver; a line with no row for the channel says so."""
        if not self.grounds:
            return say("methods.no_charge", language, line=say(f"lines.{self.line}", language))
        accounts: dict[str, list[str]] = {}
        for account, driver in self.grounds:
            accounts.setdefault(driver, []).append(account)
        return "; ".join(
            f"{say(f'methods.driver_{driver}', language)}: {', '.join(names)}"
            for driver, names in accounts.items()
        )


@dataclass(frozen=True, slots=True)
class Charges:
    """Costs by place and line.

    Attributes:
        months: of the period. known: line to the channels where it is recorded: zero there where nothing was
            charged, n.d. elsewhere. derived: lines that the ledger does not hold, with what they come from.
    """

    months: int
    known: Mapping[str, frozenset[str]]
    derived: Mapping[str, tuple[Source, ...]]
    _by_place: Mapping[tuple[Place, str], Charge]

    def of(self, place: Place, line: str) -> Charge | None:
        """Return what a place bears of a line; ``None`` is n.d."""
        if place[0] not in self.known.get(line, ()):
            return None
        return self._by_place.get((place, line)) or Charge([0.0] * self.months)

    @property
    def places(self) -> tuple[Place, ...]:
        """Places that bear any cost."""
        return tuple(dict.fromkeys(place for (place, _), charge in self._by_place.items() if any(charge.monthly)))


def charge_costs(
    tables: Tables,
    definition: CaseDefinition,
    period: Period,
    sales: Mapping[Place, Sales],
    dimensions: Sequence[Dimension],
) -> Charges:
    """Charge costs to selling channels, and inside them to places.

    A row that names a selling channel goes there. A row that names a channel which only feeds others goes to those
    that it serves; a row that names none goes to all; both are split by the row's driver, taken over the whole
    period: ``net_sales``, ``units``, ``orders``, ``minutes`` (of touches) or ``receivables``. What cannot be split
    (driver ``none``, or one that is n.d.) stays under the channel ``unallocated``, so that the sum still meets the
    ledger. Inside a channel, what was made for a partner goes to that partner, the rest by the same driver.

    Cost-to-serve and cost of credit that ``costs`` does not hold come from ``touches`` and ``receivables``.
    """
    drivers = Drivers(tables, definition, period, sales, dimensions)
    rows = ledger_rows(tables, period)
    everywhere = frozenset(channel.id for channel in definition.selling_channels) | {UNALLOCATED}
    known = dict.fromkeys(dict.fromkeys(row.line for row in rows), everywhere)
    derived: dict[str, Derived] = {}
    for line, derive in _DERIVED.items():
        found = None if line in known else derive(tables, definition, period)
        if found is not None:
            derived[line] = found
            known[line] = found.channels | {UNALLOCATED}
            rows += found.rows
    index = {month: position for position, month in enumerate(period)}
    by_place: dict[tuple[Place, str], Charge] = {}
    for row in rows:
        for place, share, direct in _placed(row, definition, drivers):
            charge = by_place.setdefault((place, row.line), Charge([0.0] * period.months))
            charge.monthly[index[row.month]] += row.amount * share
            charge.allocated += 0.0 if direct else row.amount * share
            charge.grounds[row.account, row.driver] = None
    return Charges(period.months, known, {line: found.sources for line, found in derived.items()}, by_place)


def _placed(row: CostRow, definition: CaseDefinition, drivers: Drivers) -> Iterator[tuple[Place, float, bool]]:
    """Walk through the places that bear a row: place, share, and whether it is charged there directly."""
    targets = charged_to(row.channel_id, definition)
    direct = targets == (row.channel_id,)
    shares = dict.fromkeys(targets, 1.0) if direct else drivers.over_channels(row.driver, targets)
    for channel, share in shares.items():
        for place, part, named in drivers.inside(channel, row.driver, row.partner_id):
            yield place, share * part, direct and named
    rest = 1.0 - sum(shares.values())
    if not shares or rest > _ROUNDING:
        yield drivers.nowhere, rest, False
