"""What end customers spend, whoever sells to them: entries of one company counted as one."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from tramite.books.rows import Tables, in_period
from tramite.kernel.periods import Period


def spending(tables: Tables, period: Period) -> nw.LazyFrame[Any]:
    """Take the sell-out of a period with its end customers.

    Returns: ``entity_id`` (null where the line names no customer), ``channel_id``, ``partner_id``, ``date``,
    ``net_amount``. Customers that ``links`` joins have one entity; without ``links`` each customer is one.
    """
    columns = ("customer_id", "channel_id", "partner_id", "date", "net_amount")
    lines = in_period(tables["sell_out"].select(*columns), period)
    if "links" not in tables:
        return lines.rename({"customer_id": "entity_id"})
    linked = lines.join(tables["links"].select("customer_id", "entity_id"), on="customer_id", how="left")
    entity = nw.coalesce(nw.col("entity_id"), nw.col("customer_id")).alias("entity_id")
    return linked.select(entity, "channel_id", "partner_id", "date", "net_amount")


def by_seller(lines: nw.LazyFrame[Any], *, partners: bool) -> nw.LazyFrame[Any]:
    """Name who sold each line: ``seller``.

    Args:
        partners: partners, and the vendor's own channels where no partner stands between (``partner:<id>``,
            ``channel:<id>``); otherwise channels.
    """
    channel = nw.concat_str(nw.lit("channel:"), nw.col("channel_id"))
    if not partners:
        return lines.with_columns(seller=channel)
    partner = nw.concat_str(nw.lit("partner:"), nw.col("partner_id"))
    return lines.with_columns(seller=nw.when(nw.col("partner_id").is_null()).then(channel).otherwise(partner))
