"""Write to somebody who was drawn: what it is for, what is promised, what they agree to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tramite.kernel.errors import CaseNotFound
from tramite.kernel.wording import Language, say
from tramite.store.case_folder import load_case
from tramite.store.instruments import read_project_words
from tramite.voices.asking.brief import level_of
from tramite.voices.asking.project_words import PROJECT_FILE
from tramite.voices.asking.purpose import purpose_words


@dataclass(frozen=True, slots=True)
class InvitationText:
    """A letter or e-mail, to be read and changed by whoever sends it."""

    subject: str
    body: str


def invitation_text(
    path: str | Path, unit_id: str, *, name: str, interviewer: str, language: Language
) -> InvitationText:
    """Write the invitation of a respondent, with the purpose of the guide and the information on consent.

    Args:
        name: of the person, as they are addressed; empty: nobody is named. interviewer: who signs.

    Raises:
        CaseNotFound: no such case, or the unit is not in the frame. InputRefused: faults of ``project.toml``.
    """
    folder = load_case(Path(path))
    definition, frame = folder.definition, folder.frame("frame")
    row = frame.filter(pl.col("unit_id") == unit_id)
    if row.is_empty():
        raise CaseNotFound("unit_not_in_frame", unit=unit_id)
    own = read_project_words(folder.path).purpose if (folder.path / PROJECT_FILE).is_file() else None
    role, channel_id = row["role"].item(), row["channel_id"].item()
    level = level_of(frame, role=role, channel_id=channel_id, method=definition.method)
    purpose = purpose_words(own, vendor=definition.vendor, level=level, k=definition.method.disclosure_k)
    greeting = "invitation.dear" if name else "invitation.dear_nobody"
    body = say(
        "invitation.body", language, greeting=say(greeting, language, name=name), purpose=purpose.say(language),
        minutes=f"{definition.method.interview_max_minutes:g}", vendor=definition.vendor, interviewer=interviewer,
    )  # fmt: skip
    return InvitationText(say("invitation.subject", language, vendor=definition.vendor), body)
