"""Sobol indices against the printed values of the Ishigami function, and what must hold of them."""

from __future__ import annotations

import numpy as np
import pytest

from tramite.decisions.sensitivity import influence
from tramite.decisions.sensitivity.influence import influences
from tramite.kernel.chance import Chance, Draws


def ishigami(chance: Chance) -> Draws:
    """Return sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1, x uniform on (−π, π) (Ishigami & Homma 1990)."""
    x1, x2, x3 = (
        chance.stream(name).uniform(-np.pi, np.pi, chance.draws) for name in ("x1.shops", "x2.web", "x3")
    )
    found: Draws = np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)
    return found


def test_indices_of_the_ishigami_function(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(influence, "DRAWS", 2**15)
    found = {(i.code, i.channel_id): i for i in influences(ishigami, Chance(1, 9), channels=["shops"], level=0.9)}
    # S1 .3139, .4424, 0; total .5576, .4424, .2437 (Saltelli et al. 2008, with a = 7 and b = 0.1).
    expected = {("x1", "shops"): (0.3139, 0.5576), ("x2", None): (0.4424, 0.4424), ("x3", None): (0.0, 0.2437)}
    assert set(found) == set(expected)
    for source, (alone, in_all) in expected.items():
        assert found[source].alone == pytest.approx(alone, abs=0.02)
        assert found[source].in_all == pytest.approx(in_all, abs=0.02)


def test_indices_add_up_where_nothing_acts_together() -> None:
    def result(chance: Chance) -> Draws:
        return sum((chance.normal(f"n{n}", 0, n) for n in range(1, 4)), start=np.zeros(chance.draws))

    found = influences(result, Chance(3, 9), channels=[], level=0.9)
    assert [each.code for each in found] == ["n3", "n2", "n1"]
    for each, variance in zip(found, (9, 4, 1), strict=True):
        assert each.alone_ends[0] - 0.03 <= variance / 14 <= each.alone_ends[1] + 0.03
        assert each.in_all_ends[0] - 0.03 <= variance / 14 <= each.in_all_ends[1] + 0.03


def test_what_does_not_vary_hangs_on_nothing() -> None:
    assert influences(lambda chance: chance.normal("x", 1, 0), Chance(1, 9), channels=[], level=0.9) == ()
