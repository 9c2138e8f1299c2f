"""All reactions that a study was asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tramite.beliefs.reactions.first_moves import FirstMoves, first_moves
from tramite.beliefs.reactions.kinds import BUY_DIRECT, DIRECT_SALES, EARNINGS_CUT, KINDS, PRICE
from tramite.beliefs.reactions.reaction import Reaction, react
from tramite.beliefs.reactions.respondents import respondents
from tramite.beliefs.reactions.uptake import Uptake, uptake
from tramite.kernel.case import CaseDefinition
from tramite.voices.estimation.sides import SIDES
from tramite.voices.estimation.study import Study

WITH_MOVES = (PRICE, EARNINGS_CUT, DIRECT_SALES)


@dataclass(frozen=True, slots=True)
class Reactions:
    """How partners and customers would react; what nobody may be shown about is not there.

    Attributes:
        by_kind: code of ``kinds.KINDS`` → the reaction by channel and size of the change.
        moves: code → channel → what they would do first; of prices, where customers would go.
        uptake: of direct sales; ``None`` if no customers were heard.
    """

    by_kind: Mapping[str, Reaction] = field(default_factory=dict)
    moves: Mapping[str, Mapping[str, FirstMoves]] = field(default_factory=dict)
    uptake: Uptake | None = None


def reactions(study: Study, *, definition: CaseDefinition) -> Reactions:
    """Believe how each channel would react to prices, earnings and direct sales, and who would stay.

    Source: METHOD §5.4.
    """
    heard_on = {side: respondents(study, side) for side in SIDES}
    found = {kind.code: react(kind, study, heard_on, definition=definition) for kind in KINDS}
    by_kind = {code: reaction for code, reaction in found.items() if reaction is not None}
    moves = {kind.code: first_moves(kind, study, heard_on, definition=definition) for kind in WITH_MOVES}
    direct = by_kind.get(BUY_DIRECT.code)
    return Reactions(
        by_kind, {code: by_channel for code, by_channel in moves.items() if by_channel},
        None if direct is None else uptake(direct, definition=definition),
    )  # fmt: skip
