"""Are partners of several kinds? An exploratory view by latent classes, never a label of a partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tramite.beliefs.drivers.latent_classes import LatentClasses, best_classes, class_stability
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, Phrase, phrase, say
from tramite.voices.disclosure.screening import ALL, release, screen

Array = NDArray[np.float64]
_LEAST_MEASURES = 3  # with two yes-or-no answers there are no two classes to tell apart
_REDRAWS = 100


@dataclass(frozen=True, slots=True)
class PartnerClass:
    """One class: the share of partners in it, and on each measure the share of its partners who score it sound.

    ``stability`` is its likeness to itself when firms are redrawn, 0–1; ``n`` the firms that it fits best.
    """

    n: int
    share: Estimate
    profile: Mapping[str, Estimate]
    stability: float


@dataclass(frozen=True, slots=True)
class PartnerClasses:
    """What the latent classes say.

    Attributes:
        n: firms with an answer to every measure.
        bic: number of classes → criterion; the least one is taken.
        classes: where there are two or more, large and stable enough; the highest profile first.
        steps: whether each class is above the next on every measure: degrees of one thing, not kinds.
        why: why there are no classes, as the catalogue says it: ``None`` where there are.
    """

    n: int
    bic: Mapping[int, float]
    classes: tuple[PartnerClass, ...]
    steps: bool
    why: Phrase | None

    def say(self, language: Language = "en") -> str:
        """Write how many classes there are, or why none."""
        if self.why is not None:
            return self.why.say(language)
        return say("drivers.classes_found", language, classes=len(self.classes), n=self.n)

    def __str__(self) -> str:
        return self.say()


def partner_classes(
    firms: pl.DataFrame, *, measures: Sequence[str], method: Method, chance: Chance, evidence: Source
) -> PartnerClasses:
    """Look for kinds of partners: is each measure at or above «sound» (``band_sound``) or not?

    Latent classes of 1 … ``classes_most``, the number by BIC. They are told only if each is of ``disclosure_k``
    firms, is no residual of others, and comes back when the firms are redrawn (``class_stability``): else the
    answer is that no kinds can be told. It is an exploratory view: a class is no label, and no firm is put in one.

    Args:
        firms: one row per firm: the measures, 0–100 (null: no answer; such a firm is left out).

    Source: METHOD §1 R72; Lazarsfeld & Henry 1968; Schwarz 1978; Hennig 2007.
    """
    complete = firms.select(measures).drop_nulls()
    answers = (complete.to_numpy() >= method.band_sound).astype(np.float64)
    varying = [place for place in range(answers.shape[1]) if 0 < answers[:, place].sum() < len(answers)]
    n = len(answers)
    if n < method.classes_min_n:
        return _none(n, phrase("drivers.classes_few", least=method.classes_min_n))
    if len(varying) < _LEAST_MEASURES:
        return _none(n, phrase("drivers.classes_alike", least=_LEAST_MEASURES))
    # The order of firms must not change what is found: EM meets their patterns sorted, redraws the firms.
    answers = answers[np.lexsort(answers.T[::-1])][:, varying]
    fit, fits = best_classes(
        answers, most=method.classes_most, starts=method.classes_starts, rng=chance.stream("classes")
    )
    bic = {len(each.shares): each.bic for each in fits}
    if len(fit.shares) == 1:
        return _none(n, phrase("drivers.classes_one", n=n), bic)
    sizes = np.bincount(fit.membership(answers).argmax(axis=1), minlength=len(fit.shares))
    cells = pl.DataFrame({"domain": [*map(str, range(len(sizes))), ALL], "n": [*sizes.tolist(), n]})
    if not screen(cells, method=method, margins=("domain",))["shown"].all():
        return _none(n, phrase("drivers.classes_small", classes=len(sizes), k=method.disclosure_k), bic)
    stability = class_stability(answers, fit, draws=_REDRAWS, rng=chance.stream("classes:stability"))
    if stability.min() < method.class_stability:
        return _none(n, phrase("drivers.classes_unstable", classes=len(sizes)), bic)
    names = [measures[place] for place in varying]
    found = tuple(
        PartnerClass(int(sizes[k]), _share(fit.shares[k], n, method, evidence),
                     {name: _share(fit.profile[k, j], int(sizes[k]), method, evidence)
                      for j, name in enumerate(names)}, float(stability[k]))
        for k in range(len(sizes))
    )  # fmt: skip
    return PartnerClasses(n, bic, found, _steps(fit), None)


def _none(n: int, why: Phrase, bic: Mapping[int, float] | None = None) -> PartnerClasses:
    return PartnerClasses(n, bic or {}, (), False, why)


def _steps(fit: LatentClasses) -> bool:
    pairs = combinations(range(len(fit.shares)), 2)
    return all(bool((fit.profile[one] >= fit.profile[other]).all()) for one, other in pairs)


def _share(value: float, n: int, method: Method, evidence: Source) -> Estimate:
    """Write a share without interval: chosen from the same answers as the class, it would be too short."""
    estimate = Estimate(
        value=float(value), lower=None, upper=None, level=method.interval_level, n=n, N=None, unit="share",
        method=phrase("drivers.classes_method"), weighting="vote", grade=Grade.D, evidence=(evidence,),
    )  # fmt: skip
    return release(estimate, hidden=False)
