"""What the codes of the case format are called on pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Final[Mapping[str, Promise]] = {
    # who is asked
    "agent": _("agent"),
    "distributor": _("distributor"),
    "reseller": _("reseller"),
    "branch": _("branch"),
    "store_manager": _("shop manager"),
    "franchisee": _("franchisee"),
    "customer": _("customer"),
    "vendor": _("vendor's people"),
    # how, and what came of it
    "in_person": _("in person"),
    "video": _("video"),
    "phone": _("telephone"),
    "sheet": _("sheet sent ahead"),
    "self": _("filled in alone"),
    "done": _("done"),
    "has_issues": _("has issues"),
    "approved": _("approved"),
    "refused": _("refused"),
    "not_reached": _("not reached"),
    "not_eligible": _("not eligible"),
    "replaced": _("replaced"),
    "pending": _("pending"),
    "active": _("active"),
    "lost": _("lost"),
    "non_buyer": _("never bought"),
    "dk": _("does not know"),
    "ref": _("does not answer"),
    "na": _("does not apply"),
    # channels and customers
    "sales-force": _("sales force"),
    "agents": _("agents"),
    "distributors": _("distributors"),
    "resellers": _("resellers"),
    "branches": _("branches"),
    "retail": _("own shops"),
    "franchise": _("franchise"),
    "web": _("web"),
    "marketplace": _("marketplace"),
    "direct": _("direct"),
    "indirect": _("indirect"),
    "physical": _("physical"),
    "online": _("online"),
    "business": _("business"),
    "consumer": _("consumer"),
    "both": _("both"),
    # languages
    "it": _("Italian"),
    "en": _("English"),
}


def worded(codes: Iterable[str]) -> list[tuple[str, str | Promise]]:
    """Return codes with what they are called; one without a name is called by its code."""
    return [(code, WORDS.get(code, code)) for code in codes]
