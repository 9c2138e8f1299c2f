from __future__ import annotations

import pytest

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
