"""An action as people keep it in ``actions.toml``: what may be edited, and what the program finds each time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal, get_args

from pydantic import Field, StringConstraints

from tramite.decisions.actions.proposal import Effect, Proposal, about, horizon_of
from tramite.kernel.case import Strict, Uncertain
from tramite.kernel.figures import figure
from tramite.kernel.method import Method
from tramite.kernel.wording import Language, say, spoken

ACTIONS_FILE: Final = "actions.toml"
Status = Literal["proposed", "accepted", "running", "done", "dropped"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
ActionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=120)]
Words = Annotated[str, StringConstraints(max_length=4000)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
# What a proposal writes and people may change, in the order of the file.
EDITABLE: Final = (
    "title", "channel", "problem", "owner", "steps", "start", "end", "review", "cost", "kpi", "target", "risk",
    "tell",
)  # fmt: skip
_EVIDENCE = 8  # the file is for people; the dossier has all of it
Plain = str | float | date | list[str] | None


class Found(Strict):
    """What the program finds at each refresh, written for people to read; whatever stands there is replaced."""

    type: Words = ""
    structural: bool = False
    grade: Words = ""
    effect: Words = ""
    at_stake: Words = ""
    line: Words = ""
    belief: Words = ""
    verify: Words = ""
    law: tuple[Words, ...] = ()
    evidence: tuple[Words, ...] = ()


class ActionEntry(Strict):
    """One action of the file.

    Attributes:
        cost: what it takes in all, in the currency of the case; absent: n.d.
        expected: what people expect of it a year, with their source (grade D), where the program finds no effect.
        kpi: by what it is measured: ``px``, a pillar, an item of the bank, a line of the statement, or words.
        partners: to whom it was applied, where not to all of the channel: the others are its control group.
        reason: why it was dropped. note: whatever people want to keep here.
        ground_gone: day on which the program no longer found its ground.
        written: a mark for each field as the program last wrote it: it tells what people changed since.
    """

    id: ActionId
    status: Status = "proposed"
    title: Annotated[Words, StringConstraints(min_length=3)]
    channel: Words | None = None
    problem: Words = ""
    owner: Words = ""
    steps: tuple[Words, ...] = ()
    start: date | None = None
    end: date | None = None
    review: date | None = None
    cost: Amount | None = None
    expected: Uncertain | None = None
    kpi: Words = ""
    target: Annotated[float, Field(allow_inf_nan=False)] | None = None
    partners: tuple[Words, ...] = ()
    risk: Words = ""
    tell: Words = ""
    reason: Words = ""
    note: Words = ""
    ground_gone: date | None = None
    found: Found = Found()
    written: Mapping[str, Words] = Field(default_factory=dict)

    @property
    def proposed_by_program(self) -> bool:
        """Whether the program wrote it first; else people did."""
        return bool(self.written)


class ActionFile(Strict):
    """The content of ``actions.toml``.

    Attributes:
        alternative: the one that the plan carries out; absent: the best of those simulated; «today»: none.
    """

    alternative: Words | None = None
    actions: tuple[ActionEntry, ...] = ()


def fields_of(proposal: Proposal, language: Language) -> dict[str, Plain]:
    """Write a proposal as the fields of the file, in a language; ``None`` is not written."""
    title = spoken(proposal.title, language)
    if proposal.verify is not None:
        title = say("actions.verify_first", language, title=title)
    return {
        "title": title,
        "channel": proposal.channel_id, "problem": spoken(proposal.problem, language),
        "owner": spoken(proposal.owner, language), "steps": list(proposal.step_lines(language)),
        "start": proposal.start, "end": proposal.end, "review": proposal.review,
        "cost": None if proposal.cost is None else float(round(proposal.cost)), "kpi": proposal.kpi.code,
        "target": None if proposal.kpi.target is None else round(float(proposal.kpi.target), 4),
        "risk": spoken(proposal.risk, language), "tell": spoken(proposal.tell, language),
    }  # fmt: skip


def found_of(
    proposal: Proposal,
    language: Language,
    *,
    method: Method,
    currency: str,
    dates: tuple[date | None, date | None] = (None, None),
) -> dict[str, bool | str | list[str]]:
    """Write what was found of a proposal: type, grade, effect, stake, trace, law.

    Args:
        dates: first and last day as people set them: they decide the type.
    """
    start, end = dates[0] or proposal.start, dates[1] or proposal.end
    horizon = horizon_of(start, max(start, end), hard_to_undo=proposal.hard_to_undo, method=method)
    missing = say("figures.missing", language)
    effect = missing
    if proposal.effect is not None:
        effect = _range(proposal.effect, language)
    found: dict[str, bool | str | list[str]] = {
        "type": say(f"actions.type_{horizon}", language), "structural": proposal.structural,
        "grade": proposal.grade.value, "effect": effect,
    }  # fmt: skip
    if proposal.at_stake is not None:
        kind = say(f"rules.kind_{proposal.stake}", language)
        found["at_stake"] = f"{figure(proposal.at_stake, 'money', language, currency)} ({kind})"
    if proposal.verify is not None:
        found["verify"] = spoken(proposal.verify, language)
    found |= {"line": say(f"lines.{proposal.line}", language), "belief": proposal.belief}
    if proposal.law:
        found["law"] = [say(f"actions.law_{law}", language) for law in proposal.law]
    evidence = [source.say(language) for source in proposal.evidence]
    if len(evidence) > _EVIDENCE:
        evidence[_EVIDENCE:] = [say("actions.more_evidence", language, count=len(evidence) - _EVIDENCE)]
    return found | {"evidence": evidence}


def _range(effect: Effect, language: Language) -> str:
    """Write low, likely and high, as far as they are known."""
    told = effect.estimate
    likely, low, high = (
        figure(about(end), "money", language, told.currency) for end in (told.value, told.lower, told.upper)
    )
    key = "actions.effect_at_most" if effect.ceiling else "actions.effect_over"
    return say(key, language, likely=likely, low=low, high=high, months=effect.months)


def mark(value: object) -> str:
    """Return a short mark of a value: two values that a person would call the same have the same mark."""
    if isinstance(value, bool) or value is None:
        plain: object = value
    elif isinstance(value, (int, float)):
        plain = float(value)
    elif isinstance(value, date):
        plain = value.isoformat()
    elif isinstance(value, (list, tuple)):
        plain = [str(part).strip() for part in value]
    else:
        plain = str(value).strip()
    text = json.dumps(plain, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def plain_of(entry: ActionEntry) -> Mapping[str, Plain]:
    """Return the fields that people may change, as the file has them."""
    found = entry.model_dump(include=set(EDITABLE))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}
