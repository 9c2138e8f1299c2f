"""The rules of imbalance that books can judge: where a channel is out of balance, and about how many euro."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw

from tramite.books.imbalance_margin import (
    contribution_share,
    margin_below_zero,
    price_required,
    returns,
    served_at_loss,
)
from tramite.books.imbalance_partners import concentrated, late_payers, overstocked, stuffed
from tramite.books.imbalance_rule import RuleResult, by_amount, not_evaluable
from tramite.books.kpi_ground import Ground
from tramite.books.rows import Tables
from tramite.kernel.case import Channel
from tramite.kernel.wording import phrase


def imbalance(ground: Ground, *, tables: Tables) -> tuple[RuleResult, ...]:
    """Judge each channel by the rules B1–B8, B14, B16 and B18, as far as books can.

    Rules on partners (B1, B2, B6, B7, B8) are for indirect channels. Thresholds are settings of the method. B8
    (equity principle), B18 (limit of potential) and the blocked lever of B14 need the voices, as the other rules
    do: ``beliefs.imbalance`` joins all 18.

    Args:
        ground: what :func:`~tramite.books.kpi_ground.ground_of` gathered from ``tables``.

    Returns: those that fire first, by euro at stake; then the clear; then the not evaluable, with what is missing.
    Source: METHOD §3.9.
    """
    channels = ground.definition.selling_channels
    results = [result for channel in channels for result in _judge(tables, ground, channel)]
    return tuple(sorted(results, key=by_amount))


def imbalance_frame(results: Sequence[RuleResult]) -> Any:  # noqa: ANN401
    """Return one row per rule and channel: a Polars frame."""
    schema = {
        "rule": nw.String(), "channel_id": nw.String(), "partner_id": nw.String(), "status": nw.String(),
        "certainty": nw.String(), "at_stake": nw.Float64(), "severity": nw.Float64(),
        "measures": nw.String(), "missing": nw.String(), "left_out": nw.String(), "sources": nw.String(),
    }  # fmt: skip
    columns: dict[str, list[Any]] = {name: [getattr(r, name) for r in results] for name in list(schema)[:7]}
    columns["measures"] = ["; ".join(f"{m.code}={m.value:.6g}" for m in r.measures) for r in results]
    columns["missing"] = ["; ".join(missing.say() for missing in r.missing) for r in results]
    columns["left_out"] = [", ".join(r.left_out) for r in results]
    columns["sources"] = ["; ".join(source.say() for source in r.evidence) for r in results]
    return nw.from_dict(columns, schema, backend="polars").to_native()


def _judge(tables: Tables, ground: Ground, channel: Channel) -> Iterator[RuleResult]:
    if channel.reach == "indirect":
        yield stuffed(ground, channel.id, tables=tables)
        yield overstocked(ground, channel.id, tables=tables)
    yield margin_below_zero(ground, channel.id)
    yield contribution_share(ground, channel.id)
    yield served_at_loss(ground, channel.id)
    if channel.reach == "indirect":
        yield late_payers(ground, channel.id, tables=tables)
        yield concentrated(ground, channel.id)
        yield not_evaluable(ground, "B8", channel.id, phrase("rules.missing_functions"))
    yield price_required(ground, channel.id)
    yield returns(ground, channel.id)
    yield not_evaluable(ground, "B18", channel.id, phrase("rules.missing_limit"))
