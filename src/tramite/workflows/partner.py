"""The page of one partner, for us or for the partner itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from tramite.beliefs.partners.partner_view import PartnerView, partner_view
from tramite.books.partner_page import PartnerPage
from tramite.kernel.errors import CaseNotFound
from tramite.kernel.wording import Language
from tramite.reports.partner import Audience, render_partner
from tramite.store.outputs import save_bytes
from tramite.workflows.case import open_case
from tramite.workflows.showings import note_results_shown


@dataclass(frozen=True, slots=True)
class SavedPartner:
    """Where the page is, and what is in it, our margin included.

    Attributes:
        view: what is believed of the partner, its own costs included; ``None`` without interviews.
    """

    file: Path
    content: PartnerPage
    view: PartnerView | None = None


def partner_page(
    path: str | Path,
    partner_id: str,
    *,
    audience: Audience = "us",
    language: Language | None = None,
    output: str | Path | None = None,
    when: datetime | None = None,
) -> SavedPartner:
    """Compute the page of a partner over the last twelve months, and write it as HTML.

    Args:
        audience: ``us``, or ``partner``: without our margin and costs, and nothing of others.
        language: of the page; the case's own unless given.
        output: file; ``partners/<partner>-<audience>.html`` of the case unless given.
        when: it is shown, with its offset; now, unless given. The page for us tells what partners said: its first
            showing of a wave is noted in the case (METHOD §2.5).

    Raises:
        CaseNotFound: there is no case, no such partner, or the books have no partners or no sell-in.
        InputRefused: as :func:`~tramite.workflows.case.open_case`.
    """
    case = open_case(path)
    content = case.partner(partner_id)
    if content is None:
        raise CaseNotFound("no_partner_books", path=case.folder.path)
    name = f"{quote(partner_id, safe='')}-{audience}.html"
    file = Path(output) if output is not None else case.folder.path / "partners" / name
    speaks = language or case.definition.language
    beliefs = case.beliefs.all()
    view = partner_view(content, beliefs, case.study, reach=case.reach(), method=case.method)
    page = render_partner(
        content, definition=case.definition, language=speaks, audience=audience, view=view, mode=beliefs.selling
    )
    if audience == "us" and view is not None:
        note_results_shown(case.folder.path, case.study, sides=("partner",), verb="partner", when=when)
    return SavedPartner(save_bytes(file, page.encode()), content, view)
