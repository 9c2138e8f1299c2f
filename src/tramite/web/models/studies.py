"""A study: one case of one vendor, kept in the database; its people; its files that nobody edits row by row."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from tramite.kernel.tables import CONTRACTS
from tramite.web.models.people import User
from tramite.web.models.rights import Right, Role, rights_of


class StudyQuerySet(models.QuerySet["Study"]):
    """Filters of studies."""

    def visible_to(self, user: User) -> Self:
        """Keep the studies in which somebody has a role; all of them for an owner of the installation."""
        return self if user.is_owner else self.filter(memberships__user=user).distinct()


class Study(models.Model):
    """One case.

    Attributes:
        code: short name, in addresses. title_en, title_it: as ``case.toml`` says.
        definition: text of ``case.toml``, with its comments.
        busy_until: something that takes the whole case is being done to it, and nobody else may; a process that
            dies lets go when the time is over. busy_by: machine and process that does it.
        checked_version: newest version of an interview whose quality was checked. check_asked: newest one whose
            check is on the list of work. checking_trouble: what stopped it, in the language of the case.
        brings_seal: of the books from which it was read what channels bring (``Channel.contribution``).
        worth_it: why the study may cost more than its budget, by whom, and up to which cost that was said.
        to_take_in: filled forms wait, and that they be taken in is on the list of work. taking_in_trouble: what
            stopped it, in the language of the case. publishing: questionnaires are being written.
            publishing_trouble: what stopped that.
    """

    code = models.SlugField(max_length=60, unique=True)
    title_en = models.CharField(max_length=300)
    title_it = models.CharField(max_length=300)
    definition = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    busy_until = models.DateTimeField(null=True)
    checked_version = models.BigIntegerField(default=0)
    check_asked = models.BigIntegerField(default=0)
    checking_trouble = models.TextField(blank=True)
    brings_seal = models.CharField(max_length=64, blank=True)
    worth_it = models.TextField(blank=True)
    worth_it_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    worth_it_cost = models.FloatField(null=True)
    busy_by = models.CharField(max_length=120, blank=True)
    to_take_in = models.BooleanField(default=False)
    taking_in_trouble = models.TextField(blank=True)
    publishing = models.BooleanField(default=False)
    publishing_trouble = models.TextField(blank=True)

    objects: ClassVar = StudyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.code

    def title(self, language: str) -> str:
        """Return the name of the case in a language."""
        return self.title_it if language.startswith("it") else self.title_en

    def rights_of(self, user: User) -> frozenset[Right]:
        """Return what somebody may do in this study."""
        roles = {Role(role) for role in self.memberships.filter(user=user).values_list("role", flat=True)}
        return rights_of(roles | {Role.OWNER} if user.is_owner else roles)


class Membership(models.Model):
    """A role of a person in a study."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "user", "role"], name="tramite_one_membership_a_role"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="tramite_known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.study}"


class HeldTable(models.Model):
    """A table that the case has, kept as rows; a case may have a table without rows."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="held_tables")
    name = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "name"], name="tramite_one_table_of_a_name"),
            models.CheckConstraint(condition=models.Q(name__in=list(CONTRACTS)), name="tramite_known_table"),
        ]

    def __str__(self) -> str:
        return self.name


class CaseFile(models.Model):
    """A file of the case folder, byte for byte: ledgers, mappings, alternatives, codebook."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="files")
    path = models.CharField(max_length=300)
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "path"], name="tramite_one_file_at_a_path")
        ]

    def __str__(self) -> str:
        return self.path
