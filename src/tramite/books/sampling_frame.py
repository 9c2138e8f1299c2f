"""Who could be interviewed, as the books know them: partners, end customers, and those who never bought."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from tramite.books.rows import Tables, in_period
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

_ROLE_OF_KIND = {
    "agents": "agent", "distributors": "distributor", "branches": "branch", "retail": "store_manager",
    "franchise": "franchisee",
}  # fmt: skip
_COLUMNS = (
    "unit_id", "role", "channel_id", "name", "area", "revenue", "contribution", "category_sales", "status",
)  # fmt: skip
_MONEY = nw.Decimal(38, 4)


def partner_units(tables: Tables, *, definition: CaseDefinition, period: Period) -> nw.LazyFrame[Any] | None:
    """List the partners who bought in the period (``active``), or only in the one before (``lost``).

    Who bought has a line of positive amount. Role and channel are those of the register; a partner without a role
    has that of the kind of its channel.

    Args:
        tables: ``sell_in``; ``partners`` where there are. period: twelve months.

    Returns: ``unit_id``, ``role``, ``channel_id``, ``name``, ``area``, ``revenue`` (net sales of the period),
        ``contribution`` (net sales minus cost of goods: of the period, or of the one before for who is lost;
        null if a line has no cost), ``category_sales``, ``status``. ``None`` without ``sell_in``.
    Source: METHOD §4.1.
    """
    if "sell_in" not in tables:
        return None
    lines = tables["sell_in"].select("partner_id", "channel_id", "date", "net_amount", "cost_amount")
    bought = _activity(lines.rename({"partner_id": "unit_id"}), period)
    if "partners" in tables:
        names = ("channel_id", "role", "name", "area", "category_sales")
        register = tables["partners"].select(
            nw.col("partner_id").alias("unit_id"), *(nw.col(name).alias(f"own_{name}") for name in names)
        )
        bought = bought.join(register, on="unit_id", how="left")
        channel = nw.coalesce(nw.col("own_channel_id"), nw.col("channel_id"))
        role, name, area, category = (
            nw.col("own_role"), nw.col("own_name"), nw.col("own_area"), nw.col("own_category_sales"),
        )  # fmt: skip
    else:
        channel, category = nw.col("channel_id"), nw.lit(None, dtype=_MONEY)
        role = name = area = nw.lit(None, dtype=nw.String)
    known = bought.with_columns(
        channel_id=channel, role=role, name=name, area=area, category_sales=category.cast(_MONEY)
    )
    kind = nw.lit("reseller")
    for entry in definition.channels:
        usual = nw.lit(_ROLE_OF_KIND.get(entry.kind, "reseller"))
        kind = nw.when(nw.col("channel_id") == entry.id).then(usual).otherwise(kind)
    return known.with_columns(role=nw.coalesce(nw.col("role"), kind)).select(*_COLUMNS)


def customer_units(tables: Tables, *, definition: CaseDefinition, period: Period) -> nw.LazyFrame[Any] | None:
    """List the end customers who bought in the period, or only in the one before, each in its main channel.

    Entries that ``links`` joins are one customer. Main is the channel of the largest spending in both periods.
    The vendor's margin is known only where the vendor invoices: one line elsewhere, and ``contribution`` is null.

    Returns: as :func:`partner_units`; ``revenue`` is what the customer spent. ``None`` without ``sell_out``.
    """
    if "sell_out" not in tables:
        return None
    direct = [channel.id for channel in definition.channels if channel.reach == "direct"]
    lines = tables["sell_out"].select("customer_id", "channel_id", "date", "net_amount", "cost_amount")
    lines = lines.filter(~nw.col("customer_id").is_null()).with_columns(
        cost_amount=nw.when(nw.col("channel_id").is_in(direct)).then(nw.col("cost_amount"))
    )
    bought = _activity(_as_entities(lines, tables).rename({"customer_id": "unit_id"}), period)
    if "customers" in tables:
        register = tables["customers"].select(nw.col("customer_id").alias("unit_id"), "name", "area")
        bought = bought.join(register, on="unit_id", how="left")
    else:
        bought = bought.with_columns(name=nw.lit(None, dtype=nw.String), area=nw.lit(None, dtype=nw.String))
    nothing = nw.lit(None, dtype=_MONEY)
    return bought.with_columns(role=nw.lit("customer"), category_sales=nothing).select(*_COLUMNS)


def non_buyers(tables: Tables, *, period: Period) -> nw.LazyFrame[Any] | None:
    """List the customers of deals of both periods, none won, who bought from nobody.

    Returns: as :func:`partner_units`, revenue 0. ``None`` without ``deals`` or ``sell_out``: who has not bought is
        then not known.
    """
    if "deals" not in tables or "sell_out" not in tables:
        return None
    both = Period(period.previous().first, period.last)
    deals = in_period(tables["deals"].select("customer_id", "channel_id", "date", "outcome"), both)
    deals = _as_entities(deals.filter(~nw.col("customer_id").is_null()), tables)
    won = nw.when(nw.col("outcome") == "won").then(nw.lit(1)).otherwise(nw.lit(0))
    open_ones = (
        deals.with_columns(won=won)
        .group_by("customer_id")
        .agg(nw.col("won").max(), nw.col("channel_id").min())
        .filter(nw.col("won") == 0)
    )
    sales = in_period(tables["sell_out"].select("customer_id", "date"), both)
    buyers = _as_entities(sales.filter(~nw.col("customer_id").is_null()), tables).select("customer_id").unique()
    left = open_ones.join(buyers, on="customer_id", how="anti").rename({"customer_id": "unit_id"})
    text, nothing = nw.lit(None, dtype=nw.String), nw.lit(None, dtype=_MONEY)
    return left.with_columns(
        role=nw.lit("customer"), name=text, area=text, revenue=nw.lit(0).cast(_MONEY), contribution=nothing,
        category_sales=nothing, status=nw.lit("non_buyer"),
    ).select(*_COLUMNS)  # fmt: skip


def _as_entities(lines: nw.LazyFrame[Any], tables: Tables) -> nw.LazyFrame[Any]:
    if "links" not in tables:
        return lines
    linked = lines.join(tables["links"].select("customer_id", "entity_id"), on="customer_id", how="left")
    entity = nw.coalesce(nw.col("entity_id"), nw.col("customer_id"))
    return linked.with_columns(customer_id=entity).drop("entity_id")


def _activity(lines: nw.LazyFrame[Any], period: Period) -> nw.LazyFrame[Any]:
    """Sum the lines of each unit in the period and in the one before; keep who bought in either."""
    none = nw.lit(0).cast(_MONEY)
    net, cost = nw.col("net_amount").cast(_MONEY), nw.col("cost_amount").cast(_MONEY)
    inside = nw.col("date") >= period.first
    lacks = nw.when(nw.col("cost_amount").is_null()).then(nw.lit(1)).otherwise(nw.lit(0))
    buys = nw.when(nw.col("net_amount") > 0).then(nw.lit(1)).otherwise(nw.lit(0))
    measures = {
        "net": (net, none),
        "margin": (net - cost, none),
        "lacks": (lacks, nw.lit(0)),
        "buys": (buys, nw.lit(0)),
    }
    both = in_period(lines, Period(period.previous().first, period.last)).with_columns(
        **{f"{name}_now": nw.when(inside).then(value).otherwise(zero) for name, (value, zero) in measures.items()},
        **{f"{name}_old": nw.when(inside).then(zero).otherwise(value) for name, (value, zero) in measures.items()},
    )
    sums = [f"{name}_{when}" for name in measures for when in ("now", "old")]
    by_channel = (
        both.group_by("unit_id", "channel_id")
        .agg(*(nw.col(name).sum().alias(name) for name in sums))
        .with_columns(spent=nw.col("net_now") + nw.col("net_old"))
    )
    most = by_channel.group_by("unit_id").agg(
        nw.col("spent").max().alias("most"), *(nw.col(name).sum().alias(f"all_{name}") for name in sums)
    )
    main = (
        by_channel.join(most, on="unit_id")
        .filter(nw.col("spent") == nw.col("most"))
        .group_by("unit_id", *(f"all_{name}" for name in sums))
        .agg(nw.col("channel_id").min())
        .filter(nw.col("all_buys_now") + nw.col("all_buys_old") > 0)
    )
    active = nw.col("all_buys_now") > 0
    margin = nw.when(active).then(nw.col("all_margin_now")).otherwise(nw.col("all_margin_old"))
    lacking = nw.when(active).then(nw.col("all_lacks_now")).otherwise(nw.col("all_lacks_old"))
    return main.with_columns(
        revenue=nw.col("all_net_now"),
        contribution=nw.when(lacking == 0).then(margin),
        status=nw.when(active).then(nw.lit("active")).otherwise(nw.lit("lost")),
    ).select("unit_id", "channel_id", "revenue", "contribution", "status")
