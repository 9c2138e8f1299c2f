from __future__ import annotations

from pathlib import Path

import pytest

from tramite.kernel.contract_page import contract_page
from tramite.kernel.contracts import Contract
from tramite.kernel.tables import CONTRACTS


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=str)
def test_contract_is_whole(contract: Contract) -> None:
    names = [column.name for column in contract.columns]
    assert len(set(names)) == len(names)
    assert set(contract.key) <= set(names)
    for column in contract.columns:
        assert column.about
        assert column.about_it
        if column.refers_to is not None and not column.refers_to.startswith("case."):
            table, target = column.refers_to.split(".")
            assert CONTRACTS[table].by_name[target].required


def test_the_page_of_the_tables_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "contracts.md"
    assert page.read_text(encoding="utf-8") == contract_page(), "make it again: make docs"
