"""Beliefs that interviews inform: the draws of the simulation, and the voices as they were weighed."""

from __future__ import annotations

import numpy as np
import pytest

from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.halo import HaloBelief
from tramite.decisions.information.answers import MeanLearning
from tramite.decisions.information.informing import informed_beliefs
from tramite.decisions.simulation import BLOCK
from tramite.kernel.estimate import Estimate

from .asked_voices import BEFORE, CASE, believed_diversion, believed_price, lost
from .made import CHANCE


def test_diversion_has_the_draws_of_the_simulation_and_its_sides() -> None:
    belief = believed_diversion(BEFORE)
    (found,) = informed_beliefs(Beliefs(diversion={"shops": belief}), definition=CASE, chance=CHANCE)
    blocks = [belief.draw(block.stream("diversion.shops"), block.draws) for block in CHANCE.blocks(BLOCK)]
    assert np.array_equal(found.learning.draws, np.concatenate(blocks))
    voice = found.voices["customer", "shops"][0]
    assert (voice.reliability, voice.n, voice.effective_n) == (1.0, 10, 10.0)
    assert voice.weight == pytest.approx(10.0)
    assert found.voices["partner", "shops"][0].reliability == 0.5
    assert found.voices["vendor", "shops"][0].n == 0


def test_a_reaction_has_a_column_for_each_channel_and_size() -> None:
    belief = believed_price(lost([f"c{n}" for n in range(10)], np.linspace(0.2, 0.5, 10)))
    beliefs = Beliefs(reactions=Reactions({"price": belief}))
    (found,) = informed_beliefs(beliefs, definition=CASE, chance=CHANCE)
    assert isinstance(found.learning, MeanLearning)
    # where no draw is cut at a bound these are the draws of the belief itself
    inside = (found.learning.draws > 0).all(axis=1) & (found.learning.draws < 1).all(axis=1)
    assert inside.mean() > 0.99
    blocks = [belief.draw(block)[:, :, 0] for block in CHANCE.blocks(BLOCK)]
    assert found.learning.draws[inside] == pytest.approx(np.concatenate(blocks)[inside])
    own = belief.posteriors[0].pooled.own_sd[0]
    assert found.learning.sd[0] / np.sqrt(10) == pytest.approx(own)
    assert found.voices["customer", "shops"][0].n == 10


def test_online_customers_speak_of_the_halo() -> None:
    estimate = Estimate(0.25, 0.1, 0.4, 0.9, 16, None, "share", "made")
    belief = HaloBelief(5.0, 13.0, estimate)
    (found,) = informed_beliefs(Beliefs(halo=belief), definition=CASE, chance=CHANCE)
    assert list(found.voices) == [("customer", "web")]
    assert found.learning.draws[:, 0].mean() == pytest.approx(5 / 18, abs=0.01)
    assert found.learning.draws.sum(axis=1) == pytest.approx(1.0)
