"""Fields of the tables of a case: what a contract says of a column, said to the database."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from tramite.kernel.contracts import Contract
from tramite.web.models.words import worded

CODE_LENGTH = 200  # of an id: both databases index it whole
_PLACES = 4
_LARGEST = Decimal(10**18 - 1).scaleb(-_PLACES)


class MoneyField(models.BigIntegerField[Any, Any]):
    """An amount with four decimal places, kept as a whole number of ten-thousandths.

    SQLite has no decimals: it would keep the nearest binary fraction, and 18 digits would not come back (ADR 27).
    """

    def from_db_value(self, value: int | None, expression: object, connection: object) -> Decimal | None:
        """Return the amount as a person knows it."""
        return None if value is None else Decimal(value).scaleb(-_PLACES)

    def to_python(self, value: Any) -> Decimal | None:
        """Read what a form gives."""
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value))
        except ArithmeticError as error:
            raise ValidationError(_("Write an amount, with at most four decimals.")) from error

    def get_prep_value(self, value: Any) -> int | None:
        """Return the whole number to be kept."""
        amount = self.to_python(value)
        if amount is None:
            return None
        scaled = amount.scaleb(_PLACES)
        if not amount.is_finite() or abs(amount) > _LARGEST or scaled != scaled.to_integral_value():
            raise ValidationError(_("Write an amount, with at most four decimals."))
        return int(scaled)

    def formfield(self, **kwargs: Any) -> Any:
        """Offer a number with decimals."""
        from django import forms  # noqa: PLC0415 - forms are not loaded where no page is made

        defaults = {"form_class": forms.DecimalField, "max_digits": 18, "decimal_places": _PLACES}
        return models.Field.formfield(self, **{**defaults, **kwargs})


def code() -> models.CharField[str, str]:
    """Return the field of an id that every row has."""
    return models.CharField(max_length=CODE_LENGTH)


def optional_code() -> models.CharField[str | None, str | None]:
    """Return the field of an id that a row may lack: nothing is not the same as empty text."""
    return models.CharField(max_length=CODE_LENGTH, null=True, blank=True)


def words() -> models.TextField[str | None, str | None]:
    """Return the field of free text that a row may lack."""
    return models.TextField(null=True, blank=True)


def choice(allowed: Iterable[str]) -> models.CharField[str, str]:
    """Return the field of a word from a list, that every row has."""
    return models.CharField(max_length=40, choices=worded(allowed))


def optional_choice(allowed: Iterable[str]) -> models.CharField[str | None, str | None]:
    """Return the field of a word from a list, that a row may lack."""
    return models.CharField(max_length=40, choices=worded(allowed), null=True, blank=True)


def contract_rules(contract: Contract) -> list[models.BaseConstraint]:
    """Return what a contract says of the values of its columns, as constraints of the database."""
    rules: list[models.BaseConstraint] = []
    for column in contract.columns:
        bounds = {f"{column.name}__gte": column.low, f"{column.name}__lte": column.high}
        given = {lookup: bound for lookup, bound in bounds.items() if bound is not None}
        if column.allowed:
            given[f"{column.name}__in"] = column.allowed  # type: ignore[assignment]
        if given:
            rule = models.Q(**given)
            if not column.required:
                rule |= models.Q(**{f"{column.name}__isnull": True})
            rules.append(models.CheckConstraint(condition=rule, name=f"tramite_{contract.name}_{column.name}"))
    return rules
