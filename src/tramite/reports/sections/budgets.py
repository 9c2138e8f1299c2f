"""Can the budgets be believed? Beside what partners can do, the limit of the channel, and past budgets (R6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tramite.beliefs.potential.result import BudgetCheck, PastBudget
from tramite.decisions.verdicts.verdict import Verdict
from tramite.kernel.provenance import Source
from tramite.reports.charts.budgets import budget_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Picture, Section, Words

FIGURES = ("budget_amount", "budget_sold", "budget_past", "budget_means", "budget_limit")


def write_budgets_verdict(scribe: Scribe) -> Section:
    """Write the verdict on each budget."""
    found = [each for each in scribe.dossier.verdicts if each.question == "budget"]
    blocks = tuple(_blocks(scribe, found)) if found else (Words(_say(scribe, "missing"), tone="absent"),)
    return Section("budgets", _say(scribe, "title"), blocks, scribe.badge("books", "voices"))


def _blocks(scribe: Scribe, found: Sequence[Verdict]) -> Iterator[Block]:
    checks = {each.channel_id: each for each in _checks(scribe)}
    yield Words(_say(scribe, "lead"), points=tuple(_sentence(scribe, each, checks) for each in found))
    yield Picture("budgets-chart", _say(scribe, "chart"), _say(scribe, "chart_about"), budget_chart(scribe, found))
    yield _grid(scribe, found)
    past = [check for check in checks.values() if check.past]
    if past:
        yield _history(scribe, past)
    yield Words(_say(scribe, "rule", reached=scribe.level(scribe.method.budget_reached)))


def _checks(scribe: Scribe) -> Sequence[BudgetCheck]:
    potential = scribe.dossier.beliefs.potential
    return () if potential is None else potential.budgets


def _sentence(scribe: Scribe, verdict: Verdict, checks: dict[str, BudgetCheck]) -> str:
    check = checks.get(verdict.channel_id)
    period = "" if check is None else scribe.period(check.period)
    return _say(scribe, f"is_{verdict.answer}", channel=scribe.channel(verdict.channel_id), period=period)


def _grid(scribe: Scribe, found: Sequence[Verdict]) -> Grid:
    rows = []
    for verdict in found:
        cells = [
            scribe.estimate(verdict.figures[code]) if code in verdict.figures
            else scribe.absent("share" if code == "budget_past" else "money", _say(scribe, f"no_{code}"))
            for code in FIGURES
        ]  # fmt: skip
        grade = scribe.words(verdict.grade) if verdict.grade else scribe.words("–")
        answer = scribe.words(_say(scribe, f"answer_{verdict.answer}"))
        rows.append(Row(scribe.channel(verdict.channel_id), (*cells, answer, grade)))
    headers = (
        scribe.say("channel"), *(_say(scribe, code) for code in FIGURES), _say(scribe, "answer"),
        scribe.say("grade_header"),
    )  # fmt: skip
    caption = _say(scribe, "caption", currency=scribe.currency)
    return Grid("budgets-grid", "budgets", caption, headers, tuple(rows))


def _history(scribe: Scribe, checks: Sequence[BudgetCheck]) -> Grid:
    rows = tuple(
        Row(scribe.channel(check.channel_id), _year(scribe, one)) for check in checks for one in check.past
    )
    keys = ("period", "budget_amount", "sold", "reached")
    headers = (scribe.say("channel"), *(_say(scribe, key) for key in keys))
    caption = _say(scribe, "past_caption", currency=scribe.currency)
    return Grid("budgets-past", "budgets", caption, headers, rows)


def _year(scribe: Scribe, one: PastBudget) -> tuple[Datum, ...]:
    source = (Source("table", "budgets", str(one.period), simulated=scribe.definition.simulated.books),)
    return (
        scribe.words(scribe.period(one.period)), scribe.number(one.budget, "money", source),
        scribe.number(one.sold, "money", source), scribe.number(one.sold / one.budget, "share", source),
    )  # fmt: skip


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"budget.{key}", **params)
