"""A small case in a folder, to be filled with good and broken files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

from tramite.kernel.errors import InputRefused
from tramite.kernel.wording import Language
from tramite.store.case_folder import CaseFolder, load_case

DEFINITION = """
vendor = "Rossi"
currency = "EUR"
language = "it"
as_of = 2024-12-31
name = { en = "Small", it = "Piccolo" }

[[channels]]
id = "web"
name = { en = "Web", it = "Web" }
kind = "web"
reach = "direct"
medium = "online"
end_customer = "consumer"

[[channels]]
id = "shops"
name = { en = "Shops", it = "Negozi" }
kind = "resellers"
reach = "indirect"
medium = "physical"
end_customer = "both"

[[lines]]
id = "bikes"
name = { en = "Bikes", it = "Biciclette" }
"""
PARTNERS = "partner_id,channel_id\nP001,shops\nP002,shops\n"
PRODUCTS = "product_id,line_id\nK1,bikes\n"


@dataclass
class CaseOnDisk:
    """A case folder under test."""

    path: Path

    def write(self, file: str, content: str | bytes) -> Path:
        """Write a file of the case, text as UTF-8."""
        target = self.path / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def write_sheets(self, file: str, sheets: dict[str, Iterable[Sequence[object]]]) -> Path:
        """Write a workbook: rows by name of the sheet, dates as date cells."""
        target = self.path / file
        target.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(target, {"default_date_format": "dd/mm/yyyy"}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return target

    def load(self) -> CaseFolder:
        """Open the case."""
        return load_case(self.path)

    def refusal(self, language: Language = "en") -> list[str]:
        """Open a case that must be refused as a whole, and return what it is told, without the first sentence."""
        with pytest.raises(InputRefused) as caught:
            self.load()
        return [fault.say(language) for fault in caught.value.faults]

    def faults(self, language: Language = "en") -> list[str]:
        """Open the case and return what is said of its rows."""
        return [fault.say(language) for fault in self.load().faults]
