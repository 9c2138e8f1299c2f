"""Who could be asked, who was drawn, and what was done to the sample."""

from __future__ import annotations

from typing import ClassVar, Final, Self

from django.db import models

from tramite.kernel.tables import FRAME, ROLES, SAMPLE, SAMPLE_LOG
from tramite.web.models.case_rows import CaseRow, row_rules
from tramite.web.models.channels import Channel
from tramite.web.models.fields import MoneyField, choice, code, optional_choice, optional_code, words
from tramite.web.models.people import User
from tramite.web.models.rights import Right
from tramite.web.models.words import WORDS

_SET_BY_HAND: Final = {value for name in ("outcome", "mode") for value in SAMPLE.by_name[name].allowed}


class FrameUnit(CaseRow):
    """Somebody who could be interviewed; the name is apart (:class:`RespondentName`)."""

    contract = FRAME

    unit_id = code()
    role = choice(ROLES)
    channel = models.ForeignKey(Channel, models.RESTRICT, related_name="frame_units")
    stratum = models.TextField()
    revenue = MoneyField(null=True)
    potential = MoneyField(null=True)
    status = choice(FRAME.by_name["status"].allowed)
    area = words()
    contribution = MoneyField(null=True)
    origin = optional_choice(FRAME.by_name["origin"].allowed)

    class Meta(CaseRow.Meta):
        constraints: ClassVar = row_rules(FRAME)

    def __str__(self) -> str:
        return self.unit_id


class SampledUnitQuerySet(models.QuerySet["SampledUnit"]):
    """Filters of those who were drawn."""

    def visible_to(self, user: User, rights: frozenset[Right]) -> Self:
        """Keep those whom somebody may work with: all, those they are to speak with, or none."""
        if Right.MANAGE_FIELD in rights:
            return self
        return self.filter(assigned_to=user) if Right.CONDUCT_INTERVIEWS in rights else self.none()


class SampledUnit(CaseRow):
    """Somebody who was drawn, and what came of it; the name is apart (:class:`RespondentName`).

    Attributes:
        assigned_to: the account of whoever is to speak with them.
    """

    contract = SAMPLE

    unit_id = code()
    order = models.BigIntegerField()
    outcome = choice(SAMPLE.by_name["outcome"].allowed)
    reason = words()
    role = optional_choice(ROLES)
    channel = models.ForeignKey(Channel, models.RESTRICT, null=True, related_name="sampled_units")
    stratum = words()
    place = models.BigIntegerField(null=True)
    informants = models.BigIntegerField(null=True)
    mode = optional_choice(SAMPLE.by_name["mode"].allowed)
    mode_reason = optional_choice(SAMPLE.by_name["mode_reason"].allowed)
    week = models.BigIntegerField(null=True)
    replaces = optional_code()
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar = SampledUnitQuerySet.as_manager()

    class Meta(CaseRow.Meta):
        indexes: ClassVar = [
            *CaseRow.Meta.indexes,
            models.Index(fields=["study", "replaces"], name="tramite_sampledunit_replaces"),
        ]
        constraints: ClassVar = row_rules(SAMPLE)

    def __str__(self) -> str:
        return self.unit_id


class SampleEntry(CaseRow):
    """One thing that was done to the sample, by whom and why."""

    contract = SAMPLE_LOG

    entry = models.BigIntegerField()
    date = models.DateField()
    who = models.TextField()
    event = choice(SAMPLE_LOG.by_name["event"].allowed)
    unit_id = optional_code()
    other_id = optional_code()
    reason = words()
    seed = models.BigIntegerField(null=True)
    fingerprint = words()

    class Meta(CaseRow.Meta):
        constraints: ClassVar = row_rules(SAMPLE_LOG)

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def said(self) -> str:
        """Why it was done, in words: a change by hand begins with the code of what it set."""
        code, colon, why = (self.reason or "").partition(": ")
        if self.event != "change" or code not in _SET_BY_HAND:
            return self.reason or ""
        return f"{WORDS[code]}{colon}{why}"
