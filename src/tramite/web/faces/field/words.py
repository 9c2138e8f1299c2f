"""The numbers of the field work, as pages write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tramite.kernel.figures import figure
from tramite.kernel.wording import Language, say
from tramite.voices.sampling.cost import StudyCost
from tramite.voices.sampling.quota import Quota
from tramite.voices.sampling.response import Response
from tramite.web.bridge.budget import BudgetGate
from tramite.web.bridge.field_picture import FieldPicture, GroupLine
from tramite.web.models import SampledUnit
from tramite.web.models.words import WORDS

STATE_WORDS: Final[Mapping[str, str | Promise]] = {
    "to_invite": _("to be invited"),
    "invited": _("invited"),
    "booked": _("with an appointment"),
    "done": _("done, to be checked"),
    "has_issues": _("with open flags"),
    "approved": _("approved and counted"),
    "excluded": _("excluded after a flag"),
    "refused": _("declined"),
    "not_reached": _("could not be reached"),
    "not_eligible": _("outside the population"),
    "replaced": _("given up for another"),
}


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """Response of a side, in words; ``revenue_share``: of those asked, how much of the revenue was heard."""

    name: str
    asked: int
    done: int
    silent: int
    pending: int
    rate: str
    revenue_rate: str
    revenue_share: float | None
    revenue_words: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The units of an interviewer or a channel, in words."""

    name: str | Promise
    units: int
    counts: tuple[int, ...]
    rate: str


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """A respondent type and stratum, with a cell for each channel; ``None``: nobody was drawn there."""

    role: str | Promise
    stratum: str
    cells: tuple[Quota | None, ...]


@dataclass(frozen=True, slots=True)
class CostRow:
    """What the interviews cost, in words."""

    name: str | Promise
    interviews: str
    cost: str


def side_rows(picture: FieldPicture, language: Language) -> list[ResponseRow]:
    """Write the response of each side of the market."""
    return [
        _response(say(f"sample.side_{side.side}", language), side, language)
        for side in picture.state.sides
        if side.asked
    ]


def _response(name: str, of: Response, language: Language) -> ResponseRow:
    share = of.done_revenue / of.asked_revenue if of.done_revenue is not None and of.asked_revenue else None
    return ResponseRow(
        name=name,
        asked=of.asked,
        done=of.done,
        silent=of.silent,
        pending=of.pending,
        rate=figure(of.rate, "share", language),
        revenue_rate=figure(of.revenue_rate, "share", language),
        revenue_share=share,
        revenue_words=figure(share, "share", language),
    )


SHOWN: Final = ("to_invite", "invited", "booked", "done", "has_issues", "approved")  # columns of groups


def group_rows(
    groups: Sequence[GroupLine], names: Mapping[str, str | Promise], language: Language
) -> list[GroupRow]:
    """Write how far each interviewer or channel has come; what is in no column shows in the total alone."""
    return [
        GroupRow(
            names.get(group.name, group.name), group.units, tuple(group.states.get(state, 0) for state in SHOWN),
            figure(None if group.response is None else group.response.rate, "share", language),
        )
        for group in groups
    ]  # fmt: skip


def quota_rows(quotas: Sequence[Quota]) -> tuple[list[str], list[QuotaRow]]:
    """Lay quotas out as a grid: role and stratum down, channels across."""
    channels = sorted({quota.channel_id for quota in quotas})
    kinds = dict.fromkeys((quota.role, quota.stratum) for quota in quotas)
    cell = {(quota.role, quota.stratum, quota.channel_id): quota for quota in quotas}
    return channels, [
        QuotaRow(WORDS.get(role, role), stratum, tuple(cell.get((role, stratum, channel)) for channel in channels))
        for role, stratum in kinds
    ]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """Somebody who was drawn, in words."""

    unit: SampledUnit
    name: str
    role: str | Promise
    channel: str
    stratum: str
    state: str
    state_words: str | Promise
    flags: int
    replaced_by: str


def unit_rows(
    drawn: pl.DataFrame, units: Mapping[str, SampledUnit], names: Mapping[str, str], channels: Mapping[str, str]
) -> list[UnitRow]:
    """Write who was drawn and how far each has come.

    Args:
        drawn: as :class:`~tramite.web.bridge.field_picture.FieldPicture` has them. units: their rows, by code.
    """
    return [
        UnitRow(
            units[row["unit_id"]], names.get(row["unit_id"], ""), WORDS.get(row["role"], row["role"]),
            channels.get(row["channel"], row["channel"]), row["stratum"], row["state"], STATE_WORDS[row["state"]],
            row["flags"], row["replaced_by"],
        )
        for row in drawn.iter_rows(named=True)
        if row["unit_id"] in units
    ]  # fmt: skip


def cost_rows(cost: StudyCost, language: Language, currency: str) -> list[CostRow]:
    """Write what the interviews of each mode cost."""
    return [
        CostRow(
            WORDS[mode.mode], figure(mode.interviews, "count", language), _money(mode.cost, language, currency)
        )
        for mode in cost.modes
    ]


def budget_words(budget: BudgetGate, language: Language, currency: str) -> dict[str, str]:
    """Write cost and limit."""
    planned, spent = budget.planned, budget.spent
    return {
        "planned": _money(planned.total, language, currency),
        "spent": _money(spent.total, language, currency),
        "limit": _money(planned.limit, language, currency),
        "break_even": figure(planned.break_even, "share", language),
        "undecided": figure(planned.undecided, "count", language),
    }


def _money(value: float | None, language: Language, currency: str) -> str:
    return figure(value, "money", language, currency)
