"""Answers that respondents would give, drawn from what is believed, and what one would believe after them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class Told:
    """What a study heard: how many answers of each column, (d, p) or (1, p), and their sum, (d, p)."""

    answers: Draws
    total: Draws


class Answers(ABC):
    """Answers of one side in one channel, as they would come one after the other in each simulated future.

    A study of m answers hears the first m: a larger one holds the smaller, so that its worth is not larger or
    smaller by chance.
    """

    __slots__ = ()

    @abstractmethod
    def first(self, amounts: Sequence[float]) -> Told:
        """Return what a study hears.

        Args:
            amounts: m, independent answers that the study is worth: one for shares, one a column for means.
        """


class Learning(ABC):
    """A belief that answers can change.

    Attributes:
        name: stream of its draws. draws: θ, (d, p), the same that alternatives were simulated with.
    """

    __slots__ = ()
    name: str
    draws: Draws

    @abstractmethod
    def answers(self, columns: Sequence[int], most: int, rng: np.random.Generator) -> Answers:
        """Draw answers: up to ``most`` on each of some columns (of shares: on all of them at once)."""

    @abstractmethod
    def mean(self, heard: Sequence[Told]) -> Draws:
        """Return what one would believe on average after some studies, in each simulated future: (d, p)."""


@dataclass(frozen=True, slots=True)
class ShareLearning(Learning):
    """Shares of a whole, D ~ Dirichlet(α); a pseudo-answer is one trial of D.

    After m of them D ~ Dirichlet(α + x), x how often each part was named: the rule of the belief itself, where n
    answers of reliability r are worth m = r·n_eff trials (METHOD §5.4, ``shares.pseudo_answers``).
    """

    name: str
    alpha: Draws
    draws: Draws

    def answers(self, columns: Sequence[int], most: int, rng: np.random.Generator) -> ShareAnswers:
        """Draw which part each answer names."""
        steps = np.cumsum(self.draws, axis=1)[:, np.newaxis, :-1]
        named = (rng.random((len(self.draws), most, 1)) > steps).sum(axis=2).astype(np.uint8)
        return ShareAnswers(named, rng.random(len(self.draws)), self.draws.shape[1])

    def mean(self, heard: Sequence[Told]) -> Draws:
        """Return (α + x)/Σ(α + x)."""
        after = self.alpha + np.sum([told.total for told in heard], axis=0)
        found: Draws = after / after.sum(axis=1, keepdims=True)
        return found


@dataclass(frozen=True, slots=True)
class ShareAnswers(Answers):
    """Parts named: (d, most); ``luck``, (d,), rounds a broken number of answers up or down."""

    named: NDArray[np.uint8]
    luck: Draws
    parts: int

    def first(self, amounts: Sequence[float]) -> Told:
        """Count the parts named in the first m answers; m is rounded by lot, so that it holds on average."""
        count = np.floor(amounts[0] + self.luck)
        heard = np.arange(self.named.shape[1]) < count[:, np.newaxis]
        total = np.stack([((self.named == part) & heard).sum(axis=1) for part in range(self.parts)], axis=1)
        return Told(np.repeat(count[:, np.newaxis], self.parts, axis=1), total.astype(np.float64))


@dataclass(frozen=True, slots=True)
class MeanLearning(Learning):
    """Means θ of several columns, answers scattered around each: y ~ N(θ, σ²).

    E[θ | ȳ] = θ̄ + C·(C + N)⁻¹·(ȳ − θ̄), C the covariance of the draws, N that of the means of m answers, σ²/m.
    C holds how channels of one role are alike, so that who is asked about one also tells of the others: the
    shrinkage of the belief (METHOD §3.11.2), exact for a given spread between channels.

    Attributes:
        sd: σ of one answer, (p,).
    """

    name: str
    draws: Draws
    sd: Draws

    def answers(self, columns: Sequence[int], most: int, rng: np.random.Generator) -> MeanAnswers:
        """Draw how far each answer is from the mean."""
        noise = rng.standard_normal((len(self.draws), most, len(columns))).astype(np.float32)
        return MeanAnswers(tuple(columns), self.draws, self.sd, noise)

    def mean(self, heard: Sequence[Told]) -> Draws:
        """Return E[θ | ȳ], columns that nobody spoke of included."""
        answers = np.sum([told.answers for told in heard], axis=0)[0]
        total = np.sum([told.total for told in heard], axis=0)
        spoken = np.flatnonzero(answers > 0)
        middle = self.draws.mean(axis=0)
        if not len(spoken):
            return np.broadcast_to(middle, self.draws.shape)
        common = np.atleast_2d(np.cov(self.draws, rowvar=False))
        noise = np.diag(self.sd[spoken] ** 2 / answers[spoken])
        gain = np.linalg.solve(common[np.ix_(spoken, spoken)] + noise, common[spoken])
        found: Draws = middle + (total[:, spoken] / answers[spoken] - middle[spoken]) @ gain
        return found


@dataclass(frozen=True, slots=True)
class MeanAnswers(Answers):
    """Answers on some columns: ``noise``, (d, most, columns), in standard deviations of one answer."""

    columns: tuple[int, ...]
    centre: Draws
    sd: Draws
    noise: NDArray[np.float32]

    def first(self, amounts: Sequence[float]) -> Told:
        """Add up the first m answers of each column; the last, broken one adds its part of the variance."""
        answers, total = np.zeros((1, self.centre.shape[1])), np.zeros(self.centre.shape)
        for place, (column, amount) in enumerate(zip(self.columns, amounts, strict=True)):
            whole = int(amount)
            scatter = self.noise[:, :whole, place].sum(axis=1, dtype=np.float64)
            if amount > whole:
                scatter = scatter + np.sqrt(amount - whole) * self.noise[:, whole, place]
            answers[0, column] = amount
            total[:, column] = amount * self.centre[:, column] + self.sd[column] * scatter
        return Told(answers, total)
