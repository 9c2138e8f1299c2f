"""Fill a new database with an invented study in the field, and count the queries of its pages; print both as JSON.

The database makes the rows itself, from their numbers: a hundred thousand interviews take it seconds, where Python
would need minutes. ``python -m benchmarks.web_rows <interviews> <partners>``.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from django.db.models import Model

    from tramite.web.models import Study, User

FIRST = 3  # rows below are those of the small case
ANSWERS, FLAGGED, INVITED, CONTACTS = 5, 20, 3, 10
INSTANCE = "instance-of-the-bench"
UNIT = "unit-of-the-bench"


def main(interviews: int, partners: int) -> None:
    """Fill, and count."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tramite.web.settings"
    django.setup()
    # Django must be set up before anything of the web is imported.
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415

    from benchmarks.web import CLIENTS, CODE, EMAIL, PASSWORD  # noqa: PLC0415
    from tests.web.field_case import filled, new_talk_study  # noqa: PLC0415
    from tramite.web import models  # noqa: PLC0415
    from tramite.web.actions.device_keys import make_key  # noqa: PLC0415
    from tramite.web.actions.talks import begin_talk  # noqa: PLC0415
    from tramite.web.static_files import gather_static  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    gather_static()
    owner = models.User.objects.create_user(EMAIL, PASSWORD, name="Bench", is_owner=True)
    with TemporaryDirectory() as folder:
        study = new_talk_study(Path(folder) / "case", by=owner)
    models.Study.objects.filter(pk=study.pk).update(code=CODE)
    study.refresh_from_db()
    body = filled(study, INSTANCE, unit_id=UNIT, PX01="8", PE01="7")
    with transaction.atomic():
        _fill(study, owner, interviews, partners, body)
    if connection.vendor == "postgresql":  # in use, it does so by itself
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    unit = models.FrameUnit.objects.get(study=study, unit_id="Q5")
    draft = begin_talk(study, unit, "phone", by=owner)
    keys = [make_key(study, owner, f"tablet {number}", by=owner)[1] for number in range(CLIENTS)]
    told = {
        "study": study.pk, "draft": str(draft.instance_id), "keys": keys, "form": base64.b64encode(body).decode(),
    }  # fmt: skip
    print(json.dumps({**told, "queries": _queries(told, partners)}))


def _fill(study: Study, owner: User, interviews: int, partners: int, body: bytes) -> None:
    """Make the rows: every partner is drawn, one in three has an invitation, one interview in twenty a flag."""
    from tramite.web import models as m  # noqa: PLC0415

    shops = m.Channel.objects.get(study=study, code="shops").pk
    units, talks = _numbers(FIRST, partners), _numbers(FIRST, interviews)
    of_case: dict[str, Any] = {"study_id": study.pk, "channel_id": shops, "role": "reseller"}
    unit, name = "'Q' || n", "'Firm ' || n"
    stratum = "CASE WHEN n % 10 = 0 THEN 'certain' ELSE 'rest' END"
    outcome = "CASE WHEN n % 4 = 0 THEN 'pending' WHEN n % 11 = 0 THEN 'refused' ELSE 'done' END"
    quarter = partners // 4 - 2  # of the units: those whose number is a multiple of four are not heard yet
    heard = f"'Q' || (4 * (1 + n % {3 * quarter} / 3) + 1 + n % 3)"
    done = "CASE WHEN n % 10 = 9 THEN 'has_issues' ELSE 'done' END"
    day = _sql("date '2024-01-01' + n % 60", "date('2024-01-01', (n % 60) || ' days')")
    _insert(m.Partner, units, of_case, position="n", partner_id=unit, name=name)
    _insert(m.Customer, units, {"study_id": study.pk, "kind": "consumer"}, position="n", customer_id="'K' || n",
            name="'Person ' || n")  # fmt: skip
    _insert(m.FrameUnit, units, of_case, position="n", unit_id=unit, stratum=stratum, status="'active'",
            revenue="10000000 * (n % 97 + 1)")  # fmt: skip
    for table in ("frame", "sample"):
        _insert(m.RespondentName, units, {"study_id": study.pk, "table": table}, unit_id=unit, name=name)
    drawn = {**of_case, "assigned_to_id": owner.pk, "mode": "phone"}
    _insert(m.SampledUnit, units, drawn, position="n", unit_id=unit, stratum=stratum, outcome=outcome,
            **{"order": "n", "week": "1 + n % 12"})  # fmt: skip
    _insert(m.Interview, talks, {**of_case, "mode": "phone", "version": "v1", "interviewer": "ida"}, position="n",
            interview_id="'i-' || n", unit_id=heard, date=day, consent="TRUE", status=done)  # fmt: skip
    _insert(m.Contact, _numbers(FIRST, partners // CONTACTS), {"study_id": study.pk}, code="'A' || n")
    people = f"tramite_contact WHERE study_id = {study.pk}"
    _insert(m.PersonalData, people, {}, contact_id="id", name="'Person ' || code")
    invited = _numbers(FIRST, partners, by=INVITED)
    _insert(m.Invitation, invited, {"study_id": study.pk, "state": "sent", "made_by_id": owner.pk}, unit_id=unit)
    held = f"tramite_interview WHERE study_id = {study.pk} AND position >= {FIRST}"
    _insert(m.InterviewVersion, held, {"number": 1}, interview_id="id")
    versions = "tramite_interviewversion v JOIN tramite_interview i ON i.id = v.interview_id"
    said = f"{versions} CROSS JOIN {_numbers(1, ANSWERS + 1)} WHERE i.position >= {FIRST}"
    _insert(m.Answer, said, {}, version_id="v.id", position=f"{ANSWERS} * i.position + n",
            item_id="'PE0' || n", number="(i.position + n) % 11")  # fmt: skip
    flags = {"study_id": study.pk, "flag": "fast", "severity": "medium", "evidence": "9 minutes"}
    _insert(m.QualityDecision, _numbers(FIRST, interviews, by=FLAGGED), flags, position="n",
            interview_id="'i-' || n")  # fmt: skip
    form = {"study_id": study.pk, "form_id": "tramite-interview-reseller-shops", "state": "taken", "body": body,
            "sha256": "", "received_from_id": owner.pk}  # fmt: skip
    _insert(m.Submission, held, form, instance_id="interview_id", interview_id="id")
    last = m.InterviewVersion.objects.order_by("-pk").values_list("pk", flat=True)[0]
    m.Study.objects.filter(pk=study.pk).update(checked_version=last)


def _numbers(first: int, end: int, *, by: int = 1) -> str:
    counted = f"WITH RECURSIVE c(n) AS (SELECT {first} UNION ALL SELECT n + {by} FROM c WHERE n + {by} < {end})"
    return f"({counted} SELECT n FROM c) AS numbers"


def _sql(postgresql: str, sqlite: str) -> str:
    from django.db import connection  # noqa: PLC0415

    return postgresql if connection.vendor == "postgresql" else sqlite


def _insert(model: type[Model], source: str, same: dict[str, Any], **sql: str) -> None:
    """Make a row of each row of ``source``; what neither ``same`` nor ``sql`` gives is as in any new row."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    words, values = {}, []
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if column in sql:
            words[column] = sql[column].replace("%", "%%")
        elif not field.primary_key:
            usual = timezone.now() if getattr(field, "auto_now_add", False) else field.get_default()
            given = same.get(column, usual)
            if given is not None:
                words[column] = "%s"
                values.append(field.get_db_prep_save(given, connection))
    columns = map(connection.ops.quote_name, words)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        rows = f"SELECT {', '.join(words.values())} FROM {source.replace('%', '%%')}"
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) {rows}", values)


def _queries(told: dict[str, Any], partners: int) -> list[int]:
    """Return how many queries each page makes."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from benchmarks.web import PAGES, address_of  # noqa: PLC0415
    from tramite.web.models import User  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get())
    counts = []
    for page in PAGES.values():
        with CaptureQueriesContext(connection) as seen:
            address = address_of(page, told, partners)
            answer = client.get(address)
            if answer.status_code != 200:
                raise RuntimeError(f"{address}: {answer.status_code}")
            list(answer)
        counts.append(len(seen))
    return counts


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
