"""A second opinion from the books alone: what the best of a channel's partners sell with their means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tramite.beliefs.potential.frontier import Array, fit_frontier
from tramite.beliefs.potential.frontier_gain import draw_gain
from tramite.beliefs.potential.ground import PotentialGround
from tramite.beliefs.potential.result import ChannelFrontier, ChannelPotential
from tramite.books.partner_resources import RESOURCES, PartnerResources
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade, grade_model, weakest
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

_MOST = 0.5  # means that fewer than half of the partners have told are left out: they would leave too few


@dataclass(frozen=True, slots=True)
class _Sample:
    """Partners with known means: names of the means, sales, ln sales, and the columns that explain them."""

    resources: tuple[str, ...]
    sales: Array
    y: Array
    X: Array


def partner_frontiers(
    ground: PotentialGround, channels: Mapping[str, ChannelPotential], *, method: Method, chance: Chance
) -> dict[str, ChannelFrontier]:
    """Fit the frontier of each channel with partners: ln sales = β₀ + Σβ·ln means + area + v − u.

    Sales are net, of 12 months; means are category sales of all suppliers and sales floor, where at least half of
    the partners have told them; areas with enough partners have their own level. The channel's potential is
    S + Σ sales·(e^u − 1): partners without known means sell as today. u says how far a partner sells below the
    best with the same means, and the books do not say why: no effort, other suppliers, a poorer street.

    Returns: by channel; a channel with too few partners, no means or no inefficiency says so and has no potential.
    Source: METHOD §3.10; ADR 20.
    """
    fewer = Chance(chance.seed, method.bootstrap_draws)
    return {
        channel: _frontier(channel, partners, ground, channels.get(channel), method, fewer)
        for channel, partners in ground.partners.items()
        if partners
    }


def _frontier(
    channel_id: str,
    partners: Sequence[PartnerResources],
    ground: PotentialGround,
    stated: ChannelPotential | None,
    method: Method,
    chance: Chance,
) -> ChannelFrontier:
    net = ground.net_sales.get(channel_id)
    sample = _sample(partners, method)
    if sample is None or net is None:
        return ChannelFrontier(channel_id, "no_resources", len(partners))
    n = len(sample.y)
    if n < method.frontier_min_partners:
        return ChannelFrontier(channel_id, "few", n, sample.resources)
    fitted = fit_frontier(sample.y, sample.X)
    covered = float(sample.sales.sum()) / net
    if not fitted.inefficient:
        return ChannelFrontier(channel_id, "no_inefficiency", n, sample.resources, covered)
    stream = chance.stream(f"potential.frontier.{channel_id}")
    room = draw_gain(fitted, sample.y, sample.X, rng=stream, draws=chance.draws) / net
    evidence = _evidence(sample.resources, ground)
    modelled = grade_model(ground.period.months, method)
    gap = None if stated is None else room - (stated.draw(chance) / net - 1)

    def summed(draws: Array, unit: Unit, method_key: str, grade: Grade) -> Estimate:
        return Estimate.of_draws(
            draws, level=method.interval_level, unit=unit, method=phrase(f"potential.{method_key}"), grade=grade,
            n=n, evidence=evidence, currency=ground.definition.currency,
        )  # fmt: skip

    return ChannelFrontier(
        channel_id, "fitted", n, sample.resources, covered,
        summed(net * (1 + room), "money", "frontier_method", modelled),
        summed(room, "share", "frontier_method", modelled),
        float(fitted.efficiency(sample.y, sample.X).mean()), fitted.gamma, fitted.p_value,
        None if gap is None or stated is None
        else summed(gap, "share", "gap_method", weakest((modelled, stated.room.grade))),
    )  # fmt: skip


def _sample(partners: Sequence[PartnerResources], method: Method) -> _Sample | None:
    """Return the partners whose means are known; ``None`` where no mean is known of half of them."""
    told = Counter(name for partner in partners for name in partner.resources)
    used = tuple(name for name in RESOURCES if told[name] >= _MOST * len(partners) and told[name])
    if not used:
        return None
    whole = sorted(
        (partner for partner in partners if all(name in partner.resources for name in used)),
        key=lambda partner: partner.partner_id,
    )
    sales = np.array([partner.net_sales for partner in whole])
    means = [np.log([partner.resources[name] for partner in whole]) for name in used]
    varied = [column for column in means if np.ptp(column) > 0] if whole else []
    if not varied:
        return None
    columns = [np.ones(len(whole)), *varied, *_areas(whole, method)]
    return _Sample(used, sales, np.log(sales), np.column_stack(columns))


def _areas(partners: Sequence[PartnerResources], method: Method) -> list[Array]:
    """Return a column per area with enough partners, against all the others (or the first, if none is left)."""
    sizes = Counter(partner.area for partner in partners)
    large = sorted(area for area, n in sizes.items() if area is not None and n >= method.frontier_min_area)
    others = sum(n for area, n in sizes.items() if area not in large)
    named = large if others else large[1:]
    return [np.array([float(partner.area == area) for partner in partners]) for area in named]


def _evidence(resources: tuple[str, ...], ground: PotentialGround) -> tuple[Source, ...]:
    tables = {"category_sales": "partners", "square_metres": "shops"}
    simulated = ground.definition.simulated.books
    return (
        Source("table", "sell_in", str(ground.period), simulated=simulated),
        *(Source("table", tables[name], name, simulated=simulated) for name in resources),
    )
