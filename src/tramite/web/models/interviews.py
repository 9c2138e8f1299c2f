"""Interviews, the versions of what was answered, and every answer."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from tramite.kernel.tables import FACTS, INTERVIEWS, LEVELS, MISSING, QUALITY_DECISIONS, RESPONSES, ROLES
from tramite.web.models.case_rows import CaseRow, row_rules
from tramite.web.models.channels import Channel
from tramite.web.models.fields import choice, code, contract_rules, optional_choice, optional_code, words
from tramite.web.models.people import User
from tramite.web.models.rights import Right
from tramite.web.models.words import FLAG_WORDS


class InterviewQuerySet(models.QuerySet["Interview"]):
    """Filters of interviews."""

    def visible_to(self, user: User, rights: frozenset[Right]) -> Self:
        """Keep the interviews that somebody may read: all, their own, or none."""
        if Right.READ_ALL_INTERVIEWS in rights:
            return self
        return self.filter(conducted_by=user) if Right.READ_OWN_INTERVIEWS in rights else self.none()


class Interview(CaseRow):
    """One talk with one person.

    Attributes:
        conducted_by: the account of the interviewer, who alone of the interviewers sees it; ``interviewer`` is the
            name by which the case knows them.
        withdrawn_at: when consent to recording, quotes and showing by name was taken back; it stays so.
    """

    contract = INTERVIEWS

    interview_id = code()
    unit_id = code()
    role = choice(ROLES)
    channel = models.ForeignKey(Channel, models.RESTRICT, related_name="interviews")
    mode = choice(INTERVIEWS.by_name["mode"].allowed)
    interviewer = optional_code()
    date = models.DateField()
    seconds = models.FloatField(null=True)
    consent = models.BooleanField()
    status = choice(INTERVIEWS.by_name["status"].allowed)
    version = models.TextField()
    level = optional_choice(LEVELS)
    quotable = models.BooleanField(null=True)
    conducted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="interviews")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar = InterviewQuerySet.as_manager()

    class Meta(CaseRow.Meta):
        indexes: ClassVar = [
            *CaseRow.Meta.indexes,
            models.Index(fields=["study", "unit_id"], name="tramite_interview_unit"),
        ]
        constraints: ClassVar = row_rules(INTERVIEWS)

    def __str__(self) -> str:
        return self.interview_id


class InterviewVersion(models.Model):
    """What was answered in an interview, as it stood after one change; older versions stay.

    Attributes:
        current: the version that counts. reason: why it was made; the first has none.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    current = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "number"], name="tramite_version_numbers"),
            models.UniqueConstraint(
                fields=["interview"], condition=models.Q(current=True), name="tramite_one_current_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interview} {self.number}"


class Answer(models.Model):
    """One answer; its columns are those of ``responses``."""

    contract = RESPONSES

    version = models.ForeignKey(InterviewVersion, models.CASCADE, related_name="answers")
    position = models.PositiveIntegerField()
    item_id = code()
    key = optional_code()
    number = models.FloatField(null=True)
    text = words()
    missing = optional_choice(MISSING)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "item_id", "key"], name="tramite_one_answer_of_a_key"),
            models.UniqueConstraint(
                fields=["version", "item_id"],
                condition=models.Q(key__isnull=True),
                name="tramite_one_answer_without_key",
            ),
            *contract_rules(RESPONSES),
        ]

    def __str__(self) -> str:
        return self.item_id


class QualityDecision(CaseRow):
    """What a person decided of a flag of an interview, and why.

    Attributes:
        raised: the last check of the quality raised the flag; a decision stays where it no longer does.
    """

    contract = QUALITY_DECISIONS

    interview_id = code()
    flag = choice(QUALITY_DECISIONS.by_name["flag"].allowed)
    decision = optional_choice(QUALITY_DECISIONS.by_name["decision"].allowed)
    who = words()
    date = models.DateField(null=True)
    reason = words()
    severity = optional_choice(QUALITY_DECISIONS.by_name["severity"].allowed)
    evidence = words()
    threshold = words()
    raised = models.BooleanField(default=True)

    class Meta(CaseRow.Meta):
        constraints: ClassVar = row_rules(QUALITY_DECISIONS)

    def __str__(self) -> str:
        return f"{self.interview_id} {self.flag}"

    @property
    def flag_words(self) -> str:
        """What the flag is called."""
        return str(FLAG_WORDS[self.flag])


class Fact(CaseRow):
    """A statement of the quiz, with its truth and source."""

    contract = FACTS

    fact_id = code()
    text_en = models.TextField()
    text_it = models.TextField()
    true = models.BooleanField()
    source = models.TextField()

    class Meta(CaseRow.Meta):
        constraints: ClassVar = row_rules(FACTS)

    def __str__(self) -> str:
        return self.fact_id
