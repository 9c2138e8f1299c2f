"""What the study costs, against what its channels bring."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.sampling.mode import LADDER, costs_of
from tramite.voices.sampling.side import side


@dataclass(frozen=True, slots=True)
class ModeCost:
    """Interviews of one mode, and their cost in the currency of the case."""

    mode: str
    interviews: int
    cost: float


@dataclass(frozen=True, slots=True)
class StudyCost:
    """Cost of the interviews that have a mode.

    Attributes:
        undecided: units without a mode: a person decides, and their cost is not in ``total``.
        contribution, net_sales: of a year, of the channels in the sample; ``None``: n.d.
        limit: ``budget_share`` of the contribution; a study above it needs a reason. ``None``: n.d.
        break_even: total / net sales: the improvement of margin, as a share of net sales, that pays the study in
            a year.
    """

    modes: tuple[ModeCost, ...]
    total: float
    undecided: int
    contribution: float | None
    net_sales: float | None
    limit: float | None
    break_even: float | None

    @property
    def above_limit(self) -> bool:
        """Whether the study costs more than its limit."""
        return self.limit is not None and self.total > self.limit


def over_channels(amounts: Mapping[str, float | None], studied: Collection[str]) -> float | None:
    """Add an amount over the selling channels that are studied; ``None`` if there is none, or one is n.d.

    Args:
        amounts: by selling channel; ``None``: n.d.
    """
    found = [amount for channel, amount in amounts.items() if channel in studied]
    known = [amount for amount in found if amount is not None]
    return sum(known) if known and len(known) == len(found) else None


def study_cost(
    sample: pl.DataFrame, *, contribution: float | None, net_sales: float | None, method: Method
) -> StudyCost:
    """Add up the interviews by mode, and hold the sum against the channels' contribution (METHOD §4.3).

    Args:
        sample: ``role``, ``mode``, ``informants``. contribution, net_sales: of a year, of the channels studied.
    """
    costs = pl.DataFrame(
        [(its, mode, cost) for (its, mode), cost in costs_of(method).items()],
        schema={"side": pl.String, "mode": pl.String, "cost": pl.Float64}, orient="row",
    )  # fmt: skip
    people = pl.col("informants").fill_null(1)
    spent = (
        sample.filter(pl.col("mode").is_not_null()).with_columns(side(), people).join(costs, on=["side", "mode"])
    )
    by_mode = {
        row["mode"]: ModeCost(row["mode"], row["interviews"], row["cost"])
        for row in spent.group_by("mode")
        .agg(people.sum().alias("interviews"), (pl.col("cost") * people).sum().alias("cost"))
        .iter_rows(named=True)
    }
    total = sum(found.cost for found in by_mode.values())
    return StudyCost(
        modes=tuple(by_mode[mode] for mode in LADDER if mode in by_mode),
        total=total,
        undecided=sample["mode"].null_count(),
        contribution=contribution,
        net_sales=net_sales,
        limit=None if contribution is None or contribution <= 0 else method.budget_share * contribution,
        break_even=total / net_sales if net_sales else None,
    )
