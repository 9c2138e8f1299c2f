"""Each action in full: steps, measure, risk, law, what respondents are told, and its trace down to the answers."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.decisions.actions.plan import ActionPlan, PlannedAction
from tramite.kernel.wording import say
from tramite.reports.scribe import Scribe
from tramite.reports.section import Heading, Words

# title of each section of the dossier that may tell the ground of an action
_TITLES = {
    "px": "dossier.px", "relationship": "dossier.relationship", "imbalance": "rules.title", "roles": "roles.title",
    "position": "position.title", "conflict": "conflict.title", "potential": "potential.title",
    "information": "information.title", "paradigm": "paradigm.title", "alternatives": "dossier.alternatives",
    "strategy": "strategy.title", "field-quality": "quality.title",
}  # fmt: skip


def action_details(scribe: Scribe, plan: ActionPlan) -> tuple[Heading | Words, ...]:
    """Write all actions, in the order of the plan."""
    return tuple(block for one in plan.actions for block in _details(scribe, one))


def _details(scribe: Scribe, one: PlannedAction) -> Iterator[Heading | Words]:
    language = scribe.language
    yield Heading(f"action-{one.id.replace('.', '-')}", one.words("title", language))
    yield Words(one.words("problem", language) or "–", points=one.steps(language))
    points = tuple(_points(scribe, one))
    if points:
        yield Words(_say(scribe, "beside"), points=points)
    yield Words(_trace(scribe, one), points=scribe.grounds(one.evidence))


def _points(scribe: Scribe, one: PlannedAction) -> Iterator[str]:
    proposal, language = one.proposal, scribe.language
    if proposal is not None and proposal.verify is not None:
        yield proposal.verify.say(language)
    yield from _figure(scribe, one)
    review = one.dates[2]
    if review is not None:
        yield _say(scribe, "review", day=scribe.day(review))
    for name in ("risk", "tell"):
        text = one.words(name, language)
        if text:
            yield _say(scribe, f"detail_{name}", text=text)
    for law in proposal.law if proposal else ():
        yield _say(scribe, "detail_law", text=say(f"actions.law_{law}", language))
    if one.entry is not None and one.entry.reason:
        yield _say(scribe, "detail_reason", text=one.entry.reason)
    if one.entry is not None and one.entry.note:
        yield _say(scribe, "detail_note", text=one.entry.note)


def _figure(scribe: Scribe, one: PlannedAction) -> Iterator[str]:
    proposal = one.proposal
    if proposal is None or (one.entry is not None and one.entry.kpi != proposal.kpi.code):
        if one.entry is not None and one.entry.kpi:
            target = "–" if one.entry.target is None else scribe.figure(one.entry.target, "ratio")
            yield _say(scribe, "detail_own_kpi", kpi=one.entry.kpi, target=target)
        return
    figure = proposal.kpi
    name = figure.name.say(scribe.language)
    aim = one.entry.target if one.entry is not None and "target" in one.mine else figure.target
    today, target = (scribe.figure(value, figure.unit) for value in (figure.today, aim))
    yield _say(scribe, "detail_kpi", kpi=name, today=today, target=target)


def _trace(scribe: Scribe, one: PlannedAction) -> str:
    if one.proposal is None:
        return _say(scribe, "trace_own")
    belief = scribe.tell(_TITLES[one.proposal.belief])
    return _say(scribe, "trace", line=scribe.line(one.proposal.line), belief=belief)


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return say(f"plan.{key}", scribe.language, **params)
