"""Who does what in a channel: shares of the functions by party, what they weigh, what they would cost in-house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

INHOUSE: Final = "inhouse."
_SHARE: Final = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each function weighs in the worth of a channel, summing to 1.

    Attributes:
        heard_of: channel whose spending it is, or «all» where its own may not be shown.
        n: of the vendor's people who told it.
    """

    by_function: Mapping[str, float]
    heard_of: str
    n: int


def shown(table: MeasureTable, domain: str, weighting: str = "vote") -> dict[str, float]:
    """Return the shown values of a domain by part; empty where it is hidden."""
    return {
        cell.key: cell.estimate.value
        for cell in table.cells
        if (cell.domain, cell.weighting) == (domain, weighting) and cell.estimate.value is not None
    }


def one_cell(table: MeasureTable, domain: str, weighting: str, key: str = "") -> MeasureCell | None:
    """Return a cell that is shown; ``None`` if it is hidden or there is none."""
    for cell in table.cells:
        if (cell.domain, cell.key, cell.weighting) == (domain, key, weighting):
            return None if cell.estimate.value is None else cell
    return None


def function_shares(study: Study) -> MeasureTable:
    """Estimate who does each function, as partners say (PS01): ``<function>.<party>``, by channel."""
    values = answer_parts(study.responses, item=study.bank.item("PS01"))
    whole = pl.len().over("interview_id")
    # A grid of which some rows were left out would mix those who answered a row with those who did not.
    rows = len(study.bank.choices_of("functions"))
    return study.measure(values.filter(whole == 3 * rows), Measure("PS01", ("PS01",), _SHARE, "share"))


def cost_shares(study: Study) -> MeasureTable:
    """Estimate how the vendor's spending on a channel is divided by function, as its people say (VS02)."""
    item = study.bank.item("VS02")
    values = item_values(study.responses, item=item, bank=study.bank)
    return study.measure(values, Measure("VS02", ("VS02",), _SHARE, "share"), "vendor")


def cost_weights(spent: MeasureTable, channel_id: str, definition: CaseDefinition) -> Weights | None:
    """Weigh the functions: cost share × benefit factor, renormalised (efficiency template).

    Cost shares are the vendor's own (VS02): what partners spend (PS02) is left to a clean team, and what may not
    be shown does not count. Where too few of the vendor's people spoke of the channel, those of all channels are
    taken. A function has medium benefit, factor 1, unless ``[benefits]`` of the case says low or high.

    Args:
        spent: as ``cost_shares`` returns it.

    Source: Coughlan, Anderson, Stern & El-Ansary 2006; METHOD §3.5, §4.10.
    """
    heard_of = next((domain for domain in (channel_id, ALL) if shown(spent, domain)), None)
    if heard_of is None:
        return None
    factors = benefit_factors(definition)
    weighed = {function: share * factors.get(function, 1.0) for function, share in shown(spent, heard_of).items()}
    total = sum(weighed.values())
    n = next(cell.estimate.n for cell in spent.cells if cell.domain == heard_of)
    return Weights({function: part / total for function, part in weighed.items()}, heard_of, n)


def benefit_factors(definition: CaseDefinition) -> dict[str, float]:
    """Return the benefit factor of the functions of which the case says that it is not medium (METHOD §3.5)."""
    method = definition.method
    factors = {"low": method.benefit_low, "medium": 1.0, "high": method.benefit_high}
    return {function: factors[level] for function, level in definition.benefits.items()}


def normative_share(study: Study, weights: Weights) -> MeasureTable:
    """Estimate the share of the channel's profit that the functions of partners deserve, by channel.

    Of one partner: Σ_f w_f·s_f,partner / Σ_f w_f·(s_f,partner + s_f,vendor). Third parties are paid by one of the
    two, so that the profit is split between these.

    Source: METHOD §3.5 (equity principle).
    """
    parts = answer_parts(study.responses, item=study.bank.item("PS01")).with_columns(
        pl.col("key").str.split(".").list.to_struct(fields=["function", "party"]).struct.unnest()
    )
    weighed = parts.with_columns(
        done=pl.col("value") * pl.col("function").replace_strict(weights.by_function, default=None)
    )
    of = {party: pl.col("done").filter(pl.col("party") == party).sum() for party in ("partner", "vendor")}
    told = (pl.col("function").n_unique() == len(weights.by_function)) & (of["partner"] + of["vendor"] > 0)
    values = weighed.group_by("interview_id").agg(
        pl.when(told).then(of["partner"] / (of["partner"] + of["vendor"])).alias("value")
    )
    values = values.filter(pl.col("value").is_not_null()).select("interview_id", pl.lit("").alias("key"), "value")
    return study.measure(values.sort("interview_id"), Measure("normative", ("PS01", "VS02"), _SHARE, "share"))


def inhouse_cost(study: Study, channel_id: str, done: Mapping[str, float]) -> Estimate | None:
    """Estimate what the functions that partners do would cost in-house, as a share of net sales.

    Of one of the vendor's people: c = Σ_f s_f·i_f, s_f the share of function f that partners do (PS01) and i_f
    what it would cost in-house (VS02). The rest the vendor does and pays already.

    Args:
        done: s_f by function. Returns: ``None`` where too few told it for every function that partners do.
    Source: METHOD §3.5.
    """
    raw = study.responses.filter(
        (pl.col("item_id") == "VS02") & pl.col("missing").is_null() & pl.col("key").str.starts_with(INHOUSE)
    )
    told = raw.with_columns(pl.col("key").str.strip_prefix(INHOUSE).alias("function")).filter(
        pl.col("number").is_not_null() & pl.col("function").is_in(list(done))
    )
    if told.is_empty():
        return None
    whole = told.group_by("interview_id").agg(
        pl.col("function").n_unique().alias("functions"),
        (pl.col("number") / 100 * pl.col("function").replace_strict(done, default=0.0, return_dtype=pl.Float64))
        .sum()
        .alias("value"),
    )
    values = whole.filter(pl.col("functions") == len(done)).select(
        "interview_id", pl.lit("").alias("key"), "value"
    )
    measure = Measure("inhouse", ("VS02", "PS01"), (0.0, float("inf")), "share")
    found = one_cell(study.measure(values.sort("interview_id"), measure, "vendor"), channel_id, "vote")
    return None if found is None else found.estimate


def first_reason(study: Study, item_id: str) -> MeasureTable:
    """Estimate the shares that put each role first: partners of themselves (PS09), the vendor's people (VS09)."""
    ranked = answer_parts(study.responses, item=study.bank.item(item_id))
    values = ranked.with_columns(value=(pl.col("value") == 1).cast(pl.Float64))
    every = pl.DataFrame({"key": ["cost", "access", "complement"]})
    full = values.select("interview_id").unique().join(every, how="cross").join(
        values, on=["interview_id", "key"], how="left"
    )  # fmt: skip
    side: Side = "vendor" if item_id.startswith("V") else "partner"
    return study.measure(
        full.with_columns(pl.col("value").fill_null(0.0)).sort("interview_id", "key"),
        Measure(item_id, (item_id,), _SHARE, "share", "share"),
        side,
    )
