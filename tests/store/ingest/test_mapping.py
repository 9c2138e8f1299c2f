from __future__ import annotations

from typing import Any

import pytest

from tramite.kernel.errors import InputRefused
from tramite.store.ingest.mapping import as_mapping

STOCK: dict[str, Any] = {
    "table": "stock",
    "columns": {"product_id": "Art.", "units": "Pz"},
    "constants": {"month": "2024-01", "partner_id": "P"},
}


@pytest.mark.parametrize(
    ("change", "english", "italian"),
    [
        ({"table": "receivable"}, "column 'table': found 'receivable', expected one of: receivables",
         "colonna 'table': trovato 'receivable', atteso uno di questi valori: receivables"),
        ({"columns": {"product_id": "A"}}, "column 'units': this column of the table is required; name it among "
         "columns or constants", "colonna 'units': questa colonna della tabella è obbligatoria; indicarla tra le "
         "colonne o tra le costanti"),
        ({"columns": {**STOCK["columns"], "month": "M"}}, "column 'month': this column is among columns and among "
         "constants; expected one of the two", "colonna 'month': questa colonna è sia tra le colonne sia tra le "
         "costanti; attesa una sola volta"),
        ({"columns": {"product_id": {"from": "A", "factor": 2}, "units": "Pz"}},
         "column 'columns.product_id.factor': only a number can have a factor",
         "colonna 'columns.product_id.factor': solo un numero può avere un fattore"),
        ({"columns": {"product_id": "A", "units": {"from": "A", "format": "%d"}}},
         "column 'columns.units.format': only a date or a month can have a format",
         "colonna 'columns.units.format': solo una data o un mese può avere un formato"),
        ({"columns": {"product_id": "@name", "units": "Pz"}},
         "column 'columns.product_id': found '@name', expected one of: @file, @sheet, @row, @month, @value",
         "colonna 'columns.product_id': trovato '@name', atteso uno di questi valori: @file, @sheet, @row, "
         "@month, @value"),
        ({"currency": {"code": "GBP", "rate": 1, "rates": {"2024-01": 1}}},
         "column 'currency': expected rate | rates", "colonna 'currency': atteso rate | rates"),
    ],
)  # fmt: skip
def test_a_mapping_says_what_is_wrong(change: dict[str, Any], english: str, italian: str) -> None:
    with pytest.raises(InputRefused) as caught:
        as_mapping(STOCK | change, file="m.toml")
    (fault,) = caught.value.faults
    assert fault.say("en") == f"'m.toml', {english}"
    assert fault.say("it") == f"'m.toml', {italian}"


def test_rates_by_month_need_a_month() -> None:
    content = {"table": "products", "columns": {"product_id": "A"}}
    with pytest.raises(InputRefused) as caught:
        as_mapping({**content, "currency": {"code": "GBP", "rates": {"2024-01": 1.2}}}, file="m.toml")
    assert [fault.kind for fault in caught.value.faults] == ["rates_without_month"]


def test_the_digest_tells_what_is_said_not_how() -> None:
    one = as_mapping(STOCK, file="a.toml")
    assert one.digest == as_mapping({**STOCK, "skip": []}, file="b.toml").digest
    assert one.digest != as_mapping({**STOCK, "decimal": "comma"}, file="a.toml").digest


def test_files_fit_whatever_their_case() -> None:
    mapping = as_mapping({**STOCK, "files": ["Rossi_*.csv"]}, file="m.toml")
    assert [mapping.fits(name) for name in ("ROSSI_1.CSV", "rossi.csv")] == [True, False]
