"""A row of a table of the case format, kept in the database."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tramite.kernel.contracts import Contract
from tramite.web.models.fields import contract_rules
from tramite.web.models.studies import Study


class CaseRow(models.Model):
    """A row of a table; its fields have the names of the columns of ``contract``.

    Attributes:
        position: place of the row in its table: a case that goes in and comes out is the same, row by row.
    """

    contract: ClassVar[Contract]

    study = models.ForeignKey(Study, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["position"]
        indexes: ClassVar = [models.Index(fields=["study", "position"], name="tramite_%(class)s_place")]


def row_rules(contract: Contract, *, key: tuple[str, ...] = ()) -> list[models.BaseConstraint]:
    """Return the constraints of a table: allowed values, ranges, and the key within a study.

    Args:
        key: names of the fields that tell rows apart, unless they are those of the contract.
    """
    fields = ["study", *(key or contract.key)]
    unique = models.UniqueConstraint(fields=fields, name=f"tramite_{contract.name}_key")
    return [unique, *contract_rules(contract)]
