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
    "excluded": _("excluded"),
    # why this way of interviewing
    "within": _("within the cost rule"),
    "floor": _("only a form to fill in is worth its cost"),
    "unknown": _("not known what they bring: a person decides"),
    "stopped": _("any interview costs more than they bring: a person decides"),
    # quality of an interview
    "marked": _("marked in the field"),
    "fast": _("too fast"),
    "flat": _("always the same score"),
    "shares": _("shares that do not add up to 100"),
    "not_for_role": _("questions of another role"),
    "own_account": _("held by who serves the customer"),
    "duplicate": _("nearly the same as another"),
    "steps": _("contradiction: who leads, who does"),
    "title": _("contradiction: invoice and register"),
    "capacity": _("contradiction: growth and continuity"),
    "redirected": _("contradiction: customers sent elsewhere"),
    "call_back": _("to be rung again"),
    "keep": _("keep"),
    "exclude": _("exclude"),
    "correct": _("correct"),
    "high": _("high"),
    "medium": _("medium"),
    "draw": _("drawn by lot"),
    # what was done to the sample
    "replace": _("replacement"),
    "change": _("change by hand"),
    # calls
    "telephone": _("telephone"),
    "e-mail": _("e-mail"),
    "visit": _("visit"),
    "letter": _("letter"),
    "spoken": _("spoken"),
    "signed": _("signed"),
    "form": _("in the form"),
    # levels of confidentiality
    "a": _("A: named, as agreed"),
    "b": _("B: groups only"),
    "c": _("C: employees, groups only"),
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
# A code that means something else among the flags.
FLAG_WORDS: Final[Mapping[str, Promise]] = {**WORDS, "unknown": _("too many answers «does not know»")}


def worded(codes: Iterable[str]) -> list[tuple[str, str | Promise]]:
    """Return codes with what they are called; one without a name is called by its code."""
    return [(code, WORDS.get(code, code)) for code in codes]
