"""The address of every page, with objects that are there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Final
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tramite.voices.asking.project_words import PROJECT_FILE
from tramite.web.actions.api_tokens import OF_A_PROGRAM, make_token
from tramite.web.actions.device_keys import make_key
from tramite.web.models import (
    ApiToken,
    CaseFile,
    Channel,
    Consent,
    Contact,
    Dossier,
    DossierFile,
    Draft,
    Fact,
    Firm,
    FormVersion,
    FrameUnit,
    Hold,
    Interview,
    Invitation,
    PersonalData,
    PublishedForm,
    QualityDecision,
    SampledUnit,
    Study,
    Submission,
    User,
)


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry


PATTERNS: Final = {str(pattern.name): pattern for pattern in _patterns(get_resolver())}
IN_STUDIES: Final = {
    str(pattern.name)
    for part in get_resolver().url_patterns
    if isinstance(part, URLResolver) and str(part.pattern) == "s/<slug:study>/"
    for pattern in _patterns(part)
}


def maker_of_addresses(study: Study, owner: User, *, devices: Collection[str]) -> Callable[[str, User], str]:
    """Make an object for every page; returns what gives the address of a page by its name, for a user.

    What must be somebody's is the user's, so that a page stays closed for want of a right, not of its object.

    Args:
        devices: pages that the key of a device opens.
    """
    xform = b'<model><instance><interview id="f" version="1"/></instance></model>'
    form_version = FormVersion.objects.create(study=study, form_id="f", version="1", content=xform)
    study.files.create(path=PROJECT_FILE, content=b"")
    for suffix in ("xml", "xlsx", "pdf"):
        CaseFile.objects.create(study=study, path=f"voices/questionnaires/reseller-shops.{suffix}", content=xform)
    form, _sheet = (
        PublishedForm.objects.create(
            study=study, form_id=form_id, kind=kind, role="reseller", title="F", version="1", minutes=1, md5="0",
            channel=Channel.objects.get(study=study, code="shops"),
            path="voices/questionnaires/reseller-shops.xml", published_at=study.made_at,
        )
        for form_id, kind in (("f", "interview"), ("s", "sheet"))
    )  # fmt: skip
    talk = Interview.objects.get(study=study, interview_id="i-2")
    sent = Submission.objects.create(
        study=study, instance_id=str(uuid4()), form_id="f", form_version="1", body=b"<data/>", sha256="0",
        interview=talk,
    )  # fmt: skip
    key, _ = make_key(study, owner, "tablet", by=owner)
    codes = {
        "channel": "shops",
        "partner": "P001",
        "customer": "C1",
        "interview": "i-1",
        "correct_interview": "i-2",
        "fact": "F1",
        **dict.fromkeys(
            ("respondent", "unit", "assign_unit", "unit_mode", "unit_outcome", "invite", "consent"), "P002"
        ),
    }
    flag = QualityDecision.objects.get(study=study)
    invitation = Invitation.objects.create(
        study=study, unit_id="P002", state="booked", booked_for=timezone.now(), made_by=owner
    )
    consent = Consent.objects.create(
        study=study, unit_id="P002", level="b", way="spoken", proof="yes", given_at=timezone.now(), taken_by=owner
    )
    keys = {"flag": flag.pk, "invitation": invitation.pk, "consent": consent.pk}

    def make(name: str, user: User) -> str:
        SampledUnit.objects.filter(study=study, unit_id="P002").update(
            assigned_to=user if name == "begin_talk" else None
        )
        Interview.objects.filter(pk=talk.pk).update(conducted_by=user if name == "correct_interview" else None)
        Submission.objects.filter(pk=sent.pk).update(received_from=user)
        dossier, _ = Dossier.objects.get_or_create(study=study, language="it", asked_by=owner, state="done")
        for file in ("dossier.html", "dossier.xlsx"):  # a page removes dossiers that may quote
            DossierFile.objects.get_or_create(dossier=dossier, name=file, defaults={"content": b"<p>dossier</p>"})
        contact, _ = Contact.objects.get_or_create(study=study, code="A1")  # a page erases it
        PersonalData.objects.get_or_create(contact=contact, defaults={"name": "Anna"})
        Firm.objects.get_or_create(study=study, code="A1", defaults={"name": "Rossi"})
        statement = {"text_en": "a", "text_it": "b", "true": True, "source": "c", "position": 9}
        Fact.objects.get_or_create(study=study, fact_id="A1", defaults=statement)  # and another
        listed = {"role": "vendor", "channel": form.channel, "stratum": "auto", "status": "active", "position": 9}
        FrameUnit.objects.get_or_create(study=study, unit_id="A1", defaults=listed)
        draft, _ = Draft.objects.get_or_create(study=study, user=user, form=form_version, unit_id="P001")
        version, _ = draft.versions.get_or_create(body="<f/>", saved_at=study.made_at)
        held, _ = Submission.objects.update_or_create(
            study=study, instance_id="held", defaults={"form_id": "f", "body": b"", "state": "held"}
        )  # and another accepts it
        kind = "device" if name in devices else name.partition("_")[0]
        given: dict[str, object] = {}
        for part in PATTERNS[name].pattern.regex.groupindex:
            given[part] = {
                "user": owner.pk, "dossier": dossier.pk, "code": codes.get(name, "A1"), "key": key.pk,
                "instance": {"api": "i-1", "talk_files": sent.instance_id}.get(
                    "api" if name.startswith("api_") else name, draft.instance_id
                ), "name": "card.png",
                "form": {"device": "f", "api": "reseller", "accept": held.pk}.get(kind, form.pk),
                "hold": _hold(study, owner), "token": _token(user), "version": version.pk, "project": study.pk,
                "table": "Submissions",
                **keys,
            }[part]  # fmt: skip
        if name in devices:
            given["token"] = "guessed"  # noqa: S105
        elif name in IN_STUDIES:
            given["study"] = study.code
        return reverse(name, kwargs=given)

    return make


def _hold(study: Study, owner: User) -> int:
    kept = Hold.objects.create(study=study, kind="names", until=date(2090, 1, 1), reason="a claim", made_by=owner)
    return kept.pk


def _token(user: User) -> int:
    make_token(user, "of somebody", OF_A_PROGRAM)
    return ApiToken.objects.latest("pk").pk
