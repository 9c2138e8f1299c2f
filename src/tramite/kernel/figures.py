"""Numbers as a person writes them, in Italian or English; what is missing is «n.d.», never zero."""

from __future__ import annotations

import math
from typing import Literal

from babel.numbers import format_currency, format_decimal, format_percent

from tramite.kernel.wording import Language, say

Unit = Literal["money", "share", "score", "points", "count", "ratio", "days", "weeks", "months"]
_DIGITS: dict[str, str] = {"score": "0.0", "points": "+0.0;-0.0", "count": "#,##0", "ratio": "0.00#"}


def figure(value: float | None, unit: Unit, language: Language = "en", currency: str = "EUR") -> str:
    """Write a number with its unit.

    Args:
        value: the number; ``None`` or NaN is written «n.d.».
        unit: ``money`` in whole currency units, ``share`` as per cent of 1, ``score`` 0–100 with one decimal,
            ``points`` a signed difference of scores, ``days``, ``weeks`` and ``months`` with their word.
        currency: ISO 4217 code, for ``money``.
    """
    if value is None or math.isnan(value):
        return say("figures.missing", language)
    if unit == "money":
        pattern = "¤\xa0#,##0;-¤\xa0#,##0"
        return str(format_currency(value, currency, format=pattern, locale=language, currency_digits=False))
    if unit == "share":
        return str(format_percent(value, format="0.0%", locale=language))
    if unit in ("days", "weeks", "months"):
        return say(f"figures.{unit}", language, number=format_decimal(value, format="0.#", locale=language))
    return str(format_decimal(value, format=_DIGITS[unit], locale=language))
