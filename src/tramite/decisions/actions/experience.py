"""The weakest promise of each channel, mended by channel, role, paradigm and size (METHOD §3.1; R72)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.px.groups import PxGroup
from tramite.decisions.actions.figures import item_cell, item_figure, item_words
from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.proposal import KeyFigure, Proposal, Written
from tramite.decisions.actions.remedies import REMEDIES
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import weakest
from tramite.kernel.wording import Sayable, phrase
from tramite.voices.asking.bank import PILLARS
from tramite.voices.estimation.measure_table import MeasureCell

_WEAK = ("critical", "weak", "unbalanced")
_QUOTES = 2  # words that bring the number to life; all of them are in the codings
_ITEMS_EACH = 2  # more than two things at once are not done


def experience_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose what mends the weakest items of the weakest pillar of each channel that is not sound.

    An item counts where it may be shown and is below ``band_sound``. Steps are fitted to the role and the paradigm
    that prevail in the channel. At stake is what rule B9 says, where it fires.
    """
    for channel in ground.partner_channels:
        pillar = _weakest_pillar(ground, channel)
        if pillar is not None:
            yield from _of_channel(ground, channel, *pillar)


def _weakest_pillar(ground: PlanGround, channel: str) -> tuple[str, Estimate] | None:
    px = ground.beliefs.px
    if px is None or px.labels.get(channel) not in _WEAK:
        return None
    pillar = px.weakest[channel]
    score = px.score(channel, pillar, "vote")
    shown = score.reading != "hidden" and score.estimate.value is not None
    return (pillar, score.estimate) if shown else None


def _of_channel(ground: PlanGround, channel: str, pillar: str, score: Estimate) -> Iterator[Proposal]:
    fired, said = ground.fired("B9", channel), ground.quotes.get((channel, pillar), ())[:_QUOTES]
    for item_id, cell in weakest_items(ground, channel, pillar)[:_ITEMS_EACH]:
        key = f"px_{item_id.lower()}"
        problem = phrase(
            "actions.problem_px", channel=ground.name(channel), pillar=phrase(f"px.{pillar}"),
            score=Written(score.value, "score"), item=item_words(ground, item_id),
            found=Written(cell.estimate.value, "score"),
        )  # fmt: skip
        yield ground.propose(
            key, channel, channel_id=channel, problem=problem, kpi=item_figure(ground, item_id, channel),
            grade=weakest((score.grade, cell.estimate.grade)),
            evidence=(*score.evidence, *cell.estimate.evidence, *said),
            steps=(phrase(f"actions.{key}_steps"), *fitted_steps(ground, channel)),
            stake=None if fired is None else (fired.at_stake, "sales"),
        )  # fmt: skip


def weakest_items(ground: PlanGround, channel: str, pillar: str) -> list[tuple[str, MeasureCell]]:
    """Return the items of a pillar that may be shown and are below sound, the lowest first."""
    if ground.answers is None:
        return []
    asked = [item.id for item in ground.answers.bank.items if f"PX.{pillar}" in item.feeds]
    cells = [(item_id, item_cell(ground, item_id, channel)) for item_id in asked]
    low = [
        (cell.estimate.value, item_id, cell)
        for item_id, cell in cells
        if cell is not None and cell.estimate.value is not None and f"px_{item_id.lower()}" in REMEDIES
        and cell.estimate.value < ground.method.band_sound
    ]  # fmt: skip
    return [(item_id, cell) for _, item_id, cell in sorted(low, key=lambda one: one[:2])]


def fitted_steps(ground: PlanGround, channel: str) -> Iterator[Sayable]:
    """Walk through what role and paradigm of a channel add to an action: one programme does not suit all."""
    beliefs = ground.beliefs
    role = beliefs.roles.channels[channel].primary if beliefs.roles and channel in beliefs.roles.channels else None
    if role is not None and role != "unknown":
        support = phrase(f"roles.rules_{role}_support")
        yield phrase("actions.fit_role", role=phrase(f"roles.role_{role}"), support=support)
    stage = beliefs.paradigm.usual(channel) if beliefs.paradigm else None
    if stage is not None:
        yield phrase(f"actions.fit_{stage}")


def group_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose a programme of its own for large or small partners of a role, where it is another pillar that fails.

    Both sizes must be shown, with different weakest pillars; the one whose index is below ``band_sound`` is named.
    """
    groups = ground.beliefs.px_groups
    shown = [group for group in groups.groups if group.shown and group.weakest] if groups else []
    for group in shown:
        others = [o for o in shown if (o.role, o.weakest) != (group.role, group.weakest) and o.role == group.role]
        index = group.cells["px"].estimate
        if others and index.value is not None and index.value < ground.method.band_sound:
            yield _of_group(ground, group, others[0])


def _of_group(ground: PlanGround, group: PxGroup, other: PxGroup) -> Proposal:
    index, pillar = group.cells["px"].estimate, group.cells[str(group.weakest)].estimate
    words = {
        "role": phrase(f"simulated.role_{group.role}"), "size": phrase(f"relationship.size_{group.size}"),
        "pillar": phrase(f"px.{group.weakest}"),
    }  # fmt: skip
    problem = phrase(
        "actions.problem_group", **words, px=Written(index.value, "score"), score=Written(pillar.value, "score"),
        other=phrase(f"px.{other.weakest}"),
    )  # fmt: skip
    figure = KeyFigure(str(group.weakest), words["pillar"], "score", pillar.value, ground.method.band_sound)
    return ground.propose(
        "px_group", f"{group.role}-{group.size}", problem=problem, kpi=figure,
        title=phrase("actions.px_group_title", **words),
        grade=weakest(group.cells[name].estimate.grade for name in ("px", *PILLARS)),
        evidence=(*index.evidence, *pillar.evidence),
        steps=(phrase(f"actions.group_{group.weakest}"), phrase(f"actions.group_{group.size}")),
    )  # fmt: skip
