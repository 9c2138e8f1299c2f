"""How to interview each: as personally as what the respondent brings allows."""

from __future__ import annotations

import polars as pl

from tramite.kernel.method import Method

LADDER = ("in_person", "video", "phone", "self")


def costs_of(method: Method) -> dict[tuple[str, str], float]:
    """Return the cost of one interview by side and mode, in the currency of the case (METHOD §4.3)."""
    modes = (method.cost_in_person, method.cost_video, method.cost_phone, method.cost_self)
    factors = {"partner": 1.0, "customer": method.cost_customer, "vendor": method.cost_vendor}
    return {
        (its, mode): cost * factor
        for its, factor in factors.items()
        for mode, cost in zip(LADDER, modes, strict=True)
    }


def choose_modes(drawn: pl.DataFrame, *, method: Method) -> pl.DataFrame:
    """Choose the most personal mode that costs at most φ of what the respondent brings in a year.

    Who is in the certainty stratum begins with a visit, the others with a video call; then phone, then a form to
    fill in alone. The form may cost up to all of the contribution, nothing may cost more. With two informants the
    cost counts twice.

    Args:
        drawn: ``side``, ``certain``, ``informants``, ``contribution`` (a year's gross margin; null: n.d.).

    Returns: ``drawn`` with ``mode`` (null: a person decides), ``cost`` (of all informants; null without a mode)
        and ``mode_reason``: ``within`` φ; ``floor``, only the form is; ``stopped``, any way costs more than the
        contribution; ``unknown``, the contribution is n.d.; ``vendor``, own people, no limit.
    Source: METHOD §4.3–4, R25–R26.
    """
    costs = costs_of(method)
    brings = pl.col("contribution").cast(pl.Float64)
    cost = {mode: _cost(costs, mode) * pl.col("informants") for mode in LADDER}
    fits = {mode: brings * method.cost_share >= cost[mode] for mode in LADDER}
    fits["in_person"] &= pl.col("certain")
    form, own = brings >= cost["self"], pl.col("side") == "vendor"
    mode = pl.when(form).then(pl.lit("self"))
    reason = pl.when(form).then(pl.lit("floor")).when(brings.is_null()).then(pl.lit("unknown"))
    chosen, why = mode.otherwise(None), reason.otherwise(pl.lit("stopped"))
    for name in reversed(LADDER):
        chosen = pl.when(fits[name]).then(pl.lit(name)).otherwise(chosen)
        why = pl.when(fits[name]).then(pl.lit("within")).otherwise(why)
    spent = pl.lit(None, dtype=pl.Float64)
    for name in LADDER:
        spent = pl.when(pl.col("mode") == name).then(cost[name]).otherwise(spent)
    return drawn.with_columns(
        pl.when(own).then(pl.lit("video")).otherwise(chosen).alias("mode"),
        pl.when(own).then(pl.lit("vendor")).otherwise(why).alias("mode_reason"),
    ).with_columns(spent.alias("cost"))


def _cost(costs: dict[tuple[str, str], float], mode: str) -> pl.Expr:
    by_side = {its: cost for (its, its_mode), cost in costs.items() if its_mode == mode}
    return pl.col("side").replace_strict(by_side, return_dtype=pl.Float64)
