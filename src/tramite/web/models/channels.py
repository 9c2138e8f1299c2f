"""Channels of a study: the map of who sells to whom."""

from __future__ import annotations

from typing import ClassVar, get_args

from django.db import models

from tramite.kernel.case import ChannelKind
from tramite.web.models.studies import Study
from tramite.web.models.words import worded

KINDS: tuple[str, ...] = get_args(ChannelKind)
REACH = ("direct", "indirect")
MEDIUM = ("physical", "online")
END_CUSTOMER = ("business", "consumer", "both")


class Channel(models.Model):
    """One way to the market, as ``case.toml`` says; whoever changes a channel changes the text with it.

    Attributes:
        contribution, net_sales: of a year, as last read from the books (``Study.brings_seal``); null: n.d.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="channels")
    code = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    name_en = models.CharField(max_length=200)
    name_it = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=worded(KINDS))
    reach = models.CharField(max_length=10, choices=worded(REACH))
    medium = models.CharField(max_length=10, choices=worded(MEDIUM))
    end_customer = models.CharField(max_length=10, choices=worded(END_CUSTOMER))
    sells_to = models.JSONField(default=list)
    contribution = models.FloatField(null=True)
    net_sales = models.FloatField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "code"], name="tramite_one_channel_of_a_code"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}__in": allowed}), name=f"tramite_channel_{name}"
                )
                for name, allowed in (
                    ("kind", KINDS), ("reach", REACH), ("medium", MEDIUM), ("end_customer", END_CUSTOMER)
                )
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code

    def name(self, language: str) -> str:
        """Return the name in a language."""
        return self.name_it if language.startswith("it") else self.name_en
