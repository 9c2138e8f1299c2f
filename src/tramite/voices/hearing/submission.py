"""A filled form as it came in: the values of its questions, before anyone says what they mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from tramite.voices.asking.form_names import (
    CHANNEL,
    CONSENT,
    DAY,
    ENDED,
    INSTRUMENT,
    INTERVIEWER,
    LEVEL,
    MODE,
    QUOTABLE,
    ROLE,
    STARTED,
    UNIT,
    read_name,
)

Review = Literal["", "has_issues", "approved", "rejected"]
HEAD: Final = (LEVEL, QUOTABLE, UNIT, INTERVIEWER, MODE, CONSENT, DAY, INSTRUMENT, ROLE, CHANNEL, STARTED, ENDED)
# Of the form alone: they tell nothing about an answer.
FORM_ONLY: Final = frozenset(
    {"cards", "purpose", "thanks", "no_consent", "instanceID", "instanceName", "deprecatedID"}
)
_UUID: Final = "uuid:"


@dataclass(frozen=True, slots=True)
class Submission:
    """One filled form.

    Attributes:
        id: instance id without ``uuid:``; an edited form has a new one. replaces: id of the one that it edits.
        root: id of the first of them, where an export tells it; else empty.
        edits: how often it was edited, where an export tells it.
        file: where it was read. form: id of the form; version: of the form.
        review: what was decided about it where it was collected.
        values: what stands in each question, blanks left out.
        times: seconds that each item was on the screen, from an audit log. paused: seconds that the talk stood
            still, from the same; 0 without one.
    """

    id: str
    file: str
    values: Mapping[str, str]
    replaces: str = ""
    root: str = ""
    edits: int = 0
    form: str = ""
    version: str = ""
    review: Review = ""
    times: Mapping[str, float] = field(default_factory=dict)
    paused: float = 0.0

    def value(self, name: str) -> str:
        """Return what stands in a question; empty if nothing."""
        return self.values.get(name, "")


def bare_id(text: str) -> str:
    """Return an instance id without ``uuid:``."""
    return text.strip().removeprefix(_UUID)


def roots_of(submissions: Iterable[Submission]) -> dict[str, str]:
    """Return for each submission the id of the first of its chain of edits: the interview that it is."""
    known = {each.id: each for each in submissions}
    return {each: _root(each, known) for each in known}


def _root(found: str, known: Mapping[str, Submission]) -> str:
    seen: set[str] = set()
    while found in known and found not in seen:
        seen.add(found)
        submission = known[found]
        before = submission.root or submission.replaces
        if not before or before == found:
            break
        found = before
    return found


def current_of(submissions: Iterable[Submission]) -> dict[str, Submission]:
    """Return for each interview the submission that counts: the last of its edits.

    Args:
        submissions: in the order in which they were taken in.

    Where exports do not tell which edit came first, the one taken in last counts, and never the original.
    """
    listed = list(submissions)
    roots, replaced = roots_of(listed), {each.replaces for each in listed}
    best: dict[str, tuple[tuple[bool, int, bool, int], Submission]] = {}
    for order, each in enumerate(listed):
        root = roots[each.id]
        rank = (each.id not in replaced, each.edits, each.id != root, order)
        if root not in best or rank > best[root][0]:
            best[root] = (rank, each)
    return {root: each for root, (_, each) in best.items()}


def same_content(first: Submission, second: Submission, *, apart: Collection[str] = ()) -> bool:
    """Tell whether two submissions of one id say the same, whatever file they came in.

    Args:
        apart: items that do not count; names of questions too.
    """
    return _content(first, apart) == _content(second, apart)


def _content(submission: Submission, apart: Collection[str]) -> dict[str, str]:
    left_out = {STARTED, ENDED, DAY, *apart}  # exports write times in other ways
    left_out |= {name for name in submission.values if (asked := read_name(name)) and asked.item_id in apart}
    return {
        name: value if read_name(name) is None else _plain(value)
        for name, value in submission.values.items()
        if name not in left_out | FORM_ONLY
    }


def _plain(value: str) -> str:
    text = " ".join(value.split())
    try:
        return repr(float(text)) if text[:1] in "-0123456789" else text
    except ValueError:
        return text
