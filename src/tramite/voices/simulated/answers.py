"""One answer on each scale of the bank, drawn around the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tramite.voices.asking.bank import Item
from tramite.voices.asking.item_shape import shape_of
from tramite.voices.simulated.truth import Spec, Truth

Row = tuple[str, float | None, str | None]
_PARTIES = ("partner", "vendor", "other")
_LEADERS = ("partner", "joint", "vendor", "other")


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who answers: audience (partner, customer, vendor), channel asked about, latent quantities, noise, bias.

    ``bias`` is added to scores and percentages, in points; ``diversion`` holds the shares this person would state.
    """

    audience: str
    channel_id: str
    latent: Mapping[str, float]
    noise: float
    diversion: Mapping[str, float]
    bias: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """An item put to a respondent: the codes of its list (empty: none), and how it is answered.

    ``beside`` is the chance of second questions: whether one is asked moves no other answer.
    """

    item: Item
    codes: frozenset[str]
    spec: Spec
    who: Respondent
    truth: Truth
    rng: np.random.Generator
    beside: np.random.Generator

    @property
    def factor(self) -> float:
        """Overstatement of what this respondent says here."""
        if self.who.audience != "partner" or not self.spec.overstated:
            return 1.0
        return self.truth.overstatement[self.spec.overstated]


def answer(asked: Asked) -> list[Row]:
    """Return the rows (key, number, text) of one answer."""
    return _SCALES[asked.item.scale](asked)


def _score(asked: Asked) -> float:
    spec, who = asked.spec, asked.who
    if spec.latent is None:
        return (spec.mean or 0.0) + who.bias + spec.sd * asked.rng.standard_normal()
    middle = spec.at50 + spec.slope * (who.latent[spec.latent] - 50) + spec.offset
    return middle + who.bias + who.noise * asked.rng.standard_normal()


def _step(score: float, steps: int) -> int:
    return int(np.clip(np.rint(score / 100 * (steps - 1)), 0, steps - 1))


def _of_ten(asked: Asked) -> list[Row]:
    value = _step(_score(asked), 11)
    rows: list[Row] = [("", float(value), None)]
    if asked.spec.codes and asked.codes and value <= 6:
        rows.append(("code", None, _pick(asked.spec.codes, asked.rng)))
    return rows


def _of_five(asked: Asked) -> list[Row]:
    return [("", float(1 + _step(_score(asked), 5)), None)]


def _choice(asked: Asked) -> list[Row]:
    if asked.spec.probabilities:
        return [("", None, _pick(asked.spec.probabilities, asked.rng))]
    return [("", None, str(1 + _step(_score(asked), 5)))]


def _multi(asked: Asked) -> list[Row]:
    chances = asked.spec.probabilities
    chosen = [code for code, chance in chances.items() if asked.rng.random() < chance]
    if not chosen:
        chosen = ["none"] if "none" in asked.codes else [max(chances, key=lambda code: chances[code])]
    return [(code, 1.0, None) for code in chosen]


def _rank(asked: Asked) -> list[Row]:
    codes = list(asked.spec.shares)
    keys = np.log([asked.spec.shares[code] for code in codes]) + asked.rng.gumbel(size=len(codes))
    best = np.argsort(-keys)[: asked.spec.chosen]
    return [(codes[place], float(rank), None) for rank, place in enumerate(best, start=1)]


def _best_worst(asked: Asked) -> list[Row]:
    codes = list(asked.spec.utilities)
    keys = np.array([asked.spec.utilities[code] for code in codes]) + asked.rng.gumbel(size=len(codes))
    order = np.argsort(-keys)
    best: list[Row] = [(codes[place], 1.0, None) for place in order[:3]]
    return best + [(codes[place], -1.0, None) for place in order[-3:]]


def _shares(asked: Asked) -> list[Row]:
    shares = asked.spec.shares or asked.who.diversion
    codes = list(shares)
    parts = _hundred([shares[code] for code in codes], asked.spec.strength, asked.rng)
    rows: list[Row] = [(code, part, None) for code, part in zip(codes, parts, strict=True)]
    if asked.spec.total is None:
        return rows
    sd = asked.spec.total_sd
    amount = asked.spec.total * asked.beside.lognormal(-(sd**2) / 2, sd)
    return [*rows, *((key, float(np.rint(amount)), None) for key in shape_of(asked.item).extra_numbers)]


def _percent(asked: Asked) -> list[Row]:
    spec, rng = asked.spec, asked.rng
    if spec.likely is not None:
        return _three_values(asked, spec.likely)
    rows: list[Row] = []
    mean = spec.mean or 0.0
    if spec.at:
        x = str(rng.choice(sorted(spec.at)))
        mean = spec.at[x]
        rows.append(("x", float(x), None))
    value = mean * asked.factor + asked.who.bias + spec.sd * rng.standard_normal()
    low, high = (-100.0, 0.0) if mean < 0 else (0.0, 100.0)
    rows.insert(0, ("", _spoken(float(np.clip(value, low, high))), None))
    if spec.codes and asked.codes:
        rows.append(("code", None, _pick(spec.codes, rng)))
    return rows


def _three_values(asked: Asked, middle: float) -> list[Row]:
    likely = middle * asked.factor + asked.spec.sd * asked.rng.standard_normal()
    low = likely - asked.spec.width * asked.rng.uniform(0.5, 1.5)
    high = likely + asked.spec.width * asked.rng.uniform(0.5, 1.5)
    return [("low", _spoken(low), None), ("likely", _spoken(likely), None), ("high", _spoken(high), None)]


def _number(asked: Asked) -> list[Row]:
    potential = float(np.rint((asked.spec.potential or 0.0) * asked.rng.lognormal(0.0, 0.5)))
    served = float(np.rint(potential * np.clip(asked.rng.normal(asked.spec.served, 0.06), 0.02, 0.9)))
    return [("potential", potential, None), ("served", served, None)]


def _quiz(asked: Asked) -> list[Row]:
    rows: list[Row] = []
    for fact_id, fact in asked.truth.facts.items():
        if asked.rng.random() < (asked.spec.know or 0.0):
            rows.append((fact_id, float(asked.rng.integers(6, 11)), "true" if fact.true else "false"))
        elif asked.rng.random() < 0.5:
            rows.append((fact_id, float(asked.rng.integers(0, 4)), "dk"))
        else:
            sure = asked.rng.random() < asked.spec.sure
            sureness = asked.rng.integers(7, 11) if sure else asked.rng.integers(2, 7)
            rows.append((fact_id, float(sureness), "false" if fact.true else "true"))
    return rows


def _aware(asked: Asked) -> list[Row]:
    chances = np.array(asked.spec.aware)
    return [(code, float(asked.rng.choice(3, p=chances)), None) for code in asked.truth.roadmap]


def _grid_share(asked: Asked) -> list[Row]:
    rows: list[Row] = []
    for name, parts in asked.spec.rows.items():
        drawn = _hundred([part / 100 for part in parts], asked.spec.strength, asked.rng)
        rows += [(f"{name}.{party}", part, None) for party, part in zip(_PARTIES, drawn, strict=True)]
    return rows


def _grid_who(asked: Asked) -> list[Row]:
    return [
        (name, None, _pick(dict(zip(_LEADERS, chances, strict=True)), asked.rng))
        for name, chances in asked.spec.rows.items()
    ]


def _grid_of_ten(asked: Asked) -> list[Row]:
    shift = asked.who.latent["cx"] - asked.truth.satisfaction[asked.who.channel_id]
    return [
        (name, float(_step(mean[0] + shift + asked.who.noise * asked.rng.standard_normal(), 11)), None)
        for name, mean in asked.spec.rows.items()
    ]


def _open(asked: Asked) -> list[Row]:
    return [("", None, str(asked.rng.choice(asked.spec.texts)))]


def _pick(chances: Mapping[str, float], rng: np.random.Generator) -> str:
    weights = np.array(list(chances.values()))
    return str(rng.choice(list(chances), p=weights / weights.sum()))


def _hundred(shares: Sequence[float], strength: float, rng: np.random.Generator) -> list[float]:
    """Draw parts around ``shares``, and round them to fives that sum to 100, as people do."""
    weights = np.array(shares) / np.sum(shares)
    drawn: NDArray[np.float64] = np.zeros(len(weights))
    some = weights > 0
    drawn[some] = rng.dirichlet(weights[some] * strength)
    twentieths = np.floor(drawn * 20)
    missing = int(20 - twentieths.sum())
    for place in np.argsort(-(drawn * 20 - twentieths), kind="stable")[:missing]:
        twentieths[place] += 1
    return [float(part * 5) for part in twentieths]


def _spoken(value: float) -> float:
    """Round as people speak: whole numbers up to ten, then fives."""
    return float(np.rint(value)) if abs(value) <= 10 else float(np.rint(value / 5) * 5)


_SCALES: Mapping[str, Callable[[Asked], list[Row]]] = {
    "0-10": _of_ten, "juster": _of_ten, "1-5": _of_five, "choice": _choice, "multi": _multi, "rank": _rank,
    "best-worst": _best_worst, "share100": _shares, "pct": _percent, "number": _number, "quiz": _quiz,
    "aware": _aware, "grid-share": _grid_share, "grid-who": _grid_who, "grid-0-10": _grid_of_ten, "open": _open,
}  # fmt: skip
