"""The action plan of a case: proposals, what people keep of them, and what was measured of those that are done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tramite.beliefs.held import Beliefs
from tramite.beliefs.waves.panel import firm_panel, is_scored, waves_around
from tramite.books.imbalance_rule import RuleResult
from tramite.books.lines import BY_CODE, COMPANY
from tramite.books.partner_growth import invoices_reach
from tramite.books.partner_months import partner_months
from tramite.decisions.actions.deciding import chosen_alternative, closed_channels
from tramite.decisions.actions.entry import ACTIONS_FILE, ActionEntry, ActionFile
from tramite.decisions.actions.grading import graded_split
from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.measuring import (
    SALES,
    MeasuredAction,
    measure_line,
    measure_sales,
    measure_scores,
    measured_periods,
    not_measured,
)
from tramite.decisions.actions.merging import merge_plan
from tramite.decisions.actions.plan import ActionPlan, plan_of
from tramite.decisions.actions.proposal import action_id
from tramite.decisions.actions.propose import propose_actions
from tramite.decisions.comparison import Comparison
from tramite.kernel.grade import grade_books
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.store.action_file import commented_fields, write_actions
from tramite.voices.coding.answers import check_codings, open_answers
from tramite.voices.coding.book import codebook_of, starter_codebook
from tramite.voices.coding.pillar_quotes import pillar_quotes
from tramite.voices.estimation.answers import Answers
from tramite.workflows.case import Case, open_case
from tramite.workflows.comparison import simulated
from tramite.workflows.showings import note_results_shown


@dataclass(frozen=True, slots=True)
class RefreshedPlan:
    """The plan after a refresh, where its file is, and whether anything in it changed."""

    file: Path
    plan: ActionPlan
    written: bool
    simulated: bool


def action_plan(
    case: Case, *, imbalance: tuple[RuleResult, ...], beliefs: Beliefs, answers: Answers | None,
    comparison: Comparison | None,
) -> ActionPlan:  # fmt: skip
    """Propose actions, and put them together with what people keep, without writing anything."""
    kept, definition = case.plan_file, case.definition
    chosen = chosen_alternative(comparison, kept.alternative, _begun(case, kept))
    ground = PlanGround(
        definition, case.income_statement(), imbalance, beliefs, answers, comparison, case.alternatives, chosen,
        _closing(case, kept), _last_interview(case), _quotes(case),
    )  # fmt: skip
    proposals = propose_actions(ground)
    changes = merge_plan(
        kept, proposals, language=definition.language, method=case.method, currency=definition.currency,
        as_of=definition.as_of, locked=commented_fields(case.folder.path),
    )  # fmt: skip
    return plan_of(
        kept, proposals, changes, language=definition.language, method=case.method,
        currency=definition.currency, measured=tuple(_measured(case, kept)),
    )  # fmt: skip


def refresh_actions(path: str | Path, *, when: datetime | None = None) -> RefreshedPlan:
    """Compute the plan of a case and write it to its ``actions.toml``; what people changed there stays.

    Args:
        when: it is shown; now, unless given.

    Raises:
        CaseNotFound, InputRefused: as :func:`~tramite.workflows.case.open_case`.
    """
    case = open_case(path)
    note_results_shown(case.folder.path, case.study, verb="actions", when=when)
    plan = action_plan(
        case, imbalance=case.imbalance(), beliefs=case.beliefs.all(), answers=case.answers,
        comparison=simulated(case) if case.alternatives else None,
    )  # fmt: skip
    written = write_actions(case.folder.path, plan.changes, language=case.definition.language)
    return RefreshedPlan(case.folder.path / ACTIONS_FILE, plan, written, case.definition.simulated.voices)


def _closing(case: Case, kept: ActionFile) -> frozenset[str]:
    """Return the channels that people have decided to close: an alternative's action that is past «proposed»."""
    return frozenset().union(*(closed_channels(case.alternatives[name]) for name in _begun(case, kept)))


def _begun(case: Case, kept: ActionFile) -> list[str]:
    """Return the alternatives that people have decided for: their action is past «proposed»."""
    decided = [entry.id for entry in kept.actions if entry.status in ("accepted", "running", "done")]
    return [name for name in case.alternatives if action_id("alternative", name) in decided]


def _last_interview(case: Case) -> date | None:
    study = case.study
    days = None if study is None else study.interviews["date"].drop_nulls()
    return None if days is None or days.is_empty() else max(days.to_list())


def _quotes(case: Case) -> dict[tuple[str, str], tuple[Source, ...]]:
    """Return what partners said of each promise, in their words, where they may be shown; nobody is named."""
    codings, study = case.table("codings"), case.study
    if codings is None or study is None:
        return {}
    table = case.table("codebook")
    book = starter_codebook() if table is None else codebook_of(table)
    answers = open_answers(study.responses, bank=study.bank)
    fitting = check_codings(codings, answers=answers, book=book).codings
    told = pillar_quotes(fitting, study.interviews, study.frame, book=book, bank=study.bank, method=study.method)
    return {
        place: tuple(
            Source(
                "interviews", quote.item_id, phrase("actions.quoted", words=quote.words), simulated=study.simulated
            )
            for quote in quotes
        )
        for place, quotes in told.items()
    }


def _measured(case: Case, kept: ActionFile) -> Iterator[MeasuredAction]:
    for entry in kept.actions:
        if entry.status == "done" and entry.start is not None and entry.end is not None:
            yield _measure(case, entry, entry.start, entry.end)


def _measure(case: Case, entry: ActionEntry, start: date, end: date) -> MeasuredAction:
    study = case.study
    if study is not None and is_scored(study, entry.kpi):
        waves = waves_around(study, start, end)
        if waves is None:
            return not_measured(entry, "wave")
        panel = firm_panel(study, entry.kpi, waves)
        return measure_scores(entry, panel, method=case.method, simulated=study.simulated)
    if entry.kpi not in BY_CODE:
        return not_measured(entry, "by_hand")
    periods = measured_periods(start, end, case.definition.as_of)
    if periods is None:
        return not_measured(entry, "months")
    if not invoices_reach(case.books, periods[0].first):
        return not_measured(entry, "books")
    return _sales(case, entry, periods) if entry.kpi == SALES else _line(case, entry, periods)


def _sales(case: Case, entry: ActionEntry, periods: tuple[Period, Period]) -> MeasuredAction:
    found = partner_months(case.books, period=Period(periods[0].first, periods[1].last))
    if found is None:
        return not_measured(entry, "books")
    definition, statement = case.definition, case.income_statement()
    channel, measured = entry.channel or COMPANY, grade_books(statement.period.months, case.method)
    ratio, split = statement.ratio(channel, "cm1"), statement.cell(channel, "cm1").allocated
    margin = None if ratio is None else (ratio, graded_split(measured, allocated=split))
    return measure_sales(
        entry, found.collect("polars").to_native(), periods, margin=margin, method=case.method,
        currency=definition.currency, simulated=definition.simulated.books,
    )  # fmt: skip


def _line(case: Case, entry: ActionEntry, periods: tuple[Period, Period]) -> MeasuredAction:
    if periods[1].months < periods[0].months:
        return not_measured(entry, "year")
    statements = [case.income_statement(period) for period in periods]
    channel = entry.channel or COMPANY
    cells = [statement.cells.get((channel, entry.kpi)) for statement in statements]
    before, after = (None if cell is None else cell.amount for cell in cells)
    sources = tuple(dict.fromkeys(source for cell in cells if cell for source in cell.sources))
    return measure_line(
        entry, (before, after), periods, method=case.method, currency=case.definition.currency, sources=sources
    )
