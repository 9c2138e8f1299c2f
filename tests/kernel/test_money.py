from __future__ import annotations

from decimal import Decimal

import pytest

from tramite.kernel.errors import TramiteError
from tramite.kernel.money import Money


def test_money_adds_exactly() -> None:
    assert Money(Decimal("0.10"), "EUR") + Money(Decimal("0.20"), "EUR") == Money(Decimal("0.30"), "EUR")


def test_money_rounds_half_to_even() -> None:
    assert [str(Money(Decimal(x), "EUR").to_cents().amount) for x in ("0.125", "0.135")] == ["0.12", "0.14"]


def test_money_of_two_currencies_does_not_add() -> None:
    with pytest.raises(TramiteError, match=r"EUR.*USD"):
        Money(Decimal(1), "EUR") - Money(Decimal(1), "USD")
