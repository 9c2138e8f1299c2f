"""Money in ledgers: decimal, with its currency; a difference is told, not absorbed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from tramite.kernel.errors import TramiteError
from tramite.kernel.figures import figure
from tramite.kernel.wording import Language

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217). Amounts of two currencies do not add."""

    amount: Decimal
    currency: str

    def __add__(self, other: Money) -> Money:
        self._check_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._check_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def to_cents(self) -> Money:
        """Round to the cent, half to even (ISO 80000-1)."""
        return Money(self.amount.quantize(CENT, ROUND_HALF_EVEN), self.currency)

    def say(self, language: Language = "en") -> str:
        """Write the amount in whole units."""
        return figure(float(self.amount), "money", language, self.currency)

    def __str__(self) -> str:
        return f"{self.to_cents().amount} {self.currency}"

    def _check_currency(self, other: Money) -> None:
        if other.currency != self.currency:
            raise TramiteError("currencies_differ", one=self.currency, other=other.currency)
