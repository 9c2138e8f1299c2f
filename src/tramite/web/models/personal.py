"""Where personal data of respondents stand, and how each field loses them. What is not told here does not pass."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Way(StrEnum):
    """How personal data leave a field.

    Attributes:
        KEY: destroyed with the names of a wave, and on erasure. ERASED: on erasure alone: it means nobody once the
            names are destroyed. REGISTER: the vendor's own register; emptied on erasure of a person.
        RECORDING: destroyed on a day of its own, and on erasure. DRAFT: removed when it is old, and
            on both. AGAIN: removed on erasure, as it can be made
            again. FILE: files of the case, gone through on both.
    """

    KEY = "key"
    ERASED = "erased"
    REGISTER = "register"
    RECORDING = "recording"
    DRAFT = "draft"
    AGAIN = "again"
    FILE = "file"


PERSONAL: Final[Mapping[str, Mapping[str, Way]]] = {
    "Answer": {"text": Way.ERASED},
    "Attachment": {"name": Way.RECORDING, "content": Way.RECORDING},
    "CaseFile": {"content": Way.FILE},
    "Consent": {"contact": Way.KEY, "proof": Way.KEY},
    "Contact": {"code": Way.KEY},
    "ContactAttempt": {"note": Way.KEY},
    "Customer": {
        "name": Way.REGISTER, "vat_number": Way.REGISTER, "email_domain": Way.REGISTER, "address": Way.REGISTER,
        "postcode": Way.REGISTER, "city": Way.REGISTER,
    },
    "Draft": {"body": Way.DRAFT, "beside": Way.DRAFT, "reason": Way.DRAFT},
    "DraftVersion": {"body": Way.DRAFT, "beside": Way.DRAFT},
    "DossierFile": {"content": Way.AGAIN},
    "Firm": {"name": Way.KEY, "vat_number": Way.KEY},
    "FormVersion": {"content": Way.KEY},
    "InterviewVersion": {"reason": Way.ERASED},
    "Invitation": {
        "contact": Way.KEY, "sheet_sha256": Way.KEY, "place": Way.KEY, "subject": Way.KEY, "text": Way.KEY,
    },
    "PersonalData": {"name": Way.KEY, "email": Way.KEY, "telephone": Way.KEY},
    "Position": {"contact": Way.KEY, "job": Way.KEY},
    "QualityDecision": {"reason": Way.ERASED, "evidence": Way.ERASED},
    "RespondentName": {"name": Way.KEY},
    "SampleEntry": {"reason": Way.KEY},
    "SampledUnit": {"reason": Way.KEY},
    "Submission": {"body": Way.KEY, "faults": Way.KEY, "reason": Way.ERASED},
}  # fmt: skip

# Text without personal data of respondents: codes, the vendor's firms, what the people of the study write. Of
# partners who are agents, name and VAT number are emptied on erasure.
IMPERSONAL: Final[Mapping[str, frozenset[str]]] = {
    "Answer": frozenset({"item_id", "key"}),
    "ApiToken": frozenset({"name", "sha256"}),
    "Attachment": frozenset({"media_type", "sha256"}),
    "AuditLine": frozenset({"who", "study", "kind", "code", "fields"}),
    "CaseFile": frozenset({"path"}),
    "CaseImport": frozenset({"study_code", "archive", "stored", "stage", "trouble"}),
    "Channel": frozenset({"code", "name_en", "name_it", "sells_to"}),
    "Customer": frozenset({"customer_id", "segment_id", "area", "country"}),
    "DeviceKey": frozenset({"name", "sha256"}),
    "Draft": frozenset({"unit_id", "writer", "device"}),
    "DraftVersion": frozenset({"device"}),
    "Dossier": frozenset({"stage", "trouble"}),
    "ErasedForm": frozenset({"digest"}),
    "Fact": frozenset({"fact_id", "text_en", "text_it", "source"}),
    "Firm": frozenset({"code"}),
    "FirmRole": frozenset({"row_code"}),
    "FormVersion": frozenset({"form_id", "version"}),
    "FrameUnit": frozenset({"unit_id", "stratum", "area"}),
    "Guess": frozenset({"item_id", "interview_id"}),
    "HeldTable": frozenset({"name"}),
    "Hold": frozenset({"reason"}),
    "Interview": frozenset({"interview_id", "unit_id", "interviewer", "version"}),
    "Invitation": frozenset({"unit_id"}),
    "Consent": frozenset({"unit_id"}),
    "Partner": frozenset({"partner_id", "name", "segment_id", "area", "country", "vat_number"}),
    "PublishedForm": frozenset({"form_id", "title", "version", "path", "md5"}),
    "ProcessingNotes": frozenset({"controller", "dpo", "processors", "transfers", "measures"}),
    "QualityDecision": frozenset({"interview_id", "who", "threshold"}),
    "RespondentName": frozenset({"unit_id"}),
    "SampleEntry": frozenset({"who", "unit_id", "other_id", "fingerprint"}),
    "SampledUnit": frozenset({"unit_id", "stratum", "replaces"}),
    "Study": frozenset(
        {
            "publishing_trouble",
            "worth_it",
            "brings_seal",
            "code",
            "title_en",
            "title_it",
            "definition",
            "taking_in_trouble",
            "checking_trouble",
            "busy_by",
        }
    ),
    "Submission": frozenset({"instance_id", "form_id", "form_version", "sha256"}),
    "User": frozenset({"password", "email", "name"}),
}
