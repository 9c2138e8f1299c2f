"""Answer the questions that have a rule, for every channel of a case."""

from __future__ import annotations

from tramite.decisions.market import market_of
from tramite.decisions.simulation import Setting
from tramite.decisions.today import missing_for_simulation
from tramite.decisions.verdicts.rules import RULES
from tramite.decisions.verdicts.verdict import Verdict, VerdictGround
from tramite.kernel.chance import Chance
from tramite.workflows.case import Case


def verdicts(case: Case) -> tuple[Verdict, ...]:
    """Answer them all; without the base data of a simulation there is nothing to answer from, and none."""
    statement, definition = case.income_statement(), case.definition
    if missing_for_simulation(statement, definition):
        return ()
    cut = case.statement_cut(("channel", "segment", "line"))
    setting = Setting(market_of(statement, cut, definition), statement, case.beliefs.all(), definition)
    ground = VerdictGround(setting, Chance(definition.seed, case.method.draws))
    return tuple(verdict for rule in RULES for verdict in rule(ground))
