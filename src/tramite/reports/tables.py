"""The dossier as tidy tables: one row per number, with its ground and whether a program made the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method, reasons
from tramite.kernel.periods import add_months
from tramite.kernel.provenance import Source
from tramite.kernel.tables import CONTRACTS
from tramite.reports.answer_tables import ANSWER_SCHEMAS, answer_rows
from tramite.reports.book_tables import BOOK_SCHEMAS, book_rows
from tramite.reports.conflict_tables import CONFLICT_SCHEMAS, conflict_rows
from tramite.reports.decision_tables import DECISION_SCHEMAS, decision_rows
from tramite.reports.dossier import Dossier
from tramite.reports.information_tables import INFORMATION_SCHEMAS, information_rows
from tramite.reports.partner_tables import PARTNER_SCHEMAS, partner_rows
from tramite.reports.position_tables import POSITION_SCHEMAS, position_rows
from tramite.reports.potential_tables import POTENTIAL_SCHEMAS, potential_rows
from tramite.reports.quality_tables import QUALITY_SCHEMAS, quality_rows
from tramite.reports.reaction_tables import REACTION_SCHEMAS, reaction_rows
from tramite.reports.selling_tables import SELLING_SCHEMAS, selling_rows
from tramite.reports.shown import may_show_belief, may_show_score, shown_sides
from tramite.reports.table_rows import COUNT, ESTIMATE, GROUND, NUMBER, TEXT, Rows, estimate_row, ground_row

_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "statement": {
        "period": TEXT, "channel_id": TEXT, "line": TEXT, "amount": NUMBER, "allocated": NUMBER,
        "left_out": TEXT, "currency": TEXT,
    },
    "kpis": {"channel_id": TEXT, "code": TEXT, "value": NUMBER, "unit": TEXT, "formula": TEXT},
    "imbalance": {
        "rule": TEXT, "channel_id": TEXT, "partner_id": TEXT, "status": TEXT, "certainty": TEXT,
        "measure": TEXT, "value": NUMBER, "lower": NUMBER, "upper": NUMBER, "limit": NUMBER, "unit": TEXT,
        "at_stake": NUMBER, "severity": NUMBER,
        "missing": TEXT, "left_out": TEXT, "currency": TEXT,
    },
    "reconciliation": {
        "period": TEXT, "line": TEXT, "accounts": TEXT, "statement": NUMBER, "ledger": NUMBER,
        "difference": NUMBER, "currency": TEXT,
    },
    "px": {"channel_id": TEXT, "measure": TEXT, "reading": TEXT, "hidden_because": TEXT, **ESTIMATE},
    "diversion": {"channel_id": TEXT, "destination": TEXT, **ESTIMATE},
    "diversion_sides": {
        "channel_id": TEXT, "item_id": TEXT, "destination": TEXT, "share": NUMBER, "n": COUNT,
        "reliability": NUMBER,
        "weight": NUMBER, "hidden": pl.Boolean,
    },
    "alternatives": {"alternative": TEXT, "measure": TEXT, "channel_id": TEXT, **ESTIMATE},
    "paths": {
        "alternative": TEXT, "measure": TEXT, "month": pl.Date, "mean": NUMBER, "lower": NUMBER,
        "upper": NUMBER,
        "level": NUMBER, "currency": TEXT,
    },
    "parameters": {"alternative": TEXT, "parameter": TEXT, "channel_id": TEXT, **ESTIMATE},
    "strategy": {
        "alternative": TEXT, "measure": TEXT, "value": NUMBER, "unit": TEXT, "verdict": TEXT, "grade": TEXT,
    },
    "worth_knowing": {
        "parameter": TEXT, "channel_id": TEXT, "value": NUMBER, "standard_error": NUMBER, "grade": TEXT,
        "currency": TEXT,
    },
    "settings": {"name": TEXT, "value": NUMBER, "standard": NUMBER, "changed": pl.Boolean,
    "unit": TEXT, "section": TEXT},
    "data": {"table": TEXT, "rows": COUNT, "refused": COUNT, "missing": pl.Boolean},
}  # fmt: skip

_ROOMS: tuple[tuple[dict[str, dict[str, type[pl.DataType]]], Callable[[Dossier], Mapping[str, Rows]]], ...] = (
    (BOOK_SCHEMAS, book_rows), (ANSWER_SCHEMAS, answer_rows), (QUALITY_SCHEMAS, quality_rows),
    (PARTNER_SCHEMAS, partner_rows), (INFORMATION_SCHEMAS, information_rows), (SELLING_SCHEMAS, selling_rows),
    (CONFLICT_SCHEMAS, conflict_rows), (POSITION_SCHEMAS, position_rows), (POTENTIAL_SCHEMAS, potential_rows),
    (REACTION_SCHEMAS, reaction_rows), (DECISION_SCHEMAS, decision_rows),
)  # fmt: skip


def dossier_tables(dossier: Dossier) -> dict[str, pl.DataFrame]:
    """Return the numbers of a dossier as tidy frames by name; a part that is missing gives a frame without rows.

    Each frame ends with ``sources`` (where the number comes from) and ``simulated`` (a program made the data). A
    hidden number is null, and so are its interval and sample.
    """
    rows: dict[str, Rows] = {
        "statement": _statement(dossier), "kpis": _kpis(dossier), "imbalance": _imbalance(dossier),
        "reconciliation": _reconciliation(dossier),
        "px": _px(dossier), "diversion": _diversion(dossier), "diversion_sides": _sides(dossier),
        "alternatives": _alternatives(dossier), "paths": _paths(dossier), "parameters": _parameters(dossier),
        "strategy": _strategy(dossier), "worth_knowing": _worth(dossier),
        "settings": _settings(dossier), "data": _data(dossier),
    }  # fmt: skip
    schemas = dict(_SCHEMAS)
    for more_schemas, more_rows in _ROOMS:
        schemas |= more_schemas
        rows |= more_rows(dossier)
    return {name: pl.DataFrame(list(made), schema=schemas[name] | GROUND) for name, made in rows.items()}


def _statement(dossier: Dossier) -> Rows:
    for statement in filter(None, (dossier.statement_previous, dossier.statement)):
        for (channel_id, line), cell in statement.cells.items():
            yield {
                "period": str(statement.period), "channel_id": channel_id, "line": line,
                "amount": cell.amount,
                "allocated": cell.allocated, "left_out": ", ".join(cell.left_out), "currency": statement.currency,
            } | ground_row(dossier, cell.sources)  # fmt: skip


def _kpis(dossier: Dossier) -> Rows:
    for kpi in dossier.kpis:
        yield {
            "channel_id": kpi.channel_id, "code": kpi.definition.code, "value": kpi.value,
            "unit": kpi.definition.unit,
            "formula": kpi.definition.formula,
        } | ground_row(dossier, kpi.sources)  # fmt: skip


def _imbalance(dossier: Dossier) -> Rows:
    """Write one row per measure of a rule; a rule without one still has its row."""
    for result in dossier.imbalance:
        for measure in result.measures or (None,):
            yield {
                "rule": result.rule, "channel_id": result.channel_id, "partner_id": result.partner_id,
                "status": result.status, "certainty": result.certainty, "at_stake": result.at_stake,
                "severity": result.severity,
                "lower": measure and measure.lower, "upper": measure and measure.upper,
                "measure": measure and measure.code, "value": measure and measure.value,
                "limit": measure and measure.limit, "unit": measure and measure.unit,
                "missing": "; ".join(missing.say() for missing in result.missing),
                "left_out": ", ".join(result.left_out), "currency": result.currency,
            } | ground_row(dossier, result.evidence)  # fmt: skip


def _reconciliation(dossier: Dossier) -> Rows:
    reconciliation = dossier.reconciliation
    if reconciliation is None:
        return
    for row in reconciliation.rows:
        amounts = {"statement": row.statement, "ledger": row.ledger, "difference": row.difference}
        yield {
            "period": str(reconciliation.period), "line": row.line,
            "accounts": ", ".join(row.accounts), "currency": dossier.definition.currency,
            **{name: None if amount is None else float(amount) for name, amount in amounts.items()},
        } | ground_row(dossier, (Source("table", "ledger", ", ".join(row.accounts)),))  # fmt: skip


def _px(dossier: Dossier) -> Rows:
    for score in dossier.beliefs.px.scores if dossier.beliefs.px else ():
        shown = may_show_score(score, method=dossier.method)
        yield {
            "channel_id": score.channel_id, "measure": score.measure, "reading": score.reading,
            "hidden_because": score.hidden_because,
        } | estimate_row(dossier, score.estimate, shown=shown, heard=True)  # fmt: skip


def _diversion(dossier: Dossier) -> Rows:
    for belief in dossier.beliefs.diversion.values():
        shown = may_show_belief(belief, method=dossier.method)
        for destination, estimate in belief.estimates.items():
            yield {"channel_id": belief.channel_id, "destination": destination} | estimate_row(
                dossier, estimate, shown=shown, heard=True
            )


def _sides(dossier: Dossier) -> Rows:
    for belief in dossier.beliefs.diversion.values():
        shown = shown_sides(belief, method=dossier.method)
        for side in belief.sides:
            visible = side in shown
            weight = round(side.weight, 3) if visible else None
            for destination in belief.destinations if side.n else ():
                share = side.shares.get(destination) if visible else None
                yield {
                    "channel_id": belief.channel_id, "item_id": side.item_id, "destination": destination,
                    "share": None if share is None else round(share, 3), "n": side.n if visible else None,
                    "reliability": side.reliability, "weight": weight, "hidden": not visible,
                } | ground_row(dossier, (Source("interviews", side.item_id),), heard=True)  # fmt: skip


def _alternatives(dossier: Dossier) -> Rows:
    for result in dossier.comparison.results if dossier.comparison else ():
        estimates: list[tuple[str, str | None, Estimate]] = [
            ("value", None, result.value), ("change", None, result.change),
        ]  # fmt: skip
        estimates += [("partner_earnings", channel, e) for channel, e in result.partner_earnings.items()]
        for measure, channel, estimate in estimates:
            place = {"alternative": result.name, "measure": measure, "channel_id": channel}
            yield place | estimate_row(dossier, estimate, shown=True)
        single = {"p_better": (result.p_better, "share"), "stranded_overhead": (result.stranded_overhead, "money")}
        steps = {f"step:{place:02}:{step.code}": step for place, step in enumerate(result.steps, 1)}
        ground = {"hidden": False, "grade": result.grade.value} | ground_row(dossier, result.evidence)
        for measure, (value, unit) in single.items():
            yield {"alternative": result.name, "measure": measure, "value": value, "unit": unit} | ground
        for measure, step in steps.items():
            place = {"alternative": result.name, "measure": measure, "channel_id": step.channel_id}
            yield place | {"value": step.amount, "unit": "money"} | ground


def _paths(dossier: Dossier) -> Rows:
    comparison = dossier.comparison
    if comparison is None:
        return
    for result in comparison.results:
        for measure, path in (("ebitda", result.ebitda), ("change_cumulated", result.change_by_month)):
            ground = ground_row(dossier, result.evidence)
            for step, (mean, lower, upper) in enumerate(zip(path.mean, path.lower, path.upper, strict=True)):
                yield {
                    "alternative": result.name, "measure": measure,
                    "month": add_months(comparison.first_month, step),
                    "mean": float(mean), "lower": float(lower), "upper": float(upper), "level": comparison.level,
                    "currency": comparison.currency,
                } | ground  # fmt: skip


def _parameters(dossier: Dossier) -> Rows:
    for result in dossier.comparison.results if dossier.comparison else ():
        for parameter in result.parameters:
            place = {"alternative": result.name, "parameter": parameter.code, "channel_id": parameter.channel_id}
            yield place | estimate_row(dossier, parameter.estimate, shown=True)


def _strategy(dossier: Dossier) -> Rows:
    comparison = dossier.comparison
    strategy = comparison.strategy if comparison else None
    if comparison is None or strategy is None:
        return
    found = strategy.correctness
    ground = {"verdict": found.verdict, "grade": strategy.grade.value}
    evidence = tuple(source for result in comparison.results for source in result.evidence)
    measures: tuple[tuple[str, float | None, str], ...] = (
        ("correctable_loss", found.correctable_loss, "money"), ("p_near_best", found.p_near_best, "share"),
        ("evpi", found.worth_of_knowing.value, "money"), ("assumed_share", found.assumed_share, "share"),
    )  # fmt: skip
    for measure, value, unit in measures:
        row = {"alternative": found.best, "measure": measure, "value": value, "unit": unit}
        yield row | ground | ground_row(dossier, evidence)
    for name, regret in found.regret.items():
        row = {"alternative": name, "measure": "regret", "value": regret, "unit": "money"}
        yield row | ground | ground_row(dossier, comparison.result(name).evidence)


def _worth(dossier: Dossier) -> Rows:
    comparison = dossier.comparison
    strategy = comparison.strategy if comparison else None
    for each in strategy.worth if strategy else ():
        yield {
            "parameter": each.code, "channel_id": each.channel_id, "value": each.worth.value,
            "standard_error": each.worth.standard_error, "grade": each.grade.value,
            "currency": dossier.definition.currency,
        } | ground_row(dossier, each.evidence)  # fmt: skip


def _settings(dossier: Dossier) -> Rows:
    for name, reason in reasons():
        value, standard = getattr(dossier.method, name), getattr(Method(), name)
        yield {
            "name": name, "value": float(value), "standard": float(standard), "changed": value != standard,
            "unit": reason.unit, "section": reason.section,
        } | {"sources": Source("setting", name, f"METHOD §{reason.section}").say(),
        "simulated": False}  # fmt: skip


def _data(dossier: Dossier) -> Rows:
    for name, contract in CONTRACTS.items():
        made = getattr(dossier.definition.simulated, contract.room)
        yield {
            "table": name, "rows": dossier.table_rows.get(name), "refused": dossier.refused.get(name, 0),
            "missing": name in dossier.missing_tables,
        } | {"sources": Source("table", name, simulated=made).say(), "simulated": made}  # fmt: skip
