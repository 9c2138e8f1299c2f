"""Fill a new database with invented rows for the benchmark of pages; print the study's key and queries by page."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

BATCH, ANSWERS = 5_000, 5


def main(interviews: int, partners: int) -> None:
    """Fill, and count the queries of each page."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tramite.web.settings"
    django.setup()
    # Django must be set up before anything of the web is imported.
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    study = _fill(interviews, partners)
    places = {"last": -(-partners // 50), "middle": interviews // 2, "study": study}
    print(study, *_queries(places))


def _fill(interviews: int, partners: int) -> int:
    from benchmarks.web import CODE, EMAIL, PASSWORD  # noqa: PLC0415
    from tests.web.small_case import write_small_case  # noqa: PLC0415
    from tramite.web import models  # noqa: PLC0415
    from tramite.web.actions.studies import import_study  # noqa: PLC0415

    owner = models.User.objects.create_user(EMAIL, PASSWORD, name="Bench", is_owner=True)
    with TemporaryDirectory() as folder:
        study = import_study(CODE, write_small_case(Path(folder) / "case"), by=owner)
    shops = models.Channel.objects.get(study=study, code="shops")
    _make(
        models.Partner(
            study=study, position=n, partner_id=f"Q{n}", name=f"Firm {n}", channel=shops, role="reseller"
        )
        for n in range(2, partners)
    )
    _make(
        models.RespondentName(study=study, table="frame", unit_id=f"Q{n}", name=f"Firm {n}")
        for n in range(2, partners)
    )
    _make(
        models.Customer(study=study, position=n, customer_id=f"K{n}", name=f"Person {n}", kind="consumer")
        for n in range(2, partners)
    )
    _make(models.Contact(study=study, code=f"A{n}") for n in range(partners // 10))
    contacts = models.Contact.objects.filter(study=study)
    _make(models.PersonalData(contact=contact, name=f"Person {contact.code}") for contact in contacts)
    start = date(2024, 1, 1)
    _make(
        models.Interview(
            study=study, position=n, interview_id=f"i-{n}", unit_id=f"Q{n % partners}", role="reseller",
            channel=shops, mode="phone", date=start + timedelta(days=n % 60), consent=True, status="approved",
            version="v1",
        )
        for n in range(3, interviews + 1)
    )  # fmt: skip
    bare = models.Interview.objects.filter(study=study, versions__isnull=True)
    _make(models.InterviewVersion(interview_id=key, number=1) for key in list(bare.values_list("pk", flat=True)))
    empty = models.InterviewVersion.objects.filter(interview__study=study, answers__isnull=True)
    _make(
        models.Answer(version_id=key, position=n, item_id=f"PE0{n + 1}", number=float(key % 11))
        for key in list(empty.values_list("pk", flat=True))
        for n in range(ANSWERS)
    )
    return int(study.pk)


def _make(rows: Iterable[Any]) -> None:
    source: Iterator[Any] = iter(rows)
    while some := list(islice(source, BATCH)):
        type(some[0])._default_manager.bulk_create(some)


def _queries(places: dict[str, int]) -> list[int]:
    """Return how many queries each page makes."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from benchmarks.web import CODE, PAGES  # noqa: PLC0415
    from tramite.web.models import User  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get())
    counts = []
    for path in PAGES.values():
        with CaptureQueriesContext(connection) as seen:
            address = (path if path.startswith("/") else f"/s/{CODE}/{path}").format(**places)
            answer = client.get(address)
            if answer.status_code != 200:
                raise RuntimeError(f"{address}: {answer.status_code}")
            list(answer)
        counts.append(len(seen))
    return counts


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
