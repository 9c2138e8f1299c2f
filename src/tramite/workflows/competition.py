"""Answers on competition, for a clean team: groups of at least so many firms, never one answer (METHOD §4.10)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tramite.kernel.estimate import Estimate
from tramite.voices.asking.bank import Item
from tramite.voices.disclosure.confidentiality import may_read_group
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.answers import ANTITRUST
from tramite.voices.estimation.item_values import RANGES
from tramite.voices.estimation.sides import Side, sides_asked
from tramite.workflows.case import open_case

_VOTE: Final = "vote"


@dataclass(frozen=True, slots=True)
class Group:
    """What the firms of a channel answered to an item.

    Attributes:
        channel: id; empty: all of them. key: part of the item. estimate: ``None``: it is not shown.
    """

    item: Item
    side: Side
    channel: str
    key: str
    estimate: Estimate | None


def competition_groups(path: str | Path) -> tuple[Group, ...]:
    """Estimate the items of a case that go to its clean team, by channel; each firm counts once.

    Raises:
        CaseNotFound, InputRefused: as :func:`~tramite.workflows.case.open_case`.
    """
    case = open_case(path)
    groups = []
    for item in case.bank.items:
        if item.sensitive != ANTITRUST or item.scale not in RANGES:
            continue
        for side in sides_asked(item):
            table = case.item_table(item.id, side, (_VOTE,))
            for cell in table.cells if table is not None else ():
                shown = not cell.hidden_because and may_read_group(
                    item, reader="clean_team", firms=cell.estimate.n, method=case.method
                )
                channel = "" if cell.domain == ALL else cell.domain
                groups.append(Group(item, side, channel, cell.key, cell.estimate if shown else None))
    return tuple(groups)
