"""The page of the tables: what each column is and may be, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.kernel.contracts import Contract
from tramite.kernel.markdown import table_row
from tramite.kernel.tables import CONTRACTS
from tramite.kernel.wording import LANGUAGES, Language, say


def contract_page() -> str:
    """Write the page ``docs/contracts.md`` in Markdown, from the contracts."""
    return "\n".join(line for language in LANGUAGES for line in _part(language))


def _part(language: Language) -> Iterator[str]:
    yield f"# {say('contracts.title', language)}"
    yield ""
    yield say("contracts.lead", language)
    yield ""
    for contract in CONTRACTS.values():
        yield from _table(contract, language)


def _table(contract: Contract, language: Language) -> Iterator[str]:
    yield f"## `{contract.room}/{contract.name}`"
    yield ""
    yield say("contracts.table", language, about=contract.say(language), columns=", ".join(contract.key))
    yield ""
    columns = ("column", "kind", "required", "about", "expected")
    yield table_row(say(f"cli.column_{column}", language) for column in columns)
    yield table_row("---" for _ in columns)
    for column in contract.columns:
        required = say("cli.yes", language) if column.required else ""
        yield table_row((f"`{column.name}`", column.kind.value, required, column.say(language), column.expected))
    yield ""
