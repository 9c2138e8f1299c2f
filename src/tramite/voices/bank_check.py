"""Check an item bank before anyone is asked anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tramite.kernel.errors import Fault
from tramite.kernel.method import Method
from tramite.kernel.tables import ROLES
from tramite.voices.bank import SCALES, Item, ItemBank

_FILE = "items.csv"
# A percentage of customers against a yes or no of one customer: compared as rates (METHOD §2.5).
_COMPARED_AS_RATES = frozenset({("PI02", "CK06"), ("CK06", "PI02")})


def interview_minutes(bank: ItemBank, role: str, method: Method) -> float:
    """Return the desk time of a core interview in minutes: (1 + probing)·Σ seconds/60 + opening (METHOD §2.1)."""
    return (1 + method.interview_probing) * bank.seconds_for(role) / 60 + method.interview_opening_minutes


def check_bank(bank: ItemBank, *, method: Method) -> tuple[Fault, ...]:
    """Tell every fault of a bank (METHOD §2): none means that it can go to the field.

    Checked: ids are unique; roles, scales and lists are known; mirrors are mutual, of equal scale; the two
    languages have the same placeholders; the core interview of each respondent type fits the time allowed.
    """
    faults = [*_duplicates(bank)]
    for row, item in enumerate(bank.items, start=2):
        faults += [*_vocabulary(bank, item, row), *_mirrors(bank, item, row), *_placeholders(item, row)]
    return (*faults, *_durations(bank, method))


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
    if item.choices and not bank.choices_of(item.choices):
        yield Fault(_FILE, "bank_list", row, "choices", item.choices)


def _mirrors(bank: ItemBank, item: Item, row: int) -> Iterator[Fault]:
    for other in item.mirrors:
        if other not in bank or item.id not in bank.item(other).mirrors:
            yield Fault(_FILE, "bank_mirror", row, "mirror", other, item.id)
        elif (item.id, other) not in _COMPARED_AS_RATES and bank.item(other).scale != item.scale:
            yield Fault(_FILE, "bank_mirror_scale", row, "mirror", other, f"{item.id}: {item.scale}")


def _placeholders(item: Item, row: int) -> Iterator[Fault]:
    different = item.placeholders("en") ^ item.placeholders("it")
    if different:
        yield Fault(_FILE, "bank_placeholders", row, "text_it", item.id, ", ".join(sorted(different)))


def _durations(bank: ItemBank, method: Method) -> Iterator[Fault]:
    for role in ROLES:
        minutes = interview_minutes(bank, role, method)
        if minutes > method.interview_max_minutes:
            hint = f"{method.interview_max_minutes:g} ({role})"
            yield Fault(_FILE, "bank_too_long", column="secs", value=f"{minutes:.1f}", hint=hint)
