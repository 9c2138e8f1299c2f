"""What the books say for the limits: sales, conversion, deals, budgets, partners' means, growth that came true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from tramite.beliefs.potential.result import PastBudget
from tramite.books.budgets import Budget, budgets_by_channel
from tramite.books.kpi_ground import Ground
from tramite.books.partner_resources import PartnerResources, partner_resources
from tramite.books.partner_tables import partner_sales
from tramite.books.rows import Tables
from tramite.kernel.case import CaseDefinition, Channel
from tramite.kernel.periods import Period, add_months, month_of
from tramite.kernel.provenance import Source
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.study import Study

YEAR = 12


@dataclass(frozen=True, slots=True)
class PotentialGround:
    """What the limits take from the books; a channel of which something is not known has no key.

    Attributes:
        period: the last twelve months.
        net_sales: S. conversion: v, our net sales per unit of end-customer spend. sources: of either.
        deals: (won, lost) in the period.
        budgets, budget_period: of the next twelve months where they are budgeted whole, else of the last.
        partners: those who bought, with their means.
        past_budgets: of the last twelve months and of those before, where both the budget and sales are whole.
        kept_promises: what an earlier wave stated and the books then showed: ``unit_id``, ``stated``,
            ``realised``.
    """

    definition: CaseDefinition
    period: Period
    net_sales: Mapping[str, float]
    conversion: Mapping[str, float]
    sources: Mapping[tuple[str, str], tuple[Source, ...]]
    deals: Mapping[str, tuple[int, int]]
    budgets: Mapping[str, Budget]
    budget_period: Period
    partners: Mapping[str, tuple[PartnerResources, ...]]
    kept_promises: pl.DataFrame
    past_budgets: Mapping[str, tuple[PastBudget, ...]] = field(default_factory=dict)


def potential_ground(books: Ground, tables: Tables, study: Study | None) -> PotentialGround:
    """Gather it.

    Args:
        books: of the last twelve months, as ``kpi_ground.ground_of`` gathers them from ``tables``.
        study: for the days on which an earlier wave was asked; ``None`` without interviews.
    """
    definition, period, now = books.definition, books.period, books.now
    selling = [channel.id for channel in definition.selling_channels]
    net = {c: amount for c in selling if (amount := now.amount(c, "net_sales")) is not None and amount > 0}
    ratios = {c: ratio for c in net if (ratio := now.ratio(c, "net_sales", "end_customer_spend")) is not None}
    sources = {
        (c, line): now.cell(c, line).sources for c in net for line in ("net_sales", "end_customer_spend")
    }  # fmt: skip
    coming = Period(add_months(period.last, 1), add_months(period.last, YEAR))
    next_year = {c: b for c, b in budgets_by_channel(tables, coming).items() if b.months == YEAR}
    last_year = {c: b for c, b in budgets_by_channel(tables, period).items() if b.months == YEAR}
    return PotentialGround(
        definition, period, net, ratios, sources, books.deals,
        next_year or last_year, coming if next_year else period,
        partner_resources(tables, definition, period),
        _kept_promises(_stated_before(study, period), tables, definition), dict(_past_budgets(books, tables)),
    )  # fmt: skip


def fed(channel: Channel) -> tuple[str, ...]:
    """Return the channels whose sales a channel is budgeted for: those that it feeds, or itself."""
    return tuple(one for one in channel.sells_to if one != "end-customer") or (channel.id,)


def _past_budgets(books: Ground, tables: Tables) -> Iterator[tuple[str, tuple[PastBudget, ...]]]:
    """Walk through the channels that had a budget of a whole year that is over, with what was sold then."""
    years = [(books.period, books.now), (books.period.previous(), books.before)]
    aimed = [budgets_by_channel(tables, period) for period, _ in years]
    for channel in books.definition.channels:
        found = []
        for (period, statement), budgets in zip(years, aimed, strict=True):
            sold = [statement.amount(part, "net_sales") for part in fed(channel)]
            whole = period == books.period or all(books.two_periods(part) for part in fed(channel))
            budget = budgets.get(channel.id)
            if budget is not None and budget.months == YEAR and whole and None not in sold:
                found.append(PastBudget(period, budget.amount, sum(amount or 0.0 for amount in sold)))
        if found:
            yield channel.id, tuple(found)


def _stated_before(study: Study | None, period: Period) -> pl.DataFrame:
    """Return the likely growth that partners stated a year ago or more, in any wave: ``unit_id``, ``month``,
    ``stated``."""
    found = [pl.DataFrame(schema={"unit_id": pl.String, "month": pl.Date, "stated": pl.Float64})]
    for then in () if study is None else (study.of(wave) for wave in study.waves):
        asked = then.voices("partner").interviews.filter(pl.col("date") < period.first)
        said = answer_parts(then.responses, item=then.bank.item("PX01")).filter(pl.col("key") == "likely")
        answered = asked.join(said, on="interview_id").sort("interview_id")
        found.append(answered.select("unit_id", month=pl.col("date").dt.truncate("1mo"), stated="value"))
    return pl.concat(found)


def _kept_promises(stated: pl.DataFrame, tables: Tables, definition: CaseDefinition) -> pl.DataFrame:
    """Set what was stated beside what came: net sales of the 12 months after the month of the interview over those
    of the 12 months up to it, less 1; a firm once, the mean of what its people stated."""
    rows: list[tuple[str, float, float]] = []
    answered = stated.filter(pl.col("stated").is_not_null())
    for month, group in sorted(answered.group_by("month")):
        asked: date = month_of(month[0])
        before = Period(add_months(asked, 1 - YEAR), asked)
        after = Period(add_months(asked, 1), add_months(asked, YEAR))
        sold = [partner_sales(tables, definition, span) for span in (before, after)]
        was, became = ({p: x for c in spans.values() for p, x in c.items()} for spans in sold)
        for unit, said in group.group_by("unit_id").agg(pl.col("stated").mean()).sort("unit_id").iter_rows():
            if was.get(unit, 0.0) > 0:
                rows.append((unit, said, became.get(unit, 0.0) / was[unit] - 1))
    schema = {"unit_id": pl.String, "stated": pl.Float64, "realised": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
