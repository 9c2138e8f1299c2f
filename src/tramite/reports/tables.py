"""The dossier as tidy tables: one row per number, with its ground and whether a program made the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method, reasons
from tramite.kernel.periods import add_months
from tramite.kernel.provenance import Source
from tramite.kernel.tables import CONTRACTS
from tramite.reports.dossier import Dossier
from tramite.reports.shown import may_show, may_show_belief, may_show_score, shown_sides

_TEXT, _NUMBER, _COUNT = pl.String, pl.Float64, pl.Int64
_GROUND: dict[str, type[pl.DataType]] = {"sources": _TEXT, "simulated": pl.Boolean}
_ESTIMATE: dict[str, type[pl.DataType]] = {
    "value": _NUMBER, "lower": _NUMBER, "upper": _NUMBER, "level": _NUMBER, "n": _COUNT, "N": _COUNT,
    "unit": _TEXT,
    "method": _TEXT, "weighting": _TEXT, "grade": _TEXT, "currency": _TEXT, "hidden": pl.Boolean,
}  # fmt: skip
_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "statement": {
        "period": _TEXT, "channel_id": _TEXT, "line": _TEXT, "amount": _NUMBER, "allocated": _NUMBER,
        "left_out": _TEXT, "currency": _TEXT,
    },
    "kpis": {"channel_id": _TEXT, "code": _TEXT, "value": _NUMBER, "unit": _TEXT, "formula": _TEXT},
    "imbalance": {
        "rule": _TEXT, "channel_id": _TEXT, "partner_id": _TEXT, "status": _TEXT, "measure": _TEXT,
        "value": _NUMBER, "limit": _NUMBER, "unit": _TEXT, "at_stake": _NUMBER, "severity": _NUMBER,
        "missing": _TEXT, "left_out": _TEXT, "currency": _TEXT,
    },
    "reconciliation": {
        "period": _TEXT, "line": _TEXT, "accounts": _TEXT, "statement": _NUMBER, "ledger": _NUMBER,
        "difference": _NUMBER, "currency": _TEXT,
    },
    "px": {"channel_id": _TEXT, "measure": _TEXT, "reading": _TEXT, "hidden_because": _TEXT, **_ESTIMATE},
    "diversion": {"channel_id": _TEXT, "destination": _TEXT, **_ESTIMATE},
    "diversion_sides": {
        "channel_id": _TEXT, "item_id": _TEXT, "destination": _TEXT, "share": _NUMBER, "n": _COUNT,
        "reliability": _NUMBER,
        "weight": _NUMBER, "hidden": pl.Boolean,
    },
    "alternatives": {"alternative": _TEXT, "measure": _TEXT, "channel_id": _TEXT, **_ESTIMATE},
    "paths": {
        "alternative": _TEXT, "measure": _TEXT, "month": pl.Date, "mean": _NUMBER, "lower": _NUMBER,
        "upper": _NUMBER,
        "level": _NUMBER, "currency": _TEXT,
    },
    "parameters": {"alternative": _TEXT, "parameter": _TEXT, "channel_id": _TEXT, **_ESTIMATE},
    "settings": {"name": _TEXT, "value": _NUMBER, "standard": _NUMBER, "changed": pl.Boolean,
    "unit": _TEXT, "section": _TEXT},
    "data": {"table": _TEXT, "rows": _COUNT, "refused": _COUNT, "missing": pl.Boolean},
}  # fmt: skip
Rows = Iterator[dict[str, object]]


def dossier_tables(dossier: Dossier) -> dict[str, pl.DataFrame]:
    """Return the numbers of a dossier as tidy frames by name; a part that is missing gives a frame without rows.

    Each frame ends with ``sources`` (where the number comes from) and ``simulated`` (a program made the data). A
    hidden number is null, and so are its interval and sample.
    """
    rows: Mapping[str, Rows] = {
        "statement": _statement(dossier), "kpis": _kpis(dossier), "imbalance": _imbalance(dossier),
        "reconciliation": _reconciliation(dossier),
        "px": _px(dossier), "diversion": _diversion(dossier), "diversion_sides": _sides(dossier),
        "alternatives": _alternatives(dossier), "paths": _paths(dossier), "parameters": _parameters(dossier),
        "settings": _settings(dossier), "data": _data(dossier),
    }  # fmt: skip
    return {name: pl.DataFrame(list(made), schema=_SCHEMAS[name] | _GROUND) for name, made in rows.items()}


def _ground(dossier: Dossier, sources: Iterable[Source], *, heard: bool = False) -> dict[str, object]:
    given = tuple(dict.fromkeys(sources))
    simulated = dossier.definition.simulated
    made = any(source.simulated for source in given) or (simulated.voices if heard else simulated.books)
    return {"sources": "; ".join(source.say() for source in given), "simulated": made}


def _estimate(dossier: Dossier, estimate: Estimate, *, shown: bool, heard: bool = False) -> dict[str, object]:
    visible = shown and may_show(estimate, method=dossier.method)
    row = {name: value for name, value in estimate.to_row().items() if name != "evidence"}
    if not visible:
        row |= dict.fromkeys(("value", "lower", "upper", "n", "N"))
    ground = _ground(dossier, estimate.evidence if visible else (), heard=heard)
    return row | {"hidden": not visible} | ground


def _statement(dossier: Dossier) -> Rows:
    for statement in filter(None, (dossier.statement_previous, dossier.statement)):
        for (channel_id, line), cell in statement.cells.items():
            yield {
                "period": str(statement.period), "channel_id": channel_id, "line": line,
                "amount": cell.amount,
                "allocated": cell.allocated, "left_out": ", ".join(cell.left_out), "currency": statement.currency,
            } | _ground(dossier, cell.sources)  # fmt: skip


def _kpis(dossier: Dossier) -> Rows:
    for kpi in dossier.kpis:
        yield {
            "channel_id": kpi.channel_id, "code": kpi.definition.code, "value": kpi.value,
            "unit": kpi.definition.unit,
            "formula": kpi.definition.formula,
        } | _ground(dossier, kpi.sources)  # fmt: skip


def _imbalance(dossier: Dossier) -> Rows:
    """Write one row per measure of a rule; a rule without one still has its row."""
    for result in dossier.imbalance:
        for measure in result.measures or (None,):
            yield {
                "rule": result.rule, "channel_id": result.channel_id, "partner_id": result.partner_id,
                "status": result.status, "at_stake": result.at_stake, "severity": result.severity,
                "measure": measure and measure.code, "value": measure and measure.value,
                "limit": measure and measure.limit, "unit": measure and measure.unit,
                "missing": "; ".join(missing.say() for missing in result.missing),
                "left_out": ", ".join(result.left_out), "currency": result.currency,
            } | _ground(dossier, result.evidence)  # fmt: skip


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
        } | _ground(dossier, (Source("table", "ledger", ", ".join(row.accounts)),))  # fmt: skip


def _px(dossier: Dossier) -> Rows:
    for score in dossier.px.scores if dossier.px else ():
        shown = may_show_score(score, method=dossier.method)
        yield {
            "channel_id": score.channel_id, "measure": score.measure, "reading": score.reading,
            "hidden_because": score.hidden_because,
        } | _estimate(dossier, score.estimate, shown=shown, heard=True)  # fmt: skip


def _diversion(dossier: Dossier) -> Rows:
    for belief in dossier.diversion:
        shown = may_show_belief(belief, method=dossier.method)
        for destination, estimate in belief.estimates.items():
            yield {"channel_id": belief.channel_id, "destination": destination} | _estimate(
                dossier, estimate, shown=shown, heard=True
            )


def _sides(dossier: Dossier) -> Rows:
    for belief in dossier.diversion:
        shown = shown_sides(belief, method=dossier.method)
        for side in belief.sides:
            visible = side in shown
            for destination in belief.destinations if side.n else ():
                yield {
                    "channel_id": belief.channel_id, "item_id": side.item_id, "destination": destination,
                    "share": side.shares.get(destination) if visible else None, "n": side.n if visible else None,
                    "reliability": side.reliability, "weight": side.weight if visible else None,
                    "hidden": not visible,
                } | _ground(dossier, (Source("interviews", side.item_id),), heard=True)  # fmt: skip


def _alternatives(dossier: Dossier) -> Rows:
    for result in dossier.comparison.results if dossier.comparison else ():
        estimates: list[tuple[str, str | None, Estimate]] = [
            ("value", None, result.value), ("change", None, result.change),
        ]  # fmt: skip
        estimates += [("partner_earnings", channel, e) for channel, e in result.partner_earnings.items()]
        for measure, channel, estimate in estimates:
            place = {"alternative": result.name, "measure": measure, "channel_id": channel}
            yield place | _estimate(dossier, estimate, shown=True)
        single = {"p_better": (result.p_better, "share"), "stranded_overhead": (result.stranded_overhead, "money")}
        steps = {f"step:{place:02}:{step.code}": step for place, step in enumerate(result.steps, 1)}
        ground = {"hidden": False, "grade": result.grade.value} | _ground(dossier, result.evidence)
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
            ground = _ground(dossier, result.evidence)
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
            yield place | _estimate(dossier, parameter.estimate, shown=True)


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
