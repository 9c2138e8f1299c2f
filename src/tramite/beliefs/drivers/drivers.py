"""What goes together with recommendation, continuity and growth? Shares of R² among a handful of predictors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tramite.beliefs.drivers.partner_classes import partner_classes
from tramite.beliefs.drivers.result import Driver, Drivers, OutcomeDrivers, Quadrant
from tramite.beliefs.drivers.shares import ImportanceShares, importance_shares
from tramite.beliefs.px.estimates import items_of
from tramite.beliefs.px.firms import FOUNDATIONS, firm_table, outcome_items
from tramite.beliefs.px.foundations import Foundations
from tramite.beliefs.px.result import PxResult
from tramite.beliefs.px.validity import OUTCOMES, Outcome
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import grade_voices
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.voices.asking.bank import PILLARS, ItemBank
from tramite.voices.disclosure.screening import ALL, release
from tramite.voices.estimation.study import Study

# Trust and fair procedure are made by how a vendor behaves, and every partner is asked them. Commitment is half
# the outcome itself, tension half of fairness; dependence is a position; the others are not always asked.
PREDICTORS: Final = (*PILLARS, "trust", "fairness")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every outcome is computed from."""

    study: Study
    scores: Mapping[str, Estimate]
    books: Source
    chance: Chance

    @property
    def method(self) -> Method:
        """Settings of the method."""
        return self.study.method


def drivers(
    study: Study, px: PxResult, foundations: Foundations | None, growth: Mapping[str, float],
    *, books: Source, chance: Chance,
) -> Drivers | None:  # fmt: skip
    """Share out what goes together with each outcome among pillars, trust and fair procedure.

    Among firms of the same channel, one firm one voice, R² of the outcome is shared out by Lindeman–Merenda–Gold
    (the Shapley value) and, as a second opinion, by Johnson's weights; intervals over redraws of the firms. With
    fewer than ``driver_firms_each`` firms for each of the five predictors only the pillars stay; with fewer for
    these, or where R² may be chance (F test at the level of the intervals), nothing is told.

    Items of the pillars are not taken one by one: twenty of them against some seventy firms would be shared out
    by chance. A share tells what goes together, not what would follow if the score rose.

    Args:
        px, foundations: how partners rate each predictor, as the dossier shows it.
        growth: partner → growth, as ``books.partner_growth`` measures it. books: where it comes from.
        chance: its ``draws`` are the redraws.

    Returns: ``None`` where nobody has a PX.
    Source: METHOD §3.1.4; Grömping 2006, 2007; Johnson 2000; Martilla & James 1977 (importance–performance).
    """
    firms = firm_table(study, growth)
    if not firms["px"].count():
        return None
    ground = _Ground(study, _scores(px, foundations), books, chance)
    told = {outcome: _outcome(outcome, firms, ground) for outcome in OUTCOMES}
    items = tuple(dict.fromkeys(item for name in PREDICTORS for item in _items(name, study.bank)))
    source = Source("interviews", ", ".join(items), simulated=study.simulated)
    classes = partner_classes(firms, measures=PREDICTORS, method=study.method, chance=chance, evidence=source)
    return Drivers(told, classes)


def _scores(px: PxResult, foundations: Foundations | None) -> dict[str, Estimate]:
    """Gather how partners rate each predictor, where it is shown."""
    found: dict[str, Estimate] = {name: px.score(ALL, name, "vote").estimate for name in PILLARS}
    for name in PREDICTORS:
        if foundations is not None and name in foundations.tables:
            found[name] = foundations.cell(name, ALL).estimate
    return {name: estimate for name, estimate in found.items() if estimate.value is not None}


def _outcome(outcome: Outcome, firms: pl.DataFrame, ground: _Ground) -> OutcomeDrivers:
    if not firms[outcome].count():
        return OutcomeDrivers(outcome, 0, phrase(f"relationship.needs_{outcome}"))
    each = ground.method.driver_firms_each
    for names in (PREDICTORS, PILLARS):
        complete = firms.select("domain", *names, outcome).drop_nulls()
        n = complete.height
        if n >= each * len(names):
            return _told(outcome, complete, names, ground)
    return OutcomeDrivers(outcome, n, phrase("drivers.few", least=each * len(PILLARS)))


def _told(outcome: Outcome, complete: pl.DataFrame, names: tuple[str, ...], ground: _Ground) -> OutcomeDrivers:
    ordered = complete.sort(complete.columns)  # redraws do not depend on what firms are called
    values = ordered.select(*names, outcome).to_numpy()
    _, groups = np.unique(ordered["domain"].to_numpy(), return_inverse=True)
    method, chance = ground.method, ground.chance
    if (values.std(axis=0) == 0).any():
        return OutcomeDrivers(outcome, len(values), phrase("drivers.alike"))
    found = importance_shares(
        values, groups, draws=chance.draws, level=method.interval_level, rng=chance.stream(f"drivers:{outcome}")
    )
    sources = _sources((*names, outcome), ground)
    whole = OutcomeDrivers(
        outcome, found.n, None, r2=round(found.r2, 3), adjusted=round(found.adjusted, 3), p_value=found.p_value,
        condition=found.condition, grade=grade_voices(found.n, None, False, method), sources=sources,
    )  # fmt: skip
    if found.p_value > 1 - method.interval_level:
        return replace(whole, why=phrase("drivers.chance", n=found.n))
    made = [_driver(j, name, found, ground, sources) for j, name in enumerate(names)]
    first, *others = np.argsort(-found.lmg, kind="stable")
    pairs = combinations(range(len(names)), 2)
    return replace(
        whole, drivers=tuple(made[j] for j in (first, *others)),
        twins=tuple((names[i], names[j]) for i, j in pairs if found.together[i, j] >= method.driver_twins),
        level_with_first=tuple(names[j] for j in others if not found.order_known[first, j]),
    )  # fmt: skip


def _driver(j: int, name: str, found: ImportanceShares, ground: _Ground, sources: tuple[Source, ...]) -> Driver:
    equal = 1 / len(found.lmg)
    low, high = found.lmg_ends[:, j]
    score = ground.scores.get(name)
    return Driver(
        name, _share("lmg", found.lmg[j], found.lmg_ends[:, j], found.n, ground.method, sources),
        _share("johnson", found.johnson[j], found.johnson_ends[:, j], found.n, ground.method, sources),
        score, float(found.first[j]), float(found.vif[j]),
        _quadrant(float(found.lmg[j]), equal, score, ground.method), bool(low > equal or high < equal),
    )  # fmt: skip


def _quadrant(share: float, equal: float, score: Estimate | None, method: Method) -> Quadrant | None:
    """Place a predictor: important is more than an equal share, good is «sound»."""
    if score is None or score.value is None:
        return None
    if share >= equal:
        return "keep" if score.value >= method.band_sound else "strengthen"
    return "enough" if score.value >= method.band_sound else "watch"


def _share(
    how: str, value: float, ends: NDArray[np.float64], n: int, method: Method,
    sources: tuple[Source, ...],
) -> Estimate:  # fmt: skip
    estimate = Estimate(
        value=float(value), lower=float(ends[0]), upper=float(ends[1]), level=method.interval_level, n=n, N=None,
        unit="share", method=phrase(f"drivers.{how}_method"), weighting="vote",
        grade=grade_voices(n, None, False, method), evidence=sources,
    )  # fmt: skip
    return release(estimate, hidden=n < method.disclosure_k)


def _sources(names: tuple[str, ...], ground: _Ground) -> tuple[Source, ...]:
    items = tuple(dict.fromkeys(item for name in names for item in _items(name, ground.study.bank)))
    voices = Source("interviews", ", ".join(items), simulated=ground.study.simulated)
    return (voices, ground.books) if "growth" in names else (voices,)


def _items(name: str, bank: ItemBank) -> tuple[str, ...]:
    if name in FOUNDATIONS:
        return (FOUNDATIONS[name],)
    return items_of(name, bank) if name in PILLARS else outcome_items(name)
