"""The command that prints what tables must look like: ``contracts``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from tramite.cli.speaking import TERMINAL, SpeaksOption, chosen, out, told_plainly
from tramite.kernel.contracts import Contract
from tramite.kernel.tables import CONTRACTS
from tramite.kernel.wording import Language, say
from tramite.workflows.contracts import contract_of


def contracts(
    table: Annotated[str | None, typer.Argument(metavar="TABLE", help=say("cli.table_argument", TERMINAL))] = None,
    language: SpeaksOption = None,
) -> None:
    """Print what the tables of a case must look like."""
    with told_plainly():
        speaks = chosen(language)
        if table is None:
            _print_contracts(speaks)
        else:
            _print_contract(contract_of(table), speaks)


def _print_contracts(language: Language) -> None:
    """Print all tables, a line each."""
    table = Table(*(say(f"cli.column_{name}", language) for name in ("table", "room", "about", "key")))
    for contract in CONTRACTS.values():
        table.add_row(contract.name, contract.room, contract.say(language), ", ".join(contract.key))
    out.print(table)


def _print_contract(contract: Contract, language: Language) -> None:
    """Print one table: its columns with type, unit, key, allowed values."""
    out.print(f"[bold]{contract.name}[/]: {contract.say(language)}")
    names = ("column", "kind", "required", "about", "expected")
    table = Table(*(say(f"cli.column_{name}", language) for name in names))
    for column in contract.columns:
        mark = say("cli.yes", language) if column.required else ""
        name = f"{column.name} *" if column.name in contract.key else column.name
        table.add_row(name, column.kind.value, mark, column.say(language), escape(column.expected))
    out.print(table)
    out.print(say("cli.key_note", language))
