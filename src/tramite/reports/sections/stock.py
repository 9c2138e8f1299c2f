"""Does the stock at partners add up: opening + sell-in − sell-out − returns = closing? (METHOD §5.2)."""

from __future__ import annotations

from tramite.books.partner_stock import StockFindings, ValuedDifference
from tramite.reports.grid import Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Section, Words

_FLOWS = ("opening", "sell_in", "sell_out", "returns", "closing", "difference")
SHOWN = 25  # the Parquet table has them all


def write_stock(scribe: Scribe) -> Section:
    """Write how many partner × product pairs add up, who is silent, and the dearest differences."""
    found = scribe.dossier.stock
    blocks = (Words(_tell(scribe, "absent"), tone="absent"),) if found is None else tuple(_blocks(scribe, found))
    return Section("stock", _tell(scribe, "title"), blocks, scribe.badge("books"))


def _blocks(scribe: Scribe, found: StockFindings) -> list[Block]:
    check = found.check
    blocks: list[Block] = [Words(_tell(scribe, "lead"))]
    if check.checked:
        off = len(check.differences)
        counts = {"checked": check.checked, "hold": check.checked - off, "off": off}
        written = {name: scribe.figure(count, "count") for name, count in counts.items()}
        text = _tell(scribe, "count", period=scribe.period(check.period), **written)
        if off:
            text += " " + _tell(scribe, "worth", value=scribe.brief(found.value))
        blocks.append(Words(text, tone="warning" if off else "plain"))
    else:
        blocks.append(Words(_tell(scribe, "nobody"), tone="absent"))
    if check.silent:
        count = scribe.figure(len(check.silent), "count")
        blocks.append(Words(_tell(scribe, "silent", count=count)))
    if found.differences:
        blocks.append(_grid(scribe, found))
    return blocks


def _grid(scribe: Scribe, found: StockFindings) -> Grid:
    headers = (
        _tell(scribe, "pair"), *(_tell(scribe, name) for name in _FLOWS), _tell(scribe, "value"),
    )  # fmt: skip
    rows = tuple(_row(scribe, row, found) for row in found.differences[:SHOWN])
    caption = _tell(scribe, "caption", period=scribe.period(found.check.period), currency=scribe.currency)
    notes = [_tell(scribe, "value_note")]
    if len(found.differences) > SHOWN:
        notes.append(_tell(scribe, "more", count=scribe.figure(len(found.differences) - SHOWN, "count")))
    return Grid("stock-grid", "stock", caption, headers, rows, tuple(notes))


def _row(scribe: Scribe, row: ValuedDifference, found: StockFindings) -> Row:
    pieces = {name: getattr(row.found, name) for name in _FLOWS}
    derived = {"difference": _tell(scribe, "difference_ground")}
    cells = [
        scribe.number(amount, "count", found.sources, derived=derived.get(name, ""))
        for name, amount in pieces.items()
    ]
    value_ground = _tell(scribe, "value_missing" if row.value is None else "value_ground")
    cells.append(scribe.number(row.value, "money", found.sources, derived=value_ground))
    return Row(row.found.partner_id, tuple(cells), about=row.found.product_id)


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"stock.{key}", **params)
