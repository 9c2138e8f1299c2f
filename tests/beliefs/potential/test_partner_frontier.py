from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.beliefs.potential.made import CHANCE, believed, ground_for, heard, sure
from tramite.beliefs.potential.partner_frontier import partner_frontiers
from tramite.beliefs.potential.result import ChannelFrontier
from tramite.books.partner_resources import PartnerResources
from tramite.kernel.case import CaseDefinition


def partners(n: int, *, gamma: float = 0.8, told: float = 1.0, skew: int = 1) -> tuple[PartnerResources, ...]:
    rng = np.random.default_rng(11)
    size = rng.lognormal(13, 1, n)
    u = np.abs(rng.normal(0, np.sqrt(gamma * 0.5), n)) * skew
    sales = np.exp(-3 + np.log(size) + rng.normal(0, np.sqrt((1 - gamma) * 0.5), n) - u)
    return tuple(
        PartnerResources(
            f"p{k}", float(sales[k]), "north" if k % 2 else "south",
            {"category_sales": float(size[k])} if k < told * n else {},
        )
        for k in range(n)
    )  # fmt: skip


def frontier(definition: CaseDefinition, made: tuple[PartnerResources, ...], **books: Any) -> ChannelFrontier:
    net = {"shops": sum(partner.net_sales for partner in made)}
    ground = ground_for(definition, partners={"shops": made}, net_sales=net, **books)
    return partner_frontiers(ground, {}, method=definition.method, chance=CHANCE)["shops"]


def test_frontier_shows_the_room_of_the_channel(definition: CaseDefinition) -> None:
    found = frontier(definition, partners(150))
    assert (found.status, found.n, found.resources) == ("fitted", 150, ("category_sales",))
    assert found.covered == pytest.approx(1.0)
    assert found.room is not None
    assert found.room.value is not None
    assert 0.3 < found.room.value < 1.2
    assert found.less_stated is None  # nothing was stated


def test_partners_without_known_means_sell_as_today(definition: CaseDefinition) -> None:
    found = frontier(definition, partners(150, told=0.6))
    assert found.n == 90
    assert found.covered is not None
    assert found.covered < 0.8
    whole, part = frontier(definition, partners(150)).room, found.room
    assert whole is not None
    assert part is not None
    assert (part.value or 0.0) < (whole.value or 0.0)


@pytest.mark.parametrize(
    ("made", "status"),
    [(partners(49), "few"), (partners(150, told=0.4), "no_resources"), (partners(150, told=0.0), "no_resources"),
     (partners(150, skew=-1), "no_inefficiency")],
)  # fmt: skip
def test_a_channel_without_a_frontier_says_why(
    definition: CaseDefinition, made: tuple[PartnerResources, ...], status: str
) -> None:
    found = frontier(definition, made)
    assert (found.status, found.room, found.potential) == (status, None, None)


def test_names_and_order_of_partners_change_nothing(definition: CaseDefinition) -> None:
    made = partners(80)
    assert frontier(definition, made[::-1]).gamma == pytest.approx(frontier(definition, made).gamma)


def test_frontier_is_set_beside_what_was_said(definition: CaseDefinition) -> None:
    made = partners(150)
    net = {"shops": sum(partner.net_sales for partner in made)}
    belief = believed(heard([8.0, 12.0] * 10), definition, sure(), partners={"shops": made}, net_sales=net)
    found, said = belief.frontiers["shops"], belief.channels["shops"].room
    assert found.room is not None
    assert found.less_stated is not None
    expected = (found.room.value or 0.0) - (said.value or 0.0)
    assert found.less_stated.value == pytest.approx(expected, abs=0.01)
    assert found.disagrees is True
