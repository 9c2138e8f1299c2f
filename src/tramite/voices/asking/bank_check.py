"""Check an item bank before anyone is asked anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tramite.kernel.errors import Fault
from tramite.kernel.method import Method
from tramite.kernel.tables import ROLES
from tramite.kernel.wording import LANGUAGES, Language
from tramite.voices.asking.bank import SCALES, Item, ItemBank

_FILE, _CHOICES_FILE = "items.csv", "choices.csv"
# What a guide can fill in a question (METHOD §2.4).
PLACEHOLDERS = ("vendor", "channel", "category", "flagship", "case", "x", "org", "earnings")
SECTIONS = (
    "context", "channel", "need", "easy", "predictable", "profitable", "relationship", "role", "paradigm",
    "competition", "information", "potential", "reaction",
)  # fmt: skip
MODES, SENSITIVE = ("interview", "sheet"), ("", "employee", "antitrust")
# Employees are never asked whether they will stay, or who presses them (METHOD §4.9).
EMPLOYEES = ("branch", "store_manager")
OWN_PEOPLE = (*EMPLOYEES, "vendor")  # groups only: they are not asked what may be shown
_NEVER_OF_EMPLOYEES = ("RISK.exit", "REL.power")
_NEED_A_LIST = (
    "1-5", "choice", "multi", "rank", "best-worst", "share100", "juster", "quiz", "aware", "grid-share",
    "grid-who", "grid-0-10",
)  # fmt: skip
_CARDS = 12
# A percentage of customers against a yes or no of one customer: compared as rates (METHOD §2.5).
_COMPARED_AS_RATES = frozenset({("PI02", "CK06"), ("CK06", "PI02")})


def interview_minutes(bank: ItemBank, role: str, method: Method) -> float:
    """Return the desk time of a core interview in minutes: (1 + probing)·Σ seconds/60 + opening (METHOD §2.1)."""
    return (1 + method.interview_probing) * bank.seconds_for(role) / 60 + method.interview_opening_minutes


def check_bank(bank: ItemBank, *, method: Method) -> tuple[Fault, ...]:
    """Tell every fault of a bank (METHOD §2): none means that it can go to the field.

    Checked: what ``check_items`` checks; and each respondent type has a core interview that fits the time allowed.
    """
    return (*check_items(bank), *_durations(bank, method))


def check_items(bank: ItemBank) -> tuple[Fault, ...]:
    """Tell what is wrong with the items and lists of a bank, one by one.

    Checked: ids are unique; roles, sections, scales, lists and modes are known; both languages have words, the
    same placeholders, and only such as a guide can fill; mirrors are mutual, of equal scale; a card sort has
    twelve cards; employees are not asked what the law keeps from their employer (METHOD §4.9).
    """
    faults = [*_duplicates(bank)]
    for row, item in enumerate(bank.items, start=2):
        faults += [*_vocabulary(bank, item, row), *_mirrors(bank, item, row), *_words(item, row)]
        faults += [*_employees(item, row)]
    return (*faults, *_answers(bank))


def _duplicates(bank: ItemBank) -> Iterator[Fault]:
    counts = Counter(item.id for item in bank.items)
    for item_id in (item_id for item_id, count in counts.items() if count > 1):
        yield Fault(_FILE, "bank_duplicate_id", column="id", value=item_id)


def _vocabulary(bank: ItemBank, item: Item, row: int) -> Iterator[Fault]:
    if item.scale not in SCALES:
        yield Fault(_FILE, "bank_scale", row, "scale", item.scale, ", ".join(SCALES))
    for role in item.roles:
        if role not in ROLES:
            yield Fault(_FILE, "bank_role", row, "respondents", role, ", ".join(ROLES))
    for column, value, known in (
        ("pillar", item.section, SECTIONS), ("mode", item.mode, MODES), ("sensitive", item.sensitive, SENSITIVE),
    ):  # fmt: skip
        if value not in known:
            yield Fault(_FILE, "not_allowed", row, column, value, ", ".join(filter(None, known)))
    answers = bank.choices_of(item.choices)
    if (item.choices and not answers) or (not item.choices and item.scale in _NEED_A_LIST):
        yield Fault(_FILE, "bank_list", row, "choices", item.choices)
    elif item.scale == "best-worst" and len(answers) != _CARDS:
        yield Fault(_FILE, "bank_cards", row, "choices", str(len(answers)), str(_CARDS))


def _mirrors(bank: ItemBank, item: Item, row: int) -> Iterator[Fault]:
    for other in item.mirrors:
        if other not in bank or item.id not in bank.item(other).mirrors:
            yield Fault(_FILE, "bank_mirror", row, "mirror", other, item.id)
        elif (item.id, other) not in _COMPARED_AS_RATES and bank.item(other).scale != item.scale:
            yield Fault(_FILE, "bank_mirror_scale", row, "mirror", other, f"{item.id}: {item.scale}")


def _words(item: Item, row: int) -> Iterator[Fault]:
    for column, text in (("text_en", item.text_en), ("text_it", item.text_it)):
        if not text.strip():
            yield Fault(_FILE, "required", row, column)
    for language in LANGUAGES:
        column = f"text_{language}"
        unknown = _found(item, language) - set(PLACEHOLDERS)
        if unknown:
            value, known = ", ".join(sorted(unknown)), ", ".join(PLACEHOLDERS)
            yield Fault(_FILE, "bank_unknown_placeholder", row, column, value, known)
    different = _found(item, "en") ^ _found(item, "it")
    if different:
        yield Fault(_FILE, "bank_placeholders", row, "text_it", item.id, ", ".join(sorted(different)))


def _found(item: Item, language: Language) -> frozenset[str]:
    """Return the names in braces; a brace that does not close is a name that nobody knows."""
    try:
        return item.placeholders(language)
    except ValueError:
        return frozenset({"{"})


def _employees(item: Item, row: int) -> Iterator[Fault]:
    asked = [role for role in item.roles if role in EMPLOYEES]
    forbidden = [index for index in item.feeds if index in _NEVER_OF_EMPLOYEES]
    if asked and forbidden:
        yield Fault(_FILE, "bank_employee", row, "respondents", ", ".join(asked), ", ".join(forbidden))


def _answers(bank: ItemBank) -> Iterator[Fault]:
    counts = Counter((choice.list, choice.code) for choice in bank.choices)
    for row, choice in enumerate(bank.choices, start=2):
        if counts[choice.list, choice.code] > 1:
            yield Fault(_CHOICES_FILE, "duplicate_id", row, "code", f"{choice.list}.{choice.code}")
        for column, text in (("label_en", choice.label_en), ("label_it", choice.label_it)):
            if not text.strip():
                yield Fault(_CHOICES_FILE, "required", row, column)


def _durations(bank: ItemBank, method: Method) -> Iterator[Fault]:
    for role in ROLES:
        if not bank.seconds_for(role):
            yield Fault(_FILE, "bank_no_core", column="respondents", value=role)
        minutes = interview_minutes(bank, role, method)
        if minutes > method.interview_max_minutes:
            hint = f"{method.interview_max_minutes:g} ({role})"
            yield Fault(_FILE, "bank_too_long", column="secs", value=f"{minutes:.1f}", hint=hint)
