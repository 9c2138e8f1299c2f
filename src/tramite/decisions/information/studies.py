"""What a study would be worth before deciding: its answers simulated, the choice made again (EVSI)."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from tramite.decisions.information.answers import Answers, Told
from tramite.decisions.information.informing import Informed, Spoken
from tramite.decisions.information.perfect import WorthKnowing, worth_of_parameters
from tramite.decisions.information.respondents_left import Group, Heard, Weights, answers_added
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.method import Method


class Studies:
    """Studies that could be made before a decision, all of the same simulated futures.

    In each future, with its own θ, respondents answer; the beliefs are changed by their own rule; what is then
    expected of each alternative is read from the regression of its value on what one would believe, and the best
    is chosen: EVSI = E[max_a E[V(a) | answers]] − max_a E[V(a)] (Strong et al. 2015).

    A study speaks of many quantities at once. For each alternative they come as one number, its advantage over the
    best of today at the means that one would believe: a line β·E[θ | answers], β the regression of that advantage
    on θ. A spline on it catches what is not straight; an advantage that no line in θ follows is valued too low,
    never too high: less is known than was heard.

    Args:
        values: V of each alternative on the same draws, (d, a). informed: beliefs that bear on them.
        heard: weights of who was interviewed. chance: of the simulation.
    """

    def __init__(
        self,
        values: Draws,
        informed: Sequence[Informed],
        *,
        groups: Sequence[Group],
        heard: Heard,
        method: Method,
        chance: Chance,
    ) -> None:
        self.values = values[:, _not_dominated(values)]
        self.informed, self.groups, self.heard = informed, tuple(groups), heard
        self._method, self._chance = method, chance
        self._slopes = self._regressed()
        self._drawn: dict[tuple[str, Spoken], Answers] = {}

    def worth(self, asked: Mapping[Group, int]) -> WorthKnowing:
        """Return what asking so many of each group would be worth; all that one hears is put together."""
        index = np.zeros((len(self.values), self.values.shape[1] - 1))
        for informed, slope in zip(self.informed, self._slopes, strict=True):
            told = list(self._told(informed, asked))
            if told:
                index += informed.learning.mean(told) @ slope
        return worth_of_parameters(self.values, index, pairs=False)

    def ceiling(self, spoken: Spoken) -> WorthKnowing:
        """Return what it would be worth to know exactly all that one side can tell of one channel."""
        return worth_of_parameters(self.values, self._known((spoken,)), pairs=False)

    def rough_ceiling(self, spoken: Collection[Spoken]) -> float:
        """Return the same of several sides and channels by the lines alone: quick, to choose among them."""
        if self.values.shape[1] < 2:
            return 0.0
        known, gains = self._known(spoken), self._gains()
        expected = gains.mean(axis=0) + known - known.mean(axis=0)
        return float(np.maximum(expected.max(axis=1), 0.0).mean())

    def _known(self, spoken: Collection[Spoken]) -> Draws:
        """Return the advantage of each alternative that is expected once sides have told all, up to a constant."""
        index = np.zeros((len(self.values), self.values.shape[1] - 1))
        for informed, slope in zip(self.informed, self._slopes, strict=True):
            if any(one in informed.voices for one in spoken):
                index += informed.learning.draws @ slope
        return index

    def _gains(self) -> Draws:
        """Return the advantage of each alternative over the best of today: (d, a − 1)."""
        best = int(np.argmax(self.values.mean(axis=0)))
        found: Draws = np.delete(self.values, best, axis=1) - self.values[:, [best]]
        return found

    def _regressed(self) -> list[Draws]:
        """Return β of each belief, (p, a − 1): advantages over the best of today on all beliefs at once."""
        if not self.informed:
            return []
        gains = self._gains()
        told = np.concatenate([informed.learning.draws for informed in self.informed], axis=1)
        slopes = np.linalg.lstsq(told - told.mean(axis=0), gains - gains.mean(axis=0), rcond=None)[0]
        ends = np.cumsum([informed.learning.draws.shape[1] for informed in self.informed])[:-1]
        return np.split(slopes, ends)

    def _told(self, informed: Informed, asked: Mapping[Group, int]) -> Iterator[Told]:
        for spoken, voices in informed.voices.items():
            groups = [group for group in asked if (group.side, group.channel_id) == spoken and asked[group]]
            if not groups or not voices:
                continue
            numbers = np.array([[asked[group] for group in groups]])
            heard = self.heard.get(spoken, Weights())
            amounts = [
                float(answers_added(voice, heard, groups, numbers, method=self._method)[0]) for voice in voices
            ]
            if any(amounts):
                yield self._answers(informed, spoken).first(amounts)

    def _answers(self, informed: Informed, spoken: Spoken) -> Answers:
        """Draw the answers of a side on a channel, as many as can be had; once, so that studies share them."""
        key = (informed.learning.name, spoken)
        if key not in self._drawn:
            most = sum(group.most for group in self.groups if (group.side, group.channel_id) == spoken)
            voices = informed.voices[spoken]
            most = 1 + math.ceil(max(voice.reliability * (voice.n + most) for voice in voices))
            rng = self._chance.stream(f"answers.{informed.learning.name}.{'.'.join(spoken)}")
            self._drawn[key] = informed.learning.answers([voice.column for voice in voices], most, rng)
        return self._drawn[key]


def _not_dominated(values: Draws) -> list[int]:
    """Return the alternatives that no other is at least as good as in every draw.

    A compromise that is best in no draw may still be what is chosen where little is known, and stays.
    """
    kept = list(range(values.shape[1]))
    for place in range(values.shape[1]):
        others = [other for other in kept if other != place]
        if any((values[:, other] >= values[:, place]).all() for other in others):
            kept.remove(place)
    return kept
