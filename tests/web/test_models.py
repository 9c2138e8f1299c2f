"""The database says of the tables of a case what their contracts say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from tramite.kernel.contracts import Column, Kind
from tramite.kernel.tables import CONTRACTS
from tramite.web.bridge.tables import CHANNEL, ROW_MODELS, TABLES, kept_columns
from tramite.web.models import Answer, AuditLine, Channel, Partner, Study
from tramite.web.models.audit_trigger import KEPT
from tramite.web.models.fields import MoneyField

KINDS: dict[Kind, tuple[type[models.Field[object, object]], ...]] = {
    Kind.TEXT: (models.CharField, models.TextField),
    Kind.INTEGER: (models.BigIntegerField,),
    Kind.NUMBER: (models.FloatField,),
    Kind.MONEY: (MoneyField,),
    Kind.DATE: (models.DateField,),
    Kind.FLAG: (models.BooleanField,),
}
COLUMNS = [(name, column) for name in ROW_MODELS for column in kept_columns(CONTRACTS[name])]


def _told(column: Column) -> tuple[bool, set[str]]:
    return not column.required, set(column.allowed)


@pytest.mark.parametrize(("table", "name"), COLUMNS)
def test_each_column_of_a_contract_has_its_field(table: str, name: str) -> None:
    column = CONTRACTS[table].by_name[name]
    field = ROW_MODELS[table]._meta.get_field("channel" if name == CHANNEL else name)
    assert isinstance(field, models.Field)
    assert isinstance(field, models.ForeignKey if name == CHANNEL else KINDS[column.kind])
    assert (field.null, {str(code) for code, _label in field.choices or ()}) == _told(column)


@pytest.mark.parametrize("column", [c for c in CONTRACTS["responses"].columns if c.name != "interview_id"])
def test_answers_have_the_columns_of_responses(column: Column) -> None:
    field = Answer._meta.get_field(column.name)
    assert isinstance(field, KINDS[column.kind])
    assert (field.null, {str(code) for code, _label in field.choices or ()}) == _told(column)


def test_the_tables_kept_as_rows_are_registers_and_voices() -> None:
    assert set(TABLES) == {
        "partners", "customers", "frame", "sample", "sample_log", "interviews", "quality_decisions", "facts",
        "responses",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_migration_is_that_of_the_models() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_database_refuses_a_word_that_the_contract_does_not_know(study: Study) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.filter(study=study).update(role="king")


def test_the_database_refuses_two_partners_of_one_code(study: Study) -> None:
    channel = Channel.objects.get(study=study, code="shops")
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.create(study=study, position=9, partner_id="P001", channel=channel)


def test_money_keeps_eighteen_digits(study: Study) -> None:
    assert Partner.objects.get(study=study, partner_id="P001").category_sales == Decimal("12345678901234.5678")


@pytest.mark.parametrize("amount", ["1.23456", "1e15", "NaN"])
def test_money_refuses_what_it_cannot_keep(amount: str) -> None:
    with pytest.raises(ValidationError):
        MoneyField().get_prep_value(Decimal(amount))


def test_a_line_of_the_log_cannot_be_changed_not_even_in_the_database(study: Study) -> None:
    line = AuditLine.objects.filter(study=study.code).first()
    assert line is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditLine.objects.filter(pk=line.pk).update(who="somebody else")


def test_a_line_of_the_log_cannot_be_taken_out(study: Study) -> None:
    if connection.vendor == "sqlite":  # tests/conftest.py drops the trigger
        with connection.cursor() as cursor:
            cursor.execute(*KEPT["sqlite"])
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditLine.objects.filter(study=study.code).delete()
