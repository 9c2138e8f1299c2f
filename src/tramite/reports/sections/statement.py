"""Income statement by channel: amounts, shares of net sales, the year before, the ledger (METHOD §5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.books.cells import Cell
from tramite.books.lines import BY_CODE, COMPANY, LINES, Line
from tramite.books.statement import IncomeStatement
from tramite.reports.charts.margins import margins_chart
from tramite.reports.grid import Datum, Grid, Row, RowKind
from tramite.reports.hand import Hand
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words

KEY_LINES = ("net_sales", "gross_margin", "cm1", "cm2", "ebitda")
LEFT_OUT, ALLOCATED = "*", "†"


def write_statement(scribe: Scribe) -> Section:
    """Write the income statement by channel."""
    statement = scribe.dossier.statement
    blocks: list[Block] = [
        Words(scribe.say("statement_lead", period=scribe.period(statement.period), currency=statement.currency)),
        *_preparers_notes(scribe),
        _amounts(scribe, statement),
        Picture("margins", scribe.chart("margins"), scribe.chart("margins_about"), margins_chart(scribe)),
        _shares(scribe, statement),
        Heading("previous", scribe.say("previous")),
        *_previous(scribe, statement),
        Heading("reconciliation", scribe.say("reconciliation")),
        *_reconciliation(scribe),
    ]
    return Section("statement", scribe.say("statement"), tuple(blocks), scribe.badge("books"))


def _preparers_notes(scribe: Scribe) -> Iterator[Block]:
    notes = tuple(note.say(scribe.language) for note in scribe.dossier.definition.notes)
    if notes:
        yield Words(scribe.say("preparers_notes"), points=notes)


def _columns(scribe: Scribe, statement: IncomeStatement) -> tuple[str, ...]:
    return tuple(scribe.channel(channel) for channel in (*statement.channels, COMPANY))


def _kind(line: Line) -> RowKind:
    return "subtotal" if line.role == "subtotal" else "memo" if line.role == "memo" else "line"


def _label(scribe: Scribe, line: Line) -> str:
    return scribe.line(line.code) if line.number is None else f"{line.number}. {scribe.line(line.code)}"


def _amounts(scribe: Scribe, statement: IncomeStatement) -> Grid:
    rows = tuple(
        Row(
            _label(scribe, line),
            tuple(
                _amount(scribe, statement.cell(channel, line.code)) for channel in (*statement.channels, COMPANY)
            ),
            _kind(line),
        )
        for line in LINES
    )
    caption = scribe.say("statement_caption", period=scribe.period(statement.period), currency=statement.currency)
    headers = (scribe.say("line"), *_columns(scribe, statement))
    return Grid("amounts", "statement", caption, headers, rows, tuple(_notes(scribe, statement)))


def _amount(scribe: Scribe, cell: Cell) -> Datum:
    marks = (LEFT_OUT if cell.left_out else "") + (
        ALLOCATED if cell.allocated and BY_CODE[cell.line].role != "subtotal" else ""
    )
    return amount_datum(scribe, cell, marks)


def amount_datum(hand: Hand, cell: Cell, marks: str) -> Datum:
    """Write a cell of a statement: its grounds say what it leaves out, and what of it a driver brought."""
    derived = []
    if cell.left_out:
        derived.append(hand.say("left_out_ground", lines=", ".join(hand.line(code) for code in cell.left_out)))
    if cell.allocated:
        derived.append(hand.say("allocated_ground", amount=hand.figure(cell.allocated, "money")))
    return hand.number(cell.amount, "money", cell.sources, derived="; ".join(derived), marks=marks)


def _lines(scribe: Scribe, codes: tuple[str, ...]) -> str:
    return ", ".join(scribe.line(code) for code in codes)


def _notes(scribe: Scribe, statement: IncomeStatement) -> Iterator[str]:
    channels = (*statement.channels, COMPANY)
    left_out: dict[tuple[str, ...], list[str]] = {}
    for channel in channels:
        codes: dict[str, None] = {}
        for line in LINES:
            codes |= dict.fromkeys(statement.cell(channel, line.code).left_out)
        if codes:
            left_out.setdefault(tuple(codes), []).append(channel)
    for lines, where in left_out.items():
        names = ", ".join(scribe.channel(channel) for channel in where)
        yield f"{LEFT_OUT} {scribe.say('left_out_note', channels=names, lines=_lines(scribe, lines))}"
    for line in LINES:
        if line.role == "subtotal":
            continue
        cells = [statement.cell(channel, line.code) for channel in statement.channels]
        allocated, total = sum(cell.allocated for cell in cells), sum(cell.amount or 0.0 for cell in cells)
        if allocated and total:
            share = scribe.figure(allocated / total, "share")
            yield f"{ALLOCATED} {scribe.say('allocated_note', line=scribe.line(line.code), share=share)}"


def _shares(scribe: Scribe, statement: IncomeStatement) -> Grid:
    rows = []
    for line in LINES:
        if line.role == "memo":
            continue
        cells = []
        for channel in (*statement.channels, COMPANY):
            cell = statement.cell(channel, line.code)
            derived = scribe.say("share_ground", line=scribe.line(line.code))
            sources = dict.fromkeys((*cell.sources, *statement.cell(channel, "net_sales").sources))
            share = statement.ratio(channel, line.code)
            marks = LEFT_OUT if cell.left_out else ""
            cells.append(scribe.number(share, "share", sources, derived=derived, marks=marks))
        rows.append(Row(_label(scribe, line), tuple(cells), _kind(line)))
    headers = (scribe.say("line"), *_columns(scribe, statement))
    return Grid("shares", "shares", scribe.say("shares_caption"), headers, tuple(rows))


def _previous(scribe: Scribe, statement: IncomeStatement) -> Iterator[Block]:
    before = scribe.dossier.statement_previous
    if before is None:
        yield Words(scribe.say("previous_missing"), tone="absent")
        return
    rows: list[Row] = []
    for code in KEY_LINES:
        rows.append(Row(scribe.line(code), kind="group"))
        rows += [_change(scribe, statement, before, channel, code) for channel in (*statement.channels, COMPANY)]
    headers = (
        scribe.say("channel"), scribe.period(before.period), scribe.period(statement.period),
        scribe.say("change"), scribe.say("change_share"),
    )  # fmt: skip
    yield Grid(
        "before", "previous", scribe.say("previous_caption", currency=scribe.currency), headers, tuple(rows)
    )


def _change(scribe: Scribe, statement: IncomeStatement, before: IncomeStatement, channel: str, code: str) -> Row:
    now = statement.cell(channel, code)
    then = before.cells.get((channel, code), Cell(code, None))
    a, b = then.amount, now.amount
    difference = None if a is None or b is None else b - a
    # a change in per cent of a loss, or of nothing, says nothing
    relative = difference / a if difference is not None and a is not None and a > 0 else None
    sources = dict.fromkeys((*now.sources, *then.sources))
    marks = LEFT_OUT if now.left_out or then.left_out else ""
    return Row(
        scribe.channel(channel),
        (
            scribe.number(a, "money", then.sources, marks=LEFT_OUT if then.left_out else ""),
            scribe.number(b, "money", now.sources, marks=LEFT_OUT if now.left_out else ""),
            scribe.number(difference, "money", sources, derived=scribe.say("change_ground"), marks=marks),
            scribe.number(relative, "share", sources, derived=scribe.say("change_share_ground"), marks=marks),
        ),
        "subtotal" if channel == COMPANY else "line",
    )


def _reconciliation(scribe: Scribe) -> Iterator[Block]:
    reconciliation = scribe.dossier.reconciliation
    if reconciliation is None or not reconciliation.rows:
        yield Words(scribe.say("reconciliation_missing"), tone="absent")
        return
    rows = []
    for row in reconciliation.rows:
        amounts = [None if x is None else float(x) for x in (row.statement, row.ledger, row.difference)]
        accounts = ", ".join(row.accounts)
        grounds = (
            scribe.say("statement_ground", line=scribe.line(row.line)),
            scribe.say("ledger_ground", accounts=accounts),
        )
        cells = (
            Datum(scribe.figure(amounts[0], "money"), amounts[0], "money", grounds=grounds[:1]),
            Datum(scribe.figure(amounts[1], "money"), amounts[1], "money", grounds=grounds[1:]),
            Datum(scribe.figure(amounts[2], "money"), amounts[2], "money", grounds=grounds),
        )
        rows.append(Row(scribe.line(row.line), cells, about=accounts))
    headers = tuple(scribe.say(key) for key in ("line", "statement_amount", "ledger_amount", "difference"))
    caption = scribe.say(
        "reconciliation_caption", period=scribe.period(reconciliation.period), currency=reconciliation.currency
    )
    yield Words(scribe.say("reconciliation_lead"))
    note = scribe.dossier.definition.ledger_note
    if note is not None:
        yield Words(note.say(scribe.language))
    yield Grid("ledger", "reconciliation", caption, headers, tuple(rows))
