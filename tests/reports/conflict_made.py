"""Conflict and position of the invented company, through the estimators; three answers of the web stay hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tests.beliefs.said import Said, Talks
from tramite.beliefs.conflict.belief import conflict
from tramite.beliefs.held import Beliefs
from tramite.beliefs.position.belief import position
from tramite.books.cannibalisation import Cannibalisation
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition

HEARD = {"dealers": 14, "depots": 10, "web": 3}


def _partner(number: int) -> Said:
    clash: Mapping[str, float | str] = {"": 5.0 * (number % 7), "code": "web"}
    ended = {"me": 50.0, "me_cut": 20.0, "other": 30.0}
    return {"PP04": number % 9, "PP05": 5, "PR07": 4 + number % 5, "PW01": {"vendor": 40.0, "c1": 60.0},
            "PW03": 20.0, "PW04": clash, "PW05": ended, "PR09": 4 + number % 6,
            "PC02": {"biz_phys": 60.0, "priv_phys": 40.0}}  # fmt: skip


def _customer(channel: str, number: int) -> Said:
    other = "dealers" if channel == "web" else "web"
    rated = {code: 5 + (number + place) % 5 for place, code in
             enumerate(("lot", "space", "wait", "variety", "service", "info"))}  # fmt: skip
    return {"CC01": {channel: 80.0, other: 20.0}, "CC02": {channel: 50.0, other: 50.0}, "CN01": number % 10,
            "CN02": {"price": 1, "advice": 1, "near": 1, "terms": -1, "online": -1, "range": -1},
            "CN03": rated, "CR01": 5 + number % 6, "CR06": 6 + number % 4, "CX06": {"price": 1.0, "move": 1.0},
            "CX01": {"vendor": 40.0 + number, "c1": 60.0 - number}}  # fmt: skip


def talks() -> Talks:
    """Hear the invented partners, customers and people of the vendor."""
    made = Talks()
    for channel, heard in HEARD.items():
        for number in range(heard):
            if channel != "web":
                made.hear(channel, _partner(number), revenue=100.0 + number)
            made.hear(channel, _customer(channel, number), role="customer")
        made.silent(channel, 30)
        made.silent(channel, 30, role="customer")
    for number in range(8):
        made.hear("dealers", {"VR07": 2 + number % 3, "VR08": 8, "VW04": 5.0}, role="vendor")
    return made


def with_made(
    beliefs: Beliefs, definition: CaseDefinition, now: IncomeStatement, before: IncomeStatement,
    cannibalised: tuple[Cannibalisation, ...],
) -> Beliefs:  # fmt: skip
    """Return the beliefs with those formed of these talks."""
    study = talks().study(definition.method)
    believed = conflict(
        study, definition=definition, now=now, before=before, cannibalised=cannibalised, px=beliefs.px
    )
    return replace(beliefs, conflict=believed, position=position(study, px=beliefs.px, conflict=believed))
