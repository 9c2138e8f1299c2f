"""Answer the questions that have a rule, for every channel of a case."""

from __future__ import annotations

from tramite.books.kpi_statement import capital_employed
from tramite.decisions.compare import market_with
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
    cut, books = case.statement_cut(("channel", "segment", "line")), case.ground()
    alternatives = tuple(case.alternatives.values())
    market = market_with(alternatives, market_of(statement, cut, definition))
    setting = Setting(market, statement, case.beliefs.all(), definition)
    capital = {
        channel.id: employed for channel in definition.selling_channels
        if (employed := capital_employed(books, channel.id)) is not None
    }  # fmt: skip
    ground = VerdictGround(setting, Chance(definition.seed, case.method.draws), alternatives, capital)
    return tuple(verdict for rule in RULES for verdict in rule(ground))
