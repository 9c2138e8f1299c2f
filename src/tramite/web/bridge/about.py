"""What a study holds about a person, as a list of tables to read and to hand over (art. 15 GDPR)."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from tramite.web.models import Answer, Attachment, Contact, Customer, DraftVersion, Partner
from tramite.web.queries.subjects import Subject, sample_rows

_NEVER: Final = frozenset({"id", "study", "position", "sheet_sha256", "made_by", "taken_by", "by"})
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Held:
    """One table of what is held.

    Attributes:
        title: in words. rows: each a mapping of field to value; texts, numbers, days as ISO 8601.
    """

    title: str
    rows: tuple[Row, ...]


def held_about(subject: Subject, *, words: Mapping[str, str], apart: Collection[str]) -> tuple[Held, ...]:
    """Return what is held about a person, as far as it was chosen as theirs; tables without rows are left out.

    Args:
        words: what items ask. apart: items left out, with the forms as they came in and recordings, which repeat
            them.
    """
    found = [Held(title, tuple(rows)) for title, rows in _tables(subject, words, apart)]
    return tuple(held for held in found if held.rows)


def _tables(subject: Subject, words: Mapping[str, str], apart: Collection[str]) -> Iterator[tuple[str, list[Row]]]:
    study = subject.study
    contacts = Contact.objects.filter(pk__in=subject.contacts)
    yield _("Contact"), [_contact(each) for each in contacts.select_related("personal")]
    positions = contacts.values_list("positions__firm__code", "positions__firm__name", "positions__job")
    yield _("Firms"), [dict(zip(("firm", "name", "job"), each, strict=True)) for each in positions if each[0]]
    yield _("Partners"), _rows(Partner.objects.filter(study=study, partner_id__in=subject.units))
    yield _("Customers"), _rows(Customer.objects.filter(study=study, customer_id__in=subject.units))
    yield _("Names"), _rows(subject.names())
    for title, rows in zip((_("Sampling frame"), _("Sample"), _("Log of the sample")), sample_rows(subject),
                           strict=True):  # fmt: skip
        yield title, _rows(rows)
    yield _("Invitations"), _rows(subject.invitations())
    attempts = [attempt for each in subject.invitations() for attempt in each.attempts.order_by("at")]
    yield _("Attempts to reach them"), [_row(each) for each in attempts]
    yield _("Consents"), _rows(subject.consents())
    yield _("Interviews"), _rows(subject.interviews())
    yield _("Answers"), _answers(subject, words, apart)
    yield _("Decisions on quality"), _rows(subject.decisions())
    if not apart:
        drafts = subject.drafts()
        versions = DraftVersion.objects.filter(draft__in=drafts).select_related("draft")
        bodies = [(each, each.body) for each in drafts] + [(each.draft, each.body) for each in versions]
        yield _("Drafts"), [{"begun_at": of.begun_at.isoformat(), "as_it_is": body} for of, body in bodies]
        yield _("Filled forms"), [_form(form) for form in subject.forms()]
    yield _("Files"), [_file(each, content=not apart) for each in subject.attachments()]


def _contact(contact: Contact) -> Row:
    personal = getattr(contact, "personal", None)
    known = {name: getattr(personal, name) for name in ("name", "email", "telephone")} if personal else {}
    return {"code": contact.code, "language": contact.language, **known}


def _answers(subject: Subject, words: Mapping[str, str], apart: Collection[str]) -> list[Row]:
    answers = Answer.objects.filter(version__interview__in=subject.interviews()).exclude(item_id__in=apart)
    answers = answers.select_related("version__interview").order_by("version", "position")
    return [
        {
            "interview": answer.version.interview.interview_id,
            "version": answer.version.number,
            "item": answer.item_id,
            "question": words.get(answer.item_id, ""),
            **{name: getattr(answer, name) for name in ("key", "number", "text", "missing")},
        }
        for answer in answers
    ]


def _form(form: Any) -> Row:
    came = {"id": form.instance_id, "form": form.form_id, "received_at": form.received_at.isoformat()}
    return {**came, "as_it_came": bytes(form.body).decode(errors="replace")}


def _file(file: Attachment, *, content: bool) -> Row:
    day = None if file.destroy_on is None else file.destroy_on.isoformat()
    told = {"name": file.name, "kind": file.media_type, "bytes": len(file.content), "destroyed_on": day}
    return {**told, "base64": base64.b64encode(file.content).decode()} if content else told


def _rows(rows: QuerySet[Any]) -> list[Row]:
    return [_row(row) for row in rows]


def _row(row: Model) -> Row:
    fields = (field for field in row._meta.concrete_fields if field.name not in _NEVER)
    return {field.name: _plain(getattr(row, field.name)) for field in fields}


def _plain(value: object) -> object:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)
