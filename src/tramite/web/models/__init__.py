"""What the database holds."""

from tramite.web.models.audit import AuditLine
from tramite.web.models.channels import Channel
from tramite.web.models.contacts import Contact, Firm, FirmRole, Position
from tramite.web.models.dossiers import Dossier, DossierFile
from tramite.web.models.field import Consent, ContactAttempt, Guess, Invitation
from tramite.web.models.hearing import Attachment, DeviceKey, PublishedForm, Submission
from tramite.web.models.imports import CaseImport
from tramite.web.models.interviews import Answer, Fact, Interview, InterviewVersion, QualityDecision
from tramite.web.models.names import PersonalData, RespondentName
from tramite.web.models.people import User
from tramite.web.models.privacy import ErasedForm, Hold, ProcessingNotes
from tramite.web.models.registers import Customer, Partner
from tramite.web.models.rights import RIGHTS, Right, Role
from tramite.web.models.sampling import FrameUnit, SampledUnit, SampleEntry
from tramite.web.models.studies import CaseFile, HeldTable, Membership, Study
from tramite.web.models.talks import Draft, DraftVersion, FormVersion
from tramite.web.models.tokens import ApiToken

__all__ = [
    "RIGHTS", "Answer", "ApiToken", "Attachment", "AuditLine", "CaseFile", "CaseImport", "Channel", "Consent",
    "Contact", "ContactAttempt", "Customer", "DeviceKey", "Dossier", "DossierFile", "Draft",
    "DraftVersion", "ErasedForm", "Fact",
    "Firm", "FirmRole", "FormVersion", "FrameUnit", "Guess", "HeldTable", "Hold", "Interview", "InterviewVersion",
    "Invitation", "Membership", "Partner", "PersonalData", "Position", "ProcessingNotes", "PublishedForm",
    "QualityDecision", "RespondentName", "Right", "Role", "SampleEntry", "SampledUnit", "Study", "Submission",
    "User",
]  # fmt: skip
