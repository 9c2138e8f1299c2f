"""Why sales grew or fell in each channel: the drivers, in the currency of the case (METHOD §5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.books.growth import Driver, Growth
from tramite.books.places import revenue_table
from tramite.kernel.case import Channel
from tramite.kernel.figures import Unit
from tramite.reports.charts.growth import growth_chart
from tramite.reports.grid import Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Picture, Section, Words

_UNITS: dict[str, Unit] = {
    "partners": "count", "customers": "count", "customers_each": "ratio", "orders_each": "ratio",
    "spend_each": "money", "order_value": "money",
}  # fmt: skip


def write_growth(scribe: Scribe) -> Section:
    """Write the growth of each channel as a waterfall and a table; where it cannot be told, why."""
    found = {growth.channel_id: growth for growth in scribe.dossier.growth}
    told = tuple(_sentence(scribe, growth) for growth in found.values())
    blocks: list[Block] = [Words(scribe.tell("growth.lead"), points=told)]
    for growth in found.values():
        title = scribe.tell("growth.chart", channel=scribe.channel(growth.channel_id))
        about = scribe.tell("growth.chart_about")
        blocks.append(Picture(f"growth-{growth.channel_id}", title, about, growth_chart(scribe, growth)))
    lacking = [c for c in scribe.definition.selling_channels if c.id not in found]
    if found:
        blocks.append(_grid(scribe, tuple(found.values())))
    if lacking:
        reasons = tuple(
            scribe.tell("growth.absent", channel=scribe.channel(c.id), why=_why(scribe, c)) for c in lacking
        )
        blocks.append(Words(scribe.tell("growth.absent_lead"), points=reasons, tone="absent"))
    return Section("growth", scribe.tell("growth.title"), tuple(blocks), scribe.badge("books"))


def _sentence(scribe: Scribe, growth: Growth) -> str:
    ordered = sorted(growth.drivers, key=lambda driver: -abs(driver.contribution))
    parts = ", ".join(
        scribe.tell(
            "growth.part",
            factor=scribe.tell(f"rules.factor_{driver.factor}"),
            amount=_signed(scribe, driver.contribution),
        )
        for driver in ordered
    )
    return scribe.tell(
        "growth.sentence", channel=scribe.channel(growth.channel_id), change=_signed(scribe, growth.change),
        share=_signed_share(scribe, growth.change / growth.before), parts=parts,
    )  # fmt: skip


def _signed(scribe: Scribe, amount: float) -> str:
    return f"{'+' if amount > 0 else ''}{scribe.brief(amount)}"


def _signed_share(scribe: Scribe, share: float) -> str:
    return f"{'+' if share > 0 else ''}{scribe.figure(share, 'share')}"


def _grid(scribe: Scribe, growths: tuple[Growth, ...]) -> Grid:
    period = scribe.dossier.statement.period
    rows: list[Row] = []
    for growth in growths:
        rows.append(Row(scribe.channel(growth.channel_id), kind="group"))
        rows += _rows(scribe, growth)
    headers = (
        scribe.tell("growth.driver"), scribe.period(period.previous()), scribe.period(period),
        scribe.tell("growth.contribution"), scribe.tell("growth.of_sales"),
    )  # fmt: skip
    caption = scribe.tell("growth.caption", currency=scribe.currency)
    return Grid("growth-grid", "growth", caption, headers, tuple(rows), (scribe.tell("growth.note"),))


def _rows(scribe: Scribe, growth: Growth) -> Iterator[Row]:
    for driver in growth.drivers:
        yield _row(scribe, growth, scribe.tell(f"growth.{driver.factor}"), driver, _UNITS[driver.factor])
    total = Driver("partners", growth.before, growth.now, growth.change)
    yield _row(scribe, growth, scribe.line("invoiced"), total, "money", total=True)


def _row(scribe: Scribe, growth: Growth, label: str, driver: Driver, unit: Unit, *, total: bool = False) -> Row:
    derived = scribe.tell("growth.total_ground" if total else "growth.ground")
    sources = growth.sources
    return Row(
        label,
        (
            scribe.number(driver.before, unit, sources),
            scribe.number(driver.now, unit, sources),
            scribe.number(driver.contribution, "money", sources, derived=derived),
            scribe.number(driver.contribution / growth.before, "share", sources, derived=derived),
        ),
        "subtotal" if total else "line",
    )


def _why(scribe: Scribe, channel: Channel) -> str:
    """Say what is missing: the table, a year of invoices, or the counts behind the drivers."""
    table = revenue_table(channel)
    dossier = scribe.dossier
    if table in dossier.missing_tables:
        return scribe.tell("growth.no_table", table=table)
    statements = [s for s in (dossier.statement_previous, dossier.statement) if s is not None]
    amounts = [s.cells[channel.id, "net_sales"].amount for s in statements if (channel.id, "net_sales") in s.cells]
    if len(amounts) < 2 or any(amount is None or amount <= 0 for amount in amounts):
        return scribe.tell("growth.no_year", table=table)
    return scribe.tell("growth.no_counts", table=table)
